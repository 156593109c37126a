"""A barrier: nobody goes on before all are there.

Work often goes in rounds: each computes its part from the parts of all others,
so nobody may begin the next round before everybody has finished this one. A
barrier for n processes holds all who call `wait()`, until the n-th comes.

What to watch: three cells in a ring hold a number each. In each round a cell
takes the sum of its two neighbours. That is only right if all read the old
numbers, and none writes before the others have read: two waits in each round.
The action of the barrier is called by one of them, while the others still wait.

Expected output, in any order:

    after round 1: [5, 4, 3]
    after round 2: [7, 8, 9]
    after round 3: [17, 16, 15]
    a party is missing: BrokenBarrierError
    broken: True
    mended by reset(): True
"""

from multiprocessing import Array, Barrier, Process, Value
from threading import BrokenBarrierError

ROUNDS = 3


class Show:
    """The action: it prints the numbers, when all have written."""

    def __init__(self, cells, rounds):
        self.cells = cells
        self.rounds = rounds

    def __call__(self):
        self.rounds.value += 1
        print(f"after round {self.rounds.value}: {list(self.cells)}", flush=True)


# Read, wait, write, wait.
def live(number, cells, all_read, all_written):
    """Be one cell, for all rounds."""
    for _ in range(ROUNDS):
        total = cells[number - 1] + cells[(number + 1) % len(cells)]
        all_read.wait()
        cells[number] = total
        all_written.wait()


# A barrier that not all reach would hold the others for ever; with a time limit it
# breaks, for all of them.
if __name__ == "__main__":
    cells = Array("i", [1, 2, 3], lock=False)
    rounds = Value("i", 0)
    all_read = Barrier(len(cells))
    all_written = Barrier(len(cells), action=Show(cells, rounds))
    processes = [Process(target=live, args=(number, cells, all_read, all_written)) for number in range(len(cells))]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    too_few = Barrier(2)
    try:
        too_few.wait(timeout=0.01)
    except BrokenBarrierError as error:
        print(f"a party is missing: {type(error).__name__}")
    print(f"broken: {too_few.broken}")
    too_few.reset()
    print(f"mended by reset(): {not too_few.broken}")
