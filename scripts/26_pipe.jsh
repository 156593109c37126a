// A pipe: two ends, two processes.
//
// A pipe has two connections, `left()` and `right()`: what is sent at one end is
// received at the other, in both directions. `new Pipe<>(false)` goes one way: the
// left end receives, the right one sends. Objects arrive as copies, with `send()` and
// `recv()`; bytes go as they are, with `send_bytes()` and `recv_bytes()`.
//
// What to watch: when all sending ends are closed, `recv()` throws an `EOFException`:
// nothing more will come. So a process closes the ends that it does not need.
// `poll()` asks whether something is there.
//
// Expected output:
//
//     something there before it was sent: false
//     answer: [ASK, ME]
//     and bytes: [0, 1, 2]
//     the other end is closed: EOFException
//     numbers until the end: 1 + 2 + 3 = 6
//     readable and writable, the receiving end: true and false

// The child closes its end when it is done; the parent has closed its copy of it.
void answer(Connection<List<String>> line) throws Exception {
    var words = line.recv();
    line.send(words.stream().map(String::toUpperCase).toList());
    line.send_bytes(new byte[] {0, 1, 2});
    line.close();
}

void count(Connection<Integer> line) {
    for (int number = 1; number <= 3; number++) {
        line.send(number);
    }
    line.close();
}

// This one is two-way.
var pipe = new Pipe<List<String>>();
var here = pipe.left();
IO.println("something there before it was sent: " + here.poll());
var child = new Process(() -> answer(pipe.right()));
child.start();
pipe.right().close();
here.send(List.of("ask", "me"));
IO.println("answer: " + here.recv());
IO.println("and bytes: " + Arrays.toString(here.recv_bytes()));
try {
    here.recv();
} catch (EOFException error) {
    IO.println("the other end is closed: " + error.getClass().getSimpleName());
}
child.join();

// And this one goes one way, until the sender hangs up.
var oneWay = new Pipe<Integer>(false);
var sender = new Process(() -> count(oneWay.right()));
sender.start();
oneWay.right().close();
var numbers = new ArrayList<Integer>();
try {
    while (true) {
        numbers.add(oneWay.left().recv());
    }
} catch (EOFException error) {
    int sum = numbers.stream().mapToInt(number -> number).sum();
    IO.println("numbers until the end: " + String.join(" + ", numbers.stream().map(String::valueOf).toList()) + " = " + sum);
}
sender.join();
IO.println("readable and writable, the receiving end: " + oneWay.left().readable() + " and " + oneWay.left().writable());
