"""A hundred processes that each take a manager's lock and change its dict: how long, and whether it comes out right.

    ./parley run scripts/bench/crowd.py             Parley beside CPython, in one run
    python3 scripts/bench/crowd.py --here           one of them alone
"""

import json
import multiprocessing
import sys
import time

import beside

COUNT = 100
ROUNDS = 3


def change(lock, names, i):
    with lock:
        names['n'] += 1
    names[i] = i


def round():
    begin = time.perf_counter()
    with multiprocessing.Manager() as manager:
        lock, names = manager.Lock(), manager.dict(n=0)
        ready = time.perf_counter()
        processes = [multiprocessing.Process(target=change, args=(lock, names, i)) for i in range(COUNT)]
        for process in processes:
            process.start()
        started = time.perf_counter()
        for process in processes:
            process.join()
        done = time.perf_counter()
        found = names.copy()
    assert found == {'n': COUNT, **{i: i for i in range(COUNT)}}, found
    return ready - begin, started - ready, done - started, time.perf_counter() - begin


def measure():
    return [[float('%.2f' % seconds) for seconds in round()] for _ in range(ROUNDS)]


def main():
    if sys.argv[1:] == ['--here']:
        print(json.dumps(dict(enumerate(measure()))))
        return
    ours, theirs = measure(), beside.cpython(__file__)
    print('%-28s %10s %10s %10s %10s' % (f'{COUNT} processes, seconds', 'manager', 'start all', 'join all', 'in all'))
    for i, figures in enumerate(ours):
        print('%-28s %10.2f %10.2f %10.2f %10.2f' % (f'Parley, round {i + 1}', *figures))
    for i, figures in theirs.items():
        print('%-28s %10.2f %10.2f %10.2f %10.2f' % (f'CPython, round {int(i) + 1}', *figures))


if __name__ == '__main__':
    main()
