"""The poison pill: how to end workers that wait for work.

A worker in a loop takes work from a queue, and if there is none, it waits. How
does it learn that there will never be any more? Somebody puts a thing in the queue
that is no work but a sign: who takes it, stops. As each worker stops at the first
one it takes, there must be as many pills as workers.

What to watch: the pills come after the work, so all work is done first. A worker
that ends by itself can still put in order what it has; one that is terminated
cannot.

Expected output, in any order:

    worker 1 has put its tools away
    worker 2 has put its tools away
    worker 3 has put its tools away
    done: 30 of 30
    sum of the squares: 8555
    exit codes: [0, 0, 0]
    pills left: none
"""

from multiprocessing import Process, Queue

WORKERS = 3
PILL = None


# `iter(tasks.get, PILL)` calls `get()` again and again, until it returns the pill.
# Across processes a sign must be known by its value (`==`), for what arrives is a
# copy: `object()`, put into a queue, is another one when it comes out.
def work(number, tasks, results):
    """Square numbers until the pill comes."""
    for task in iter(tasks.get, PILL):
        results.put(task * task)
    print(f"worker {number} has put its tools away", flush=True)


# The results are taken before `join()`: a process ends only when all that it has
# put was taken over by the queue, and a queue may not have room for very much.
if __name__ == "__main__":
    tasks, results = Queue(), Queue()
    workers = [Process(target=work, args=(number + 1, tasks, results)) for number in range(WORKERS)]
    for worker in workers:
        worker.start()

    for task in range(30):
        tasks.put(task)
    for _ in workers:
        tasks.put(PILL)

    squares = [results.get() for _ in range(30)]
    for worker in workers:
        worker.join()
    print(f"done: {len(squares)} of 30")
    print(f"sum of the squares: {sum(squares)}")
    print(f"exit codes: {[worker.exitcode for worker in workers]}")
    print(f"pills left: {'none' if tasks.empty() else 'some'}")
