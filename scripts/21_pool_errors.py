"""A pool: errors in the work.

An exception in a worker does not end the worker: it is packed, sent back, and
raised again where the result is asked for, by `get()` or by the next step of
`imap`. It is the same type with the same arguments, and its `__cause__` has the
traceback of the worker, as a text.

What to watch: `map` gives all results or one exception. With `imap` you can catch
the exception of one thing and go on to the next.

Expected output:

    apply: ValueError('not a number: four')
    its cause names the worker's function: True
    map: ValueError('not a number: four')
    imap: 1
    imap: 2
    imap: not a number: four
    imap: 8
    an exception of our own: TooLarge('too large', 5000)
    the pool is still at work: [1, 2]
"""

from multiprocessing import Pool

NUMBERS = {"one": 1, "two": 2, "eight": 8, "huge": 5000}


# An exception with several arguments can travel if they are its `args`, as here;
# so a class of your own best passes all of them on to `super().__init__`.
class TooLarge(Exception):
    """A number that nobody can count on his fingers."""

    def __init__(self, message, number):
        super().__init__(message, number)
        self.number = number


def read(word):
    """Return the number that a word means."""
    if word not in NUMBERS:
        raise ValueError(f"not a number: {word}")
    if NUMBERS[word] > 1000:
        raise TooLarge("too large", NUMBERS[word])
    return NUMBERS[word]


# Each of these would end the program if nobody caught it.
if __name__ == "__main__":
    with Pool(2) as pool:
        try:
            pool.apply(read, ("four",))
        except ValueError as error:
            print(f"apply: {error!r}")
            print(f"its cause names the worker's function: {'in read' in str(error.__cause__)}")
        try:
            pool.map(read, ["one", "four", "two"])
        except ValueError as error:
            print(f"map: {error!r}")

        results = pool.imap(read, ["one", "two", "four", "eight"])
        while True:
            try:
                print(f"imap: {next(results)}")
            except ValueError as error:
                print(f"imap: {error}")
            except StopIteration:
                break

        try:
            pool.apply(read, ("huge",))
        except TooLarge as error:
            print(f"an exception of our own: {error!r}")
        print(f"the pool is still at work: {pool.map(read, ['one', 'two'])}")
