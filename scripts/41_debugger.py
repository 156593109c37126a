"""A debugger in a child.

`breakpoint()` stops a program and lets you look around in it: `p x` shows a variable,
`n` does one line, `c` goes on. In a child of CPython that fails, since a child has no
keyboard (its standard input is empty). In Parley it works: write `breakpoint()` into
`triple()`, start the script at the prompt with `%run`, and talk with the child while
all the others wait for their turn at the terminal.

A debugger can be told beforehand what to do, too, and then needs no keyboard at all.
That is what this script does: it gives a `Pdb` a text to read commands from.

What to watch: `x` is the child's own variable, and `!x = 10` changes it there: the
result is another one than the argument leads to expect. The parent does not stop.

Expected output:

    x = 5
    is this the main process: False
    x = 10
    result: 30
    exit code: 0
"""

import io
import multiprocessing
import pdb
import sys

COMMANDS = """\
p f'x = {x}'
p f'is this the main process: {multiprocessing.parent_process() is None}'
!x = 10
p f'x = {x}'
c
"""


class Told(pdb.Pdb):
    """A debugger that reads its commands from a text, and says its answers only."""

    def __init__(self, commands):
        super().__init__(stdin=io.StringIO(commands), stdout=sys.stdout, nosigint=True)
        self.prompt = ""

    def print_stack_entry(self, frame_lineno, prompt_prefix=""):
        """Keep quiet: where it stands has the name of a file in it."""

    def do_p(self, arg):
        """Print the text itself, without quotes."""
        print(self._getval(arg), file=self.stdout)


def triple(x, results):
    """Put three times the number, whatever it is after the debugger."""
    Told(COMMANDS).set_trace()
    results.put(3 * x)


if __name__ == "__main__":
    results = multiprocessing.Queue()
    child = multiprocessing.Process(target=triple, args=(5, results))
    child.start()
    print(f"result: {results.get()}")
    child.join()
    print(f"exit code: {child.exitcode}")
