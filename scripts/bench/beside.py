"""What the benches share: a bench runs itself once more, under CPython, and shows both programs' figures."""

import json
import shutil
import subprocess
import sys
import time


def cpython(script):
    """The figures that ``script --here`` prints under CPython, by their names; empty where there is none."""
    python = shutil.which('python3')
    if not python:
        return {}
    done = subprocess.run([python, script, '--here'], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def first_and_warm(work, n, seconds):
    """How much of ``work(n)`` is done per second: in the first second, and in the best round of all for ``seconds``."""
    done, first, best = 0, 0, 0
    start = now = time.perf_counter()
    while now - start < seconds:
        work(n)
        begin, now = now, time.perf_counter()
        done += n
        best = max(best, n / (now - begin))
        if not first and now - start >= 1:
            first = done / (now - start)
    return first, best


def rates(script, measure):
    """Prints what ``measure()`` gives under both programs, by names: ``[first, warm]``, each per second, and the ratios."""
    if sys.argv[1:] == ['--here']:
        print(json.dumps(measure()))
    else:
        _print_rates(measure(), cpython(script))


def rates_apart(script, names, measure):
    """The same, each row in a program of its own, so that a first second is one: ``measure(name)`` gives its figures."""
    if sys.argv[1:2] == ['--here']:
        print(json.dumps({name: measure(name) for name in sys.argv[2:] or names}))
        return
    ours, theirs = {}, {}
    for name in names:
        for program, found in (sys.executable, ours), (shutil.which('python3'), theirs):
            if program:
                done = subprocess.run([program, script, '--here', name], stdout=subprocess.PIPE, text=True)
                found.update(json.loads(done.stdout))
    _print_rates(ours, theirs)


def _print_rates(ours, theirs):
    print('%-42s %21s %21s %15s' % ('per second: first | warm', 'Parley', 'CPython', 'ratio'))
    for name, here in ours.items():
        there = theirs.get(name, (float('nan'),) * 2)
        print('%-42s %10.0f |%9.0f %10.0f |%9.0f %7.1f |%6.1f'
              % (name, *here, *there, here[0] / there[0], here[1] / there[1]))
