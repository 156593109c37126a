"""A queue: not waiting, or not for long.

`put()` waits while the queue is full, `get()` while it is empty. If you would
rather do something else meanwhile, there are two other ways: `put_nowait()` and
`get_nowait()` do not wait at all, and a `timeout` limits the waiting. Both tell by
an exception that nothing came of it: `Full` or `Empty`, of the module `queue`.

What to watch: the questions `full()` and `empty()` are no such ways. They are
answered for this moment, and another process may change it the moment after. So
try, and catch the exception.

Expected output:

    get_nowait from an empty queue: Empty
    get with a timeout: Empty
    room for: 2
    put_nowait into a full queue: Full
    put with a timeout: Full
    the child took: first
    the room is taken again: True
    in order: ['second', 'third']
"""

from multiprocessing import Process, Queue
from queue import Empty, Full


def attempt(what, function, *args, **kwargs):
    """Print which exception the call ends with."""
    try:
        function(*args, **kwargs)
        print(f"{what}: done")
    except (Empty, Full) as error:
        print(f"{what}: {type(error).__name__}")


# Another process makes room.
def take_one(queue, answers):
    """Take the first thing, and tell what it was."""
    answers.put(queue.get())


# How much goes in? As much as was said when the queue was made.
def fill(queue, things):
    """Put things until the queue is full; return how many went in."""
    for count, thing in enumerate(things):
        try:
            queue.put_nowait(thing)
        except Full:
            return count
    return len(things)


if __name__ == "__main__":
    queue, answers = Queue(maxsize=2), Queue()
    attempt("get_nowait from an empty queue", queue.get_nowait)
    attempt("get with a timeout", queue.get, timeout=0.05)

    print(f"room for: {fill(queue, ['first', 'second', 'third'])}")
    attempt("put_nowait into a full queue", queue.put_nowait, "third")
    attempt("put with a timeout", queue.put, "third", timeout=0.05)

    child = Process(target=take_one, args=(queue, answers))
    child.start()
    print(f"the child took: {answers.get()}")
    child.join()
    queue.put_nowait("third")
    print(f"the room is taken again: {queue.full()}")
    print(f"in order: {[queue.get(timeout=60), queue.get(timeout=60)]}")
