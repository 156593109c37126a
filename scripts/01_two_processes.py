"""Two processes with arguments.

A process is a program of its own that runs a function of yours. You name the
function (`target`) and its arguments (`args`, `kwargs`); `start()` lets it go,
`join()` waits until it has ended.

What to watch: both children work at the same time, so either may print first.
Each process has a number of its own, its pid. The exit code 0 says that it
ended well.

Expected output, in any order:

    small: the sum of 1 to 10 is 55
    large: the sum of 1 to 1000 is 500500
    exit codes: 0 and 0
    processes: 3
"""

import os
from multiprocessing import Process


# This is what the children will do. It is an ordinary function.
def add_up(name, last):
    """Add the numbers from 1 to last."""
    total = sum(range(1, last + 1))
    print(f"{name}: the sum of 1 to {last} is {total}")


# Nothing runs before `start()`; from there on three processes are alive: this
# one and its two children. Try it without the two `join()`: the exit codes are
# not known yet, so they are `None`.
if __name__ == "__main__":
    small = Process(target=add_up, args=("small", 10))
    large = Process(target=add_up, args=("large",), kwargs={"last": 1000})
    small.start()
    large.start()

    small.join()
    large.join()
    print(f"exit codes: {small.exitcode} and {large.exitcode}")
    print(f"processes: {len({os.getpid(), small.pid, large.pid})}")
