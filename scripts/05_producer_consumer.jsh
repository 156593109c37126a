// A producer and a consumer.
//
// A queue joins two processes that know nothing of each other: one puts things in
// at one end, the other takes them out at the other end, in the same order. What
// is put in is copied; nothing else is shared.
//
// What to watch: this queue holds three things at most. If the producer is ahead,
// `put()` waits until there is room; if the consumer is ahead, `get()` waits until
// something comes. So they go at the same pace without a word about time. `null`
// is their sign that nothing more will come.
//
// Expected output, in any order:
//
//     producer: put 20 squares
//     consumer: got 20 squares, from 0 to 361
//     in order: true
//     left over: nothing

// The producer only knows the queue.
void produce(Queue<Integer> queue, int count) {
    for (int number = 0; number < count; number++) {
        queue.put(number * number);
    }
    queue.put(null);
    IO.println("producer: put " + count + " squares");
}

// The consumer does not know how many there will be.
void consume(Queue<Integer> queue) {
    List<Integer> squares = new ArrayList<>();
    Integer square;
    while ((square = queue.get()) != null) {
        squares.add(square);
    }
    IO.println("consumer: got " + squares.size() + " squares, from " + squares.getFirst() + " to " + squares.getLast());
    IO.println("in order: " + squares.equals(squares.stream().sorted().toList()));
}

// This process makes the queue, gives it to both, and waits for them.
var queue = new Queue<Integer>(3);
var producer = new Process(() -> produce(queue, 20));
var consumer = new Process(() -> consume(queue));
producer.start();
consumer.start();
producer.join();
consumer.join();
IO.println("left over: " + (queue.empty() ? "nothing" : "something"));
