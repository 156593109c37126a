"""asyncio and processes.

An asyncio program has one thread, in which coroutines take turns: each runs until
it waits (`await`). That is perfect for waiting, and bad for computing, because while
one computes all others stand still. So computing is given to a process:
`run_in_executor()` returns something that can be awaited, like all the rest.

What to watch: the child waits for a sign which another coroutine gives. If waiting
for the child stopped the loop, the sign would never come. Then four sums are
computed at once, and `gather()` gives them in order.

Expected output:

    the loop: the work is handed over
    the loop: still running, here is the sign
    the child: had the sign: True
    sums: [4950, 19900, 44850, 79800]
    an error in a child: OverflowError
    in time: False
"""

import asyncio
import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def set_up(event):
    """Keep the sign, in each worker."""
    global sign
    sign = event


def wait_for_sign():
    """Wait as an ordinary function does, without `await`."""
    return sign.wait(timeout=60)


def add_up(last):
    """Return the sum of the numbers below last."""
    return sum(range(last))


# A second coroutine of the same loop.
async def give(event):
    """Give the sign."""
    print("the loop: still running, here is the sign")
    event.set()


# With a time limit one waits only so long; the child goes on until it has its sign.
async def lesson(event, executor):
    """Compute in other processes, and stay awake."""
    loop = asyncio.get_running_loop()
    waiting = loop.run_in_executor(executor, wait_for_sign)
    print("the loop: the work is handed over")
    had_it, _ = await asyncio.gather(waiting, give(event))
    print(f"the child: had the sign: {had_it}")

    sums = await asyncio.gather(*(loop.run_in_executor(executor, add_up, last) for last in (100, 200, 300, 400)))
    print(f"sums: {sums}")

    try:
        await loop.run_in_executor(executor, math.exp, 1000)
    except OverflowError as error:
        print(f"an error in a child: {type(error).__name__}")

    event.clear()
    waiting = loop.run_in_executor(executor, wait_for_sign)
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    print(f"in time: {bool(done)}")
    event.set()
    await waiting


if __name__ == "__main__":
    event = Event()
    with ProcessPoolExecutor(2, initializer=set_up, initargs=(event,)) as executor:
        asyncio.run(lesson(event, executor))
