"""How long processes take to start, run nothing, and be joined; and how fast Python computes in them.

    ./parley run scripts/bench/start.py            Parley beside CPython, in one run
    python3 scripts/bench/start.py --here           one of them alone

Medians, in milliseconds. Both programs run the same file.
"""

import json
import multiprocessing
import sys
import time

import beside

ROUNDS = {'fork': 40, 'forkserver': 40, 'spawn': 5}
LAST = ('spawn',)  # Parley starts a further one in the background, and that must not disturb the others


def primes(n):
    count = 0
    for i in range(2, n):
        j = 2
        while j * j <= i:
            if i % j == 0:
                break
            j += 1
        else:
            count += 1
    return count


def nothing():
    pass


def median(times):
    return round(sorted(times)[len(times) // 2] * 1000, 1)


def start_and_join(method, apart=0):
    context = multiprocessing.get_context(method)
    times = []
    for _ in range(ROUNDS[method]):
        if apart:
            time.sleep(apart)
        begin = time.perf_counter()
        process = context.Process(target=nothing)
        process.start()
        process.join()
        times.append(time.perf_counter() - begin)
    return median(times)


def compute():
    with multiprocessing.Pool(2) as pool:
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            pool.map(primes, [200_000] * 16, chunksize=1)
            times.append(time.perf_counter() - begin)
    return round(times[0] * 1000, 1), median(times[1:])


def measure():
    found = {}
    methods = multiprocessing.get_all_start_methods()
    for method in methods:
        if method not in LAST:
            found[f'{method}: start, run nothing, join'] = start_and_join(method)
            found[f'{method}: half a second apart'] = start_and_join(method, apart=0.5)
    found['Pool(2).map, 16 times primes(200000), first'], found['the same, warm'] = compute()
    for method in methods:
        if method in LAST:
            found[f'{method}: start, run nothing, join'] = start_and_join(method)
            found[f'{method}: five seconds apart'] = start_and_join(method, apart=5)
    return found


def main():
    here = measure()
    if '--here' in sys.argv[1:]:
        print(json.dumps(here))
        return
    cpython = beside.cpython(__file__)
    print(f'{"milliseconds":45}{"Parley":>10}{"CPython":>10}')
    for what, value in here.items():
        print(f'{what:45}{value:>10}{cpython.get(what, ""):>10}')


if __name__ == '__main__':
    main()
