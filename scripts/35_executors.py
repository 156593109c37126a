"""Executors: threads and processes behind one door.

The module `concurrent.futures` has two classes with the same methods, one with
threads and one with processes. `submit()` returns a future, which is a result that
is not there yet; `map()` gives all results in order; `as_completed()` gives the
futures in the order in which they are done. Change one name, and the program uses
the other kind.

What to watch: an exception waits in its future until it is asked for. A worker
process that dies takes the whole executor along, because nobody knows what it was
doing; a pool would start another.

Expected output:

    threads: in this process: True
    threads: map: [3, 5, 7]
    threads: as completed, sorted: [3, 5, 7]
    threads: an exception: ValueError('too short')
    processes: in this process: False
    processes: map: [3, 5, 7]
    processes: as completed, sorted: [3, 5, 7]
    processes: an exception: ValueError('too short')
    a worker dies: BrokenProcessPool
    and afterwards: BrokenProcessPool
"""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

WORDS = ["sea", "shell", "seaside"]


def measure(word):
    """Return the length of a word."""
    if not word:
        raise ValueError("too short")
    return len(word)


# The same code for both; only the class is another.
def use(what, executor_class):
    """Hand out work in all three ways."""
    with executor_class(max_workers=2) as executor:
        pid = executor.submit(os.getpid)
        print(f"{what}: in this process: {pid.result() == os.getpid()}")
        print(f"{what}: map: {list(executor.map(measure, WORDS))}")
        futures = [executor.submit(measure, word) for word in WORDS]
        print(f"{what}: as completed, sorted: {sorted(future.result() for future in as_completed(futures))}")
        failed = executor.submit(measure, "")
        print(f"{what}: an exception: {failed.exception()!r}")


# Not what a program should do: to leave like this ends a process without a word.
def break_it():
    """Let a worker die, and try to go on."""
    with ProcessPoolExecutor(max_workers=1) as executor:
        try:
            executor.submit(os._exit, 1).result()
        except BrokenProcessPool as error:
            print(f"a worker dies: {type(error).__name__}")
        try:
            executor.submit(measure, "sea").result()
        except BrokenProcessPool as error:
            print(f"and afterwards: {type(error).__name__}")


if __name__ == "__main__":
    use("threads", ThreadPoolExecutor)
    use("processes", ProcessPoolExecutor)
    break_it()
