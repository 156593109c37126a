"""A pool: the ways to hand out work.

`apply` is one call, and waits for it. `map` is one call for each thing, and waits
for all results. `starmap` is the same for functions of several arguments.
`imap` gives the results one by one, as soon as the next is there; and
`imap_unordered` gives whichever is there first.

What to watch: all but `imap_unordered` keep the order of the work, whoever was
quicker. With `imap` the work may be endless: it is taken as it comes.

Expected output:

    apply: 49
    map: [0, 1, 4, 9, 16]
    starmap: [8, 9, 1]
    imap, the first two: 0 and 1
    imap, the others: [4, 9, 16]
    imap_unordered, sorted: [0, 1, 4, 9, 16]
    in chunks of 100: 332833500
    work was done in other processes: True
    by at most 2: True
"""

import os
from multiprocessing import Pool


def square(number):
    """Return the number times itself."""
    return number * number


def power(base, exponent):
    """Return base to the power of the exponent."""
    return base**exponent


def who(_):
    """Return the pid of the process that does this."""
    return os.getpid()


# Two processes for all of this. Each thing goes there and back on its own, which
# is a long way for a small sum: `chunksize` packs many of them into one parcel.
if __name__ == "__main__":
    with Pool(processes=2) as pool:
        print(f"apply: {pool.apply(square, (7,))}")
        print(f"map: {pool.map(square, range(5))}")
        print(f"starmap: {pool.starmap(power, [(2, 3), (3, 2), (1, 9)])}")

        results = pool.imap(square, range(5))
        print(f"imap, the first two: {next(results)} and {next(results)}")
        print(f"imap, the others: {list(results)}")
        print(f"imap_unordered, sorted: {sorted(pool.imap_unordered(square, range(5)))}")
        print(f"in chunks of 100: {sum(pool.map(square, range(1000), chunksize=100))}")

        pids = set(pool.map(who, range(10)))
        print(f"work was done in other processes: {os.getpid() not in pids}")
        print(f"by at most 2: {len(pids) <= 2}")
