"""A semaphore: room for so many.

A lock lets one in; a semaphore lets in as many as its number says. Who enters
takes one away (`acquire()`, or `with`), who leaves gives one back (`release()`),
and at zero one waits at the door.

What to watch: a reading room with three desks, and nine readers. Each of them
sits until the two others are there, so the desks are full three times; but there
are never more than three inside. A `BoundedSemaphore` also notices if more are
given back than were taken.

Expected output:

    desks free before: True
    most readers at once: 3
    readers who have read: 9
    a fourth desk: False
    too many given back: ValueError
"""

from multiprocessing import Barrier, BoundedSemaphore, Process, Semaphore, Value

DESKS = 3
READERS = 9


# `inside` is changed under its own lock; `most` only while that lock is held.
def read(desks, company, inside, most, done):
    """Wait for a desk, read in company, and go."""
    with desks:
        with inside.get_lock():
            inside.value += 1
            most.value = max(most.value, inside.value)
        company.wait()
        with inside.get_lock():
            inside.value -= 1
            done.value += 1


# `acquire(block=False)` does not wait: it tells whether there was room.
if __name__ == "__main__":
    desks = Semaphore(DESKS)
    print(f"desks free before: {desks.acquire(block=False)}")
    desks.release()

    company = Barrier(DESKS)
    inside, most, done = Value("i", 0), Value("i", 0, lock=False), Value("i", 0, lock=False)
    readers = [Process(target=read, args=(desks, company, inside, most, done)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    print(f"most readers at once: {most.value}")
    print(f"readers who have read: {done.value}")

    for _ in range(DESKS):
        desks.acquire()
    print(f"a fourth desk: {desks.acquire(block=False)}")

    careful = BoundedSemaphore(DESKS)
    try:
        careful.release()
    except ValueError as error:
        print(f"too many given back: {type(error).__name__}")
