"""A ticket sale that loses updates.

Two clerks sell from one stock. A sale is three steps: look how many there are,
take one away, write the new number. If the other looks before the first has
written, both write the same number: two tickets sold, one taken from the stock.

What to watch: in an ordinary program that happens now and then, which is worse
than always. Here a barrier lets it happen every time: each clerk waits, after he
has looked, until the other has looked as well. With a lock around the three steps
nobody can look in between, so nothing is lost, whatever the rhythm.

Expected output:

    without a lock: 20 sold, and the stock went from 100 to 90
    with a lock: 20 sold, and the stock went from 100 to 80
"""

from multiprocessing import Barrier, Lock, Process, Value

STOCK = 100
SALES = 10


# The bad luck, made certain.
def sell_carelessly(stock, both):
    """Sell, while the other one is looking."""
    for _ in range(SALES):
        seen = stock.value
        both.wait()  # the other has looked too
        stock.value = seen - 1
        both.wait()  # the other has written too


# `stock.value -= 1` is the same three steps, though it is written as one. The lock
# makes one of them: from the look to the writing nobody else comes in.
def sell_with_care(stock, both, lock):
    """Sell, one at a time."""
    for _ in range(SALES):
        both.wait()  # now they both rush to the same door
        with lock:
            stock.value -= 1


# `lock=False` gives a bare number in shared memory. Without that a `Value` brings
# a lock along, as `get_lock()`; also then `-=` is three steps that need it.
def sale(clerk, *more):
    """Let two clerks sell; return how many are left."""
    stock = Value("i", STOCK, lock=False)
    both = Barrier(2)
    clerks = [Process(target=clerk, args=(stock, both, *more)) for _ in range(2)]
    for process in clerks:
        process.start()
    for process in clerks:
        process.join()
    return stock.value


if __name__ == "__main__":
    left = sale(sell_carelessly)
    print(f"without a lock: {2 * SALES} sold, and the stock went from {STOCK} to {left}")
    left = sale(sell_with_care, Lock())
    print(f"with a lock: {2 * SALES} sold, and the stock went from {STOCK} to {left}")
