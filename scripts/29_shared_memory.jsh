// A piece of shared memory, by its name.
//
// A `SharedMemory` is a row of bytes that lies outside of all processes and has a
// name. Who knows the name can open it, also a process that is no child of this one,
// also one that runs Python. `segment()` looks straight at the bytes: nothing is
// copied.
//
// What to watch: each process closes its view when it needs it no longer (`close()`);
// the memory itself is given back once, by the one who made it (`unlink()`). If nobody
// does, it stays behind when the program is gone.
//
// Expected output:
//
//     the child saw: hello
//     and wrote: HELLO
//     at least as large as asked for: true
//     after unlink(): NoSuchFileException

// A name is enough: it is a text, and may travel in any way.
void shout(String name, Queue<String> answers) throws Exception {
    try (var memory = SharedMemory.attach(name)) {
        String word = memory.segment().getString(0);
        memory.segment().setString(0, word.toUpperCase());
        answers.put(word);
    }
}

// Made here, so unlinked here; `null` has the system choose a name.
var memory = SharedMemory.create(null, 10);
memory.segment().setString(0, "hello");
var answers = new Queue<String>();
String name = memory.name();
var child = new Process(() -> shout(name, answers));
child.start();
IO.println("the child saw: " + answers.get());
child.join();
IO.println("and wrote: " + memory.segment().getString(0));
IO.println("at least as large as asked for: " + (memory.size() >= 10));
memory.close();
memory.unlink();

try {
    SharedMemory.attach(name);
} catch (NoSuchFileException error) {
    IO.println("after unlink(): " + error.getClass().getSimpleName());
}
