// Two processes with arguments.
//
// A process is a program of its own that runs a piece of your code: a lambda,
// and its arguments. `start()` lets it go, `join()` waits until it has ended.
//
// What to watch: both children work at the same time, so either may print first.
// Each process has a number of its own, its pid. The exit code 0 says that it
// ended well.
//
// Expected output, in any order:
//
//     small: the sum of 1 to 10 is 55
//     large: the sum of 1 to 1000 is 500500
//     exit codes: 0 and 0
//     processes: 3

// This is what the children will do. It is an ordinary method.
int addUp(String name, int last) {
    int total = 0;
    for (int number = 1; number <= last; number++) {
        total += number;
    }
    IO.println(name + ": the sum of 1 to " + last + " is " + total);
    return total;
}

// The arguments stand behind the lambda. Without arguments the lambda may use
// variables instead: like an argument, `end` is copied when the process starts.
int end = 1000;
var small = new Process((name, last) -> addUp(name, last), "small", 10);
var large = new Process(() -> addUp("large", end));

// Nothing runs before `start()`; from there on three processes are alive: this
// one and its two children.
small.start();
large.start();

// Try it without the two `join()`: the exit codes are not known yet, so they are
// `null`.
small.join();
large.join();
IO.println("exit codes: " + small.exitcode() + " and " + large.exitcode());
IO.println("processes: " + Set.of(ProcessHandle.current().pid(), small.pid(), large.pid()).size());
