"""A producer and a consumer.

A queue joins two processes that know nothing of each other: one puts things in
at one end, the other takes them out at the other end, in the same order. What
is put in is copied; nothing else is shared.

What to watch: this queue holds three things at most. If the producer is ahead,
`put()` waits until there is room; if the consumer is ahead, `get()` waits until
something comes. So they go at the same pace without a word about time. `None`
is their sign that nothing more will come.

Expected output, in any order:

    producer: put 20 squares
    consumer: got 20 squares, from 0 to 361
    in order: True
    left over: nothing
"""

from multiprocessing import Process, Queue


# The producer only knows the queue.
def produce(queue, count):
    """Put count squares, then None."""
    for number in range(count):
        queue.put(number * number)
    queue.put(None)
    print(f"producer: put {count} squares")


# The consumer does not know how many there will be.
def consume(queue):
    """Take squares until None comes."""
    squares = []
    while (square := queue.get()) is not None:
        squares.append(square)
    print(f"consumer: got {len(squares)} squares, from {squares[0]} to {squares[-1]}")
    print(f"in order: {squares == sorted(squares)}")


# This process makes the queue, gives it to both, and waits for them.
if __name__ == "__main__":
    queue = Queue(maxsize=3)
    producer = Process(target=produce, args=(queue, 20))
    consumer = Process(target=consume, args=(queue,))
    producer.start()
    consumer.start()

    producer.join()
    consumer.join()
    print(f"left over: {'nothing' if queue.empty() else 'something'}")
