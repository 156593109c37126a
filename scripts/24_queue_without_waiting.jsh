// A queue: not waiting, or not for long.
//
// `put()` waits while the queue is full, `get()` while it is empty. If you would
// rather do something else meanwhile, there are two other ways: `put_nowait()` and
// `get_nowait()` do not wait at all, and a time limit, in seconds, ends the waiting.
// Both tell by an exception that nothing came of it: `Full` or `Empty`.
//
// What to watch: the questions `full()` and `empty()` are no such ways. They are
// answered for this moment, and another process may change it the moment after. So
// try, and catch the exception.
//
// Expected output:
//
//     get_nowait from an empty queue: Empty
//     get with a time limit: Empty
//     room for: 2
//     put_nowait into a full queue: Full
//     put with a time limit: Full
//     the child took: first
//     the room is taken again: true
//     in order: [second, third]

// What is tried may fail in its own way.
interface Attempt {
    void run() throws Exception;
}

void attempt(String what, Attempt attempt) throws Exception {
    try {
        attempt.run();
        IO.println(what + ": done");
    } catch (Empty | Full error) {
        IO.println(what + ": " + error.getClass().getSimpleName());
    }
}

// How much goes in? As much as was said when the queue was made.
int fill(Queue<String> queue, List<String> things) {
    int count = 0;
    try {
        for (String thing : things) {
            queue.put_nowait(thing);
            count++;
        }
    } catch (Full error) {
        // as expected
    }
    return count;
}

var queue = new Queue<String>(2);
attempt("get_nowait from an empty queue", () -> queue.get_nowait());
attempt("get with a time limit", () -> queue.get(true, 0.05));
IO.println("room for: " + fill(queue, List.of("first", "second", "third")));
attempt("put_nowait into a full queue", () -> queue.put_nowait("third"));
attempt("put with a time limit", () -> queue.put("third", true, 0.05));

// Another process makes room.
var answers = new Queue<String>();
var child = new Process(() -> answers.put(queue.get()));
child.start();
IO.println("the child took: " + answers.get());
child.join();
queue.put_nowait("third");
IO.println("the room is taken again: " + queue.full());
IO.println("in order: " + List.of(queue.get(), queue.get()));
