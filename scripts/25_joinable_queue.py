"""A queue that knows when all is done.

An empty queue does not mean that the work is done: somebody may have taken the
last piece and be busy with it. A `JoinableQueue` counts: each `put()` adds one,
and each `task_done()` takes one away. `join()` waits until the count is zero.

What to watch: the workers are daemons in an endless loop. Nobody tells them to
stop: when all is done, the program ends, and they are ended with it.

Expected output:

    letters to stamp: 12
    stamped when join() returned: 12
    work that makes more work: 3 parcels, 9 letters, all stamped: True
    task_done() too often: ValueError
"""

from multiprocessing import JoinableQueue, Process, Value


# A parcel is opened: its letters are new work, put before the parcel is done, so
# that the count cannot reach zero in between. `finally` makes sure that also work
# that went wrong is counted; else `join()` would wait for ever.
def clerk(work, stamped):
    """Stamp letters, and open parcels, for ever."""
    while True:
        piece = work.get()
        try:
            if isinstance(piece, list):
                for letter in piece:
                    work.put(letter)
            else:
                with stamped.get_lock():
                    stamped.value += 1
        finally:
            work.task_done()


def main():
    """Give work to two clerks, and wait until it is done, twice."""
    work, stamped = JoinableQueue(), Value("i", 0)
    for _ in range(2):
        Process(target=clerk, args=(work, stamped), daemon=True).start()

    print("letters to stamp: 12")
    for number in range(12):
        work.put(f"letter {number}")
    work.join()
    print(f"stamped when join() returned: {stamped.value}")

    stamped.value = 0
    for number in range(3):
        work.put([f"letter {number}.{part}" for part in range(3)])
    work.join()
    print(f"work that makes more work: 3 parcels, 9 letters, all stamped: {stamped.value == 9}")

    try:
        work.task_done()
    except ValueError as error:
        print(f"task_done() too often: {type(error).__name__}")


if __name__ == "__main__":
    main()
