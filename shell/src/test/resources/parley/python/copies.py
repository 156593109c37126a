"""What a pool's workers that are copies have: all that the program had, also what cannot be sent. Without a guard."""

import multiprocessing as mp
import string
import sys
import threading

lock = threading.Lock()
opened = open(__file__)
string.mark = 'set by the program'


def locked(x):
    with lock:
        return x, string.mark, sys.modules['__main__'].opened is opened


class Machine:
    guard = threading.Condition()

    def __init__(self, factor):
        self.factor = factor

    def work(self, x):
        with self.guard:
            return self.factor * x

    @classmethod
    def name(cls, x):
        return cls.__name__, x


with mp.get_context('fork').Pool(1) as pool:
    print(pool.map(locked, [1, 2]))
    print(pool.map(Machine(3).work, [1, 2]), pool.apply(Machine.name, (4,)))
    print(list(pool.imap(locked, [5])), pool.starmap(locked, [(6,)]))
print(sys.argv[1:])
