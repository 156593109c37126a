// How a process ends, and what its exit code tells.
//
// The exit code is the last word of a process: 0 says that all went well, a number
// above 0 that it did not, and a number below 0 that it was stopped from outside, by
// the signal of that number. As long as it runs there is none: `null`.
//
// What to watch: `terminate()` asks a process to end (signal 15), `kill()` gives it
// no choice (signal 9). Neither lets it finish what it was doing. An exception that
// nobody catches is exit code 1, and a stack trace; here the child throws that away.
//
// Expected output:
//
//     before the end: null
//     comes to its end: 0
//     says System.exit(3): 3
//     throws an exception: 1
//     leaves at once, with 7: 7
//     is terminated: -15
//     is killed: -9

// These end by themselves.
void comeToTheEnd() {}

void sayExit() {
    System.exit(3);
}

void throwException() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream())); // here the stack trace goes
    throw new IllegalStateException("an accident");
}

void leaveAtOnce() {
    Runtime.getRuntime().halt(7); // without any tidying up: no `finally`
}

// This one waits for something that does not come.
void waitForEver(Event ready, Event never) {
    ready.set();
    never.await();
}

// Start each, and look at its exit code.
void show(String what, Process child) {
    child.start();
    child.join();
    IO.println(what + ": " + child.exitcode());
}

IO.println("before the end: " + new Process(() -> comeToTheEnd()).exitcode());
show("comes to its end", new Process(() -> comeToTheEnd()));
show("says System.exit(3)", new Process(() -> sayExit()));
show("throws an exception", new Process(() -> throwException()));
show("leaves at once, with 7", new Process(() -> leaveAtOnce()));

// And these are stopped from outside, once they wait.
void stop(String what, Consumer<Process> how) {
    var ready = new Event();
    var never = new Event();
    var child = new Process(() -> waitForEver(ready, never));
    child.start();
    ready.await();
    how.accept(child);
    child.join();
    IO.println(what + ": " + child.exitcode());
}

stop("is terminated", child -> child.terminate());
stop("is killed", child -> child.kill());
