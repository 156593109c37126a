"""A lock around a shared file.

Two clerks count in one file: read the number, add one, write it back. If the
other clerk writes between the reading and the writing, his work is overwritten
and lost. A lock lets one process in at a time: what stands in the `with` block
is done by one of them while the other waits at its door.

What to watch: without the lock about half of the work is lost, and how much is
different each time. With the lock nothing is ever lost, but it takes longer:
the clerks work one after the other.

Expected output, in any order:

    without a lock: <number> of 400
    work was lost: True
    with a lock: 400 of 400
"""

import os
import time
from multiprocessing import Lock, Process, Queue

ROUNDS = 200


# The number is written over the old one in place ("r+"), always with six digits,
# so that a reader finds a whole number at any time: only the counting goes wrong.
def write_number(path, number, mode="r+"):
    """Write the number into the file; the mode "w" makes the file first."""
    with open(path, mode, encoding="ascii") as file:
        file.write(f"{number:06}")


def read_number(path):
    """Return the number in the file."""
    with open(path, encoding="ascii") as file:
        return int(file.read())


# This is the work: three steps that belong together.
def add_one(path):
    """Read the number in the file, add one, write it back."""
    number = read_number(path)
    time.sleep(0.001)  # here the other clerk may come in between
    write_number(path, number + 1)


# Each clerk counts in one file without care, then in another file with the lock.
def clerk(careless, careful, lock, ready, go):
    """Add one to each file, ROUNDS times."""
    ready.put("ready")
    go.get()  # both begin at the same time
    for _ in range(ROUNDS):
        add_one(careless)
    for _ in range(ROUNDS):
        with lock:
            add_one(careful)


# The lock is made here and given to both: it must be the same lock. Two queues
# bring both to the starting line, because a process takes a moment to start.
def main():
    """Let two clerks count, and look at what they have counted."""
    careless, careful = f"careless-{os.getpid()}.txt", f"careful-{os.getpid()}.txt"
    write_number(careless, 0, "w")
    write_number(careful, 0, "w")
    lock, ready, go = Lock(), Queue(), Queue()
    clerks = [Process(target=clerk, args=(careless, careful, lock, ready, go)) for _ in range(2)]
    for process in clerks:
        process.start()
    for _ in clerks:
        ready.get()
    for _ in clerks:
        go.put("go")
    for process in clerks:
        process.join()

    print(f"without a lock: {read_number(careless)} of {2 * ROUNDS}")
    print(f"work was lost: {read_number(careless) < 2 * ROUNDS}")
    print(f"with a lock: {read_number(careful)} of {2 * ROUNDS}")
    os.remove(careless)
    os.remove(careful)


if __name__ == "__main__":
    main()
