"""How fast one client works with the objects of a manager, beside CPython.

    ./parley run scripts/bench/manager.py             Parley beside CPython, in one run
    python3 scripts/bench/manager.py --here           one of them alone

Each row is operations per second, in the first second and warm (the best round of all): ``first | warm``. Both programs
run the same file; the last columns are Parley's divided by CPython's.
"""

import multiprocessing

import beside

SECONDS = 5
N = 500


def dict_operations(manager):
    names = manager.dict()

    def work(n):
        for i in range(n // 2):
            names['n'] = i
            names['n']
    return work


def locked(manager):
    names, lock = manager.dict(n=0), manager.Lock()

    def work(n):
        for _ in range(n // 4):
            with lock:
                names['n'] += 1
    return work


def list_operations(manager):
    row = manager.list()

    def work(n):
        for i in range(n // 2):
            row.append(i)
            row.pop()
    return work


def queue_operations(manager):
    queue = manager.Queue()

    def work(n):
        for i in range(n // 2):
            queue.put(i)
            queue.get()
    return work


def attributes(manager):
    space = manager.Namespace(n=0)

    def work(n):
        for _ in range(n // 2):
            space.n += 1
    return work


def new_objects(manager):
    def work(n):
        for _ in range(n):
            manager.dict()
    return work


WORK = {
    'dict: set and get': dict_operations,
    'lock, dict: get and set, unlock': locked,
    'list: append and pop': list_operations,
    'queue: put and get': queue_operations,
    'namespace: get and set': attributes,
    'new dicts': new_objects,
}


def measure():
    found = {}
    with multiprocessing.Manager() as manager:
        for name, make in WORK.items():
            found[name] = beside.first_and_warm(make(manager), N, SECONDS)
    return found


if __name__ == '__main__':
    beside.rates(__file__, measure)
