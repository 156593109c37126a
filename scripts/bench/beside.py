"""What the benches share: a bench runs itself once more, under CPython, and shows both programs' figures."""

import json
import shutil
import subprocess


def cpython(script):
    """The figures that ``script --here`` prints under CPython, by their names; empty where there is none."""
    python = shutil.which('python3')
    if not python:
        return {}
    done = subprocess.run([python, script, '--here'], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)
