"""A pool: things that every worker needs.

Some things cannot be an argument of the work: locks, queues and values are only
handed on when a process starts. And some are too costly to make again for each
piece of work: a connection, a table. `initializer` is called once in each worker,
before any work; what it puts into global variables is there for all that follows.

What to watch: the table is built twice, once in each worker, and not a hundred
times. `maxtasksperchild` replaces a worker after so many pieces of work, in case
the work leaves something behind; the new one is set up again.

Expected output:

    a value as an argument: RuntimeError
    pieces of work: 100
    sum of all: 338350
    tables built: 2
    with maxtasksperchild=1, tables built for 3 pieces of work, at least: 3
"""

from multiprocessing import Pool, Value


# In each worker: one table, and the counters that all share.
def set_up(built, done):
    """Build the table of squares; count the table."""
    global table, work_done
    table = [number * number for number in range(101)]
    work_done = done
    with built.get_lock():
        built.value += 1


def look_up(number):
    """Return a number from the table; count the work."""
    with work_done.get_lock():
        work_done.value += 1
    return table[number]


def wrong_way(value):
    """Never called: its argument cannot travel."""


# What is created here is given to the workers by `initargs`.
if __name__ == "__main__":
    built, done = Value("i", 0), Value("i", 0)
    with Pool(2, set_up, (built, done)) as pool:
        try:
            pool.apply(wrong_way, (built,))
        except RuntimeError as error:
            print(f"a value as an argument: {type(error).__name__}")
        squares = pool.map(look_up, range(1, 101))
        pool.close()
        pool.join()
    print(f"pieces of work: {done.value}")
    print(f"sum of all: {sum(squares)}")
    print(f"tables built: {built.value}")

    built.value = 0
    with Pool(1, set_up, (built, done), maxtasksperchild=1) as pool:
        pool.map(look_up, range(3), chunksize=1)
    print(f"with maxtasksperchild=1, tables built for 3 pieces of work, at least: {min(built.value, 3)}")
