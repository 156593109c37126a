"""Numbers in shared memory: one, and many.

`Value` is one number that all processes see, `Array` is a row of them. The first
argument says what kind of number: "i" is a whole one, "d" one with decimals. They
are the one exception to the rule that processes share nothing: a write here is
seen there, without any message.

What to watch: each child writes into its own part of the array, so they need no
lock. They all add to the same total, and for that they do. `RawValue` and
`RawArray` are the same without a lock.

Expected output:

    the row: [0, 1, 4, 9, 16, 25, 36, 49]
    a part of it: [4, 9, 16]
    the total: 70.0
    a row has a length: 8
    out of the row: IndexError
    no whole number: TypeError
    a raw one has a lock: False
    after fill(): [1, 1, 1]
"""

from multiprocessing import Array, Process, RawArray, Value


# `get_lock()` is the lock that came with the value.
def square(row, total, first, last):
    """Write the squares of one part of the row, and add half of each to the total."""
    for index in range(first, last):
        row[index] = index * index
        with total.get_lock():
            total.value += row[index] / 2


def fill(raw):
    """Make all of them one."""
    for index in range(len(raw)):
        raw[index] = 1


# An array is made of a length, or of numbers to begin with.
def main():
    """Have two children fill one row."""
    row, total = Array("i", 8), Value("d", 0.0)
    children = [Process(target=square, args=(row, total, first, first + 4)) for first in (0, 4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print(f"the row: {list(row)}")
    print(f"a part of it: {row[2:5]}")
    print(f"the total: {total.value}")
    print(f"a row has a length: {len(row)}")

    try:
        row[8] = 1
    except IndexError as error:
        print(f"out of the row: {type(error).__name__}")
    try:
        row[0] = 0.5
    except TypeError as error:
        print(f"no whole number: {type(error).__name__}")

    raw = RawArray("i", [1, 2, 3])
    print(f"a raw one has a lock: {hasattr(raw, 'get_lock')}")
    child = Process(target=fill, args=(raw,))
    child.start()
    child.join()
    print(f"after fill(): {list(raw)}")


if __name__ == "__main__":
    main()
