"""What a manager's objects cost one local client, per call, under Parley or CPython; manager.jsh: in Java, beside CPython.

    ./parley run scripts/bench/manager.py
    python3 scripts/bench/manager.py

Calls per second, first use and warm (the median of the rounds after the first).
"""

import json
import statistics
import sys
import time
from multiprocessing import Manager

ROUNDS = 6
CALLS = 4000


def measure(work, n):
    """Calls per second: of the first round, and of the others."""
    found = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for i in range(n):
            work(i)
        found.append(n / (time.perf_counter() - begin))
    return found[0], statistics.median(found[1:])


def main():
    """Measure some calls."""
    with Manager() as manager:
        numbers, items, value, lock = manager.dict(), manager.list([1]), manager.Value("i", 0), manager.Lock()

        def pair(i):
            lock.acquire()
            lock.release()

        found = {
            "dict: d[i] = i": measure(lambda i: numbers.__setitem__(i, i), CALLS),
            "dict: d.get(i)": measure(lambda i: numbers.get(i), CALLS),
            "list: l[0]": measure(lambda i: items[0], CALLS),
            "value: v.get()": measure(lambda i: value.get(), CALLS),
            "lock: acquire, release": measure(pair, CALLS // 2),
        }
        del pair
    if "--here" in sys.argv:
        print(json.dumps(found))
    else:
        for name, (first, warm) in found.items():
            print(f"{name:<28} {first:>11.0f} | {warm:>10.0f}")


if __name__ == "__main__":
    main()
