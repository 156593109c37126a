"""Work that computes: threads against processes.

Threads of one Python program take turns: only who holds the global interpreter
lock (the GIL) runs Python code. So two threads that compute need as long as one
after the other. Two processes have an interpreter each, and a lock each, and with
two processors they need about half the time.

What to watch: the times, in milliseconds, which are different each time and on
each machine. If the processes gain nothing, the work is too small to be worth the
start, or there is only one processor. (Parley's Python has such a lock too; its
compiler may make the second run faster than the first, whoever does it.)

Expected output:

    one after the other: 9592 primes in <number> ms
    two threads: 9592 primes in <number> ms
    two processes: 9592 primes in <number> ms
    threads have worked in this process: True
    processes have worked in others: True
"""

import os
import time
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

PARTS = [(0, 63_000), (63_000, 100_000)]  # about the same work


def count_primes(part):
    """Return how many primes there are in one part, and the pid of who has counted."""
    found = 0
    for number in range(max(part[0], 2), part[1]):
        divisor = 2
        while divisor * divisor <= number and number % divisor != 0:
            divisor += 1
        found += divisor * divisor > number
    return found, os.getpid()


# A pool of threads has the same methods as a pool of processes, so the two can be
# compared fairly. The time for starting them counts, too.
def measure(what, count_all):
    """Count all parts, print how long it took, and return the pids of who has counted."""
    start = time.perf_counter()
    counts = count_all()
    millis = round((time.perf_counter() - start) * 1000)
    print(f"{what}: {sum(found for found, _ in counts)} primes in {millis} ms")
    return {pid for _, pid in counts}


def with_threads():
    """Two threads of this process."""
    with ThreadPool(2) as threads:
        return threads.map(count_primes, PARTS, chunksize=1)


def with_processes():
    """Two processes."""
    with Pool(2) as processes:
        return processes.map(count_primes, PARTS, chunksize=1)


if __name__ == "__main__":
    measure("one after the other", lambda: [count_primes(part) for part in PARTS])
    thread_pids = measure("two threads", with_threads)
    process_pids = measure("two processes", with_processes)
    print(f"threads have worked in this process: {thread_pids == {os.getpid()}}")
    print(f"processes have worked in others: {os.getpid() not in process_pids}")
