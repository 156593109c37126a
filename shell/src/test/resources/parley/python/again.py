"""What a child by spawn or forkserver has of the main script: its top level, run again as ``__mp_main__``."""

import dataclasses
import enum
import logging
import multiprocessing as mp
import sys
import threading

print('top level:', __name__, mp.current_process().name.partition('-')[0], flush=True)

count = 0
lock = threading.Lock()  # never sent: every process makes its own
log = logging.getLogger(__name__)


class Colour(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Point:
    x: int
    y: int = 2


class Odd(Exception):
    pass


def look(queue, point):
    global count
    with lock:
        count += 1
    queue.put((count, later, __name__, look.__module__, log.name, type(point) is Point, Point(point.x + 1), Colour.RED))


def work(x):
    if x % 2:
        raise Odd(x)
    return Point(x + count)


class Twice:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self.factor * x

    @staticmethod
    def plain(x):
        return x

    def run(self):
        with mp.Pool(1) as pool:
            return pool.map(self, [1, 2]), pool.map(Twice.plain, [3]), pool.map(self.__call__, [4])


later = 'bound below its first use'

if __name__ == '__main__':
    mp.set_start_method(sys.argv[1])
    count = 5
    queue = mp.Queue()
    child = mp.Process(target=look, args=(queue, Point(1)))
    child.start()
    seen = queue.get()
    child.join()
    print(seen, seen[-1] is Colour.RED, type(seen[-2]) is Point, child.exitcode)
    with mp.Pool(1) as pool:
        print(pool.map(work, [0, 2]))
        try:
            pool.apply(work, (3,))
        except Odd as error:
            print('odd', error)
        pool.close()
        pool.join()
    print(Twice(10).run())
    print(sys.modules['__mp_main__'] is sys.modules['__main__'], __name__)
