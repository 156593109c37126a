// Processes that wait for each other.
//
// Three runners come to a race. Each of them needs a different time to get ready;
// a barrier holds them at the line until the last one is there. Then they wait for
// the starter's pistol, an event: it is fired once, and all of them hear it. The
// judge has a pipe to each runner, asks for the name, and gets the answer back.
//
// What to watch: the runners are ready in any order, but none of them runs before
// all are at the line and the pistol was heard. What Python calls `wait` is `await`
// here: Java has taken the other name.
//
// Expected output, in any order:
//
//     Ann is at the line
//     Bob is at the line
//     Cay is at the line
//     the pistol
//     Ann runs
//     Bob runs
//     Cay runs
//     the judge has seen Ann
//     the judge has seen Bob
//     the judge has seen Cay
//     all at the line before the pistol: true

// The value counts who is at the line. Its lock makes "add one" a single step.
void run(String name, long millis, Value ready, Barrier line, Event pistol, Connection<String> judge) throws Exception {
    Thread.sleep(millis);
    IO.println(name + " is at the line");
    try (var held = ready.get_lock().hold()) {
        ready.set(ready.get().intValue() + 1);
    }
    line.await();
    pistol.await();
    IO.println(name + " runs");
    judge.recv(); // the question
    judge.send(name);
    judge.close();
}

// The starter stands at the barrier too: four are waited for. When it opens, all
// runners are at the line, and only then is the pistol fired.
var ready = new Value('i', 0);
var line = new Barrier(4);
var pistol = new Event();
var runners = new ArrayList<Process>();
var pipes = new ArrayList<Connection<String>>();
for (String name : List.of("Ann", "Bob", "Cay")) {
    var pipe = new Pipe<String>();
    long millis = 50 * runners.size();
    var process = new Process(() -> run(name, millis, ready, line, pistol, pipe.right()));
    process.start();
    runners.add(process);
    pipes.add(pipe.left());
}

line.await();
boolean allThere = ready.get().intValue() == 3;
IO.println("the pistol");
pistol.set();

for (var here : pipes) {
    here.send("who are you?");
    IO.println("the judge has seen " + here.recv());
}
for (var process : runners) {
    process.join();
}
IO.println("all at the line before the pistol: " + allThere);
