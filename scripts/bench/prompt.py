"""How long the prompt takes, on a real pseudo-terminal, beside CPython's own prompt.

    python3 scripts/bench/prompt.py [ROUNDS]

Prints medians in milliseconds over ROUNDS starts (default 7), both programs in turn so that a noisy machine hits both:

    prompt        from starting the program until its first prompt stands on the screen
    first answer  from starting the program, with the question typed ahead, until the answer stands on the screen
    warm answer   from Enter until the answer, the same small question asked 20 times
    %ps           from Enter until the table, while an endless loop runs in the session (Parley only)

Needs a built ./parley; run that once before, so that its caches exist.
"""
import os
import pty
import re
import select
import signal
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PARLEY = os.path.join(HERE, '..', '..', 'parley')
ESCAPES = re.compile(rb'\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>()][0-9A-Z]?|\x1b\][^\x07]*\x07|\r')
HANG = 60  # seconds after which a program counts as hanging


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, *command):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ['TERM'] = 'xterm'
            os.environ['PYTHON_BASIC_REPL'] = '1'
            os.execvp(command[0], command)
        self.screen = b''

    def type(self, text):
        os.write(self.fd, text.encode())

    def until(self, wanted, start=None):
        """Reads until the text WANTED stands after position START; gives the time of that moment."""
        start = len(self.screen) if start is None else start
        end = time.perf_counter() + HANG
        while True:
            if wanted.encode() in ESCAPES.sub(b'', self.screen[start:]):
                return time.perf_counter()
            ready, _, _ = select.select([self.fd], [], [], 0.2)
            if ready:
                try:
                    self.screen += os.read(self.fd, 65536)
                except OSError:
                    raise SystemExit('the program ended: %r' % self.screen[-500:])
            if time.perf_counter() > end:
                raise SystemExit('no %r within %d s: %r' % (wanted, HANG, self.screen[-500:]))

    def close(self):
        os.kill(self.pid, signal.SIGHUP)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def first_prompt(command, prompt):
    terminal = Terminal(*command)
    taken = terminal.until(prompt, 0) - terminal.started
    terminal.close()
    return taken


def first_answer(command, question, answer):
    terminal = Terminal(*command)
    terminal.type(question + '\r')
    taken = terminal.until(answer, 0) - terminal.started
    terminal.close()
    return taken


def warm_answers(command, prompt, ask, count=20):
    terminal = Terminal(*command)
    terminal.until(prompt, 0)
    taken = []
    for i in range(count + 5):
        question, answer = ask(i)
        before = len(terminal.screen)
        terminal.type(question)
        terminal.until(question, before)  # the echo, so that only the answer is timed
        before = len(terminal.screen)
        asked = time.perf_counter()
        terminal.type('\r')
        taken.append(terminal.until(answer, before) - asked)
        terminal.until(prompt, before)
    terminal.close()
    return taken[5:]


def stuck_ps(count=10):
    terminal = Terminal(PARLEY)
    terminal.until('java> ', 0)
    terminal.type('while (true) { Thread.onSpinWait(); }\r')
    time.sleep(1.5)  # let the loop run: nothing tells from outside that it does
    taken = []
    for _ in range(count):
        before = len(terminal.screen)
        asked = time.perf_counter()
        terminal.type('%ps\r')
        taken.append(terminal.until('MainProcess', before) - asked)
        time.sleep(0.2)
    terminal.close()
    return taken


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    python = ['python3', '-q']
    found = {}

    def note(name, column, seconds):
        found.setdefault(name, {}).setdefault(column, []).append(seconds * 1000)

    for _ in range(rounds):
        note('prompt', 'Parley', first_prompt([PARLEY], 'java> '))
        note('prompt', 'CPython', first_prompt(python, '>>> '))
        note('first answer, Java', 'Parley', first_answer([PARLEY], '40000 + 2345', '42345'))
        note('first answer, Python', 'Parley', first_answer([PARLEY, '--lang', 'python'], '40000 + 2345', '42345'))
        note('first answer, Python', 'CPython', first_answer(python, '40000 + 2345', '42345'))
    for seconds in warm_answers([PARLEY], 'java> ', lambda i: ('%d + 4000' % i, '%d' % (4000 + i))):
        note('warm answer, Java', 'Parley', seconds)
    for seconds in warm_answers([PARLEY, '--lang', 'python'], 'py> ', lambda i: ('%d + 4000' % i, '%d' % (4000 + i))):
        note('warm answer, Python', 'Parley', seconds)
    for seconds in warm_answers(python, '>>> ', lambda i: ('%d + 4000' % i, '%d' % (4000 + i))):
        note('warm answer, Python', 'CPython', seconds)
    for seconds in stuck_ps():
        note('%ps in a stuck session', 'Parley', seconds)

    print('%-24s %10s %10s   (median ms)' % ('', 'Parley', 'CPython'))
    for name, columns in found.items():
        cells = ['%10.0f' % statistics.median(columns[c]) if c in columns else ' ' * 10 for c in ('Parley', 'CPython')]
        print('%-24s %s %s' % (name, *cells))


if __name__ == '__main__':
    main()
