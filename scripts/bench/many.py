"""A hundred processes that live at once: how long until the last one runs, and what memory is their own.

    ./parley run scripts/bench/many.py             Parley beside CPython, in one run
    python3 scripts/bench/many.py --here            one of them alone

Private memory is what a process shares with nobody (``Private_Clean + Private_Dirty`` of smaps_rollup): the median
of ten.
"""

import json
import multiprocessing
import sys
import time

import beside

COUNT = 100
SAMPLE = 10  # whose memory is looked at, which takes the kernel long


def live(started, leave):
    started.put(1)
    leave.get()


def private_megabytes(pid):
    with open(f'/proc/{pid}/smaps_rollup') as rollup:
        rows = dict(line.split(':') for line in rollup.read().splitlines()[1:])
    return sum(int(rows[name].split()[0]) for name in ('Private_Clean', 'Private_Dirty')) / 1024


def measure(method):
    context = multiprocessing.get_context(method)
    started, leave = context.Queue(), context.Queue()
    begin = time.perf_counter()
    processes = [context.Process(target=live, args=(started, leave)) for _ in range(COUNT)]
    for process in processes:
        process.start()
    for _ in processes:
        started.get()
    seconds = time.perf_counter() - begin
    sample = processes[::COUNT // SAMPLE]
    megabytes = sorted(private_megabytes(process.pid) for process in sample)[SAMPLE // 2]
    for _ in processes:
        leave.put(1)
    for process in processes:
        process.join()
    assert all(process.exitcode == 0 for process in processes)
    return round(seconds, 2), round(megabytes, 1)


def main():
    methods = [name for name in ('fork', 'forkserver') if name in multiprocessing.get_all_start_methods()]
    here = {method: measure(method) for method in methods}
    if '--here' in sys.argv[1:]:
        print(json.dumps(here))
        return
    cpython = beside.cpython(__file__)
    print(f'{str(COUNT) + " processes at once":32}{"Parley":>10}{"CPython":>10}')
    for method, figures in here.items():
        for what, at in (('seconds until all run', 0), ('private MB each', 1)):
            print(f'{method + ": " + what:32}{figures[at]:>10}{cpython.get(method, ("", ""))[at]:>10}')


if __name__ == '__main__':
    main()
