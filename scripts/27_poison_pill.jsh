// The poison pill: how to end workers that wait for work.
//
// A worker in a loop takes work from a queue, and if there is none, it waits. How
// does it learn that there will never be any more? Somebody puts a thing in the queue
// that is no work but a sign: who takes it, stops. As each worker stops at the first
// one it takes, there must be as many pills as workers.
//
// What to watch: the pills come after the work, so all work is done first. A worker
// that ends by itself can still put in order what it has; one that is terminated
// cannot.
//
// Expected output, in any order:
//
//     worker 1 has put its tools away
//     worker 2 has put its tools away
//     worker 3 has put its tools away
//     done: 30 of 30
//     sum of the squares: 8555
//     exit codes: [0, 0, 0]
//     pills left: none

// The pill is `null`: that arrives as what it is. Across processes a sign must be
// known by its value; an object, put into a queue, is another one when it comes out.
void work(int number, Queue<Integer> tasks, Queue<Integer> results) {
    Integer task;
    while ((task = tasks.get()) != null) {
        results.put(task * task);
    }
    IO.println("worker " + number + " has put its tools away");
}

// Three workers, thirty pieces of work, three pills.
var tasks = new Queue<Integer>();
var results = new Queue<Integer>();
var workers = List.of(1, 2, 3).stream()
        .map(number -> new Process(() -> work(number, tasks, results)))
        .toList();
workers.forEach(Process::start);
for (int task : range(30)) {
    tasks.put(task);
}
workers.forEach(worker -> tasks.put(null));

var squares = range(30).stream().map(task -> results.get()).toList();
workers.forEach(Process::join);
IO.println("done: " + squares.size() + " of 30");
IO.println("sum of the squares: " + squares.stream().mapToInt(square -> square).sum());
IO.println("exit codes: " + workers.stream().map(Process::exitcode).toList());
IO.println("pills left: " + (tasks.empty() ? "none" : "some"));
