"""What the benches share: a bench runs itself once more, under CPython, and shows both programs' figures."""

import json
import shutil
import subprocess
import sys


def cpython(script):
    """The figures that ``script --here`` prints under CPython, by their names; empty where there is none."""
    python = shutil.which('python3')
    if not python:
        return {}
    done = subprocess.run([python, script, '--here'], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def rates(script, measure):
    """Prints what ``measure()`` gives under both programs, by names: ``[first, warm]``, each per second, and the ratios."""
    if sys.argv[1:] == ['--here']:
        print(json.dumps(measure()))
        return
    ours, theirs = measure(), cpython(script)
    print('%-42s %21s %21s %15s' % ('per second: first | warm', 'Parley', 'CPython', 'ratio'))
    for name, here in ours.items():
        there = theirs.get(name, (float('nan'),) * 2)
        print('%-42s %10.0f |%9.0f %10.0f |%9.0f %7.1f |%6.1f'
              % (name, *here, *there, here[0] / there[0], here[1] / there[1]))
