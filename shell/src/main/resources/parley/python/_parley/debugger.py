"""The debugger of the standard library in every process of a session, at one terminal.

    breakpoint() ─▶ pdb ─▶ takes the turn: waits while another process has it ─▶ (Pdb) ... ─▶ c, q: gives it back

In a child, whose standard input is empty, commands come from the session's terminal; so they do at a prompt, which edits
them. The main program of ``parley run`` reads its own standard input, as everywhere, but waits for its turn too.
"""

import sys

from _parley import frames, host

_port = host.debugger()

#: Modules in which nobody wants to stand: the user's code is called from there.
OURS = ('_parley', '_parley.*', 'multiprocessing.*')


class Conversation:
    """Both streams of a debugger. What was written without the end of a line, before a line is read, is the prompt."""

    encoding = 'utf-8'

    def __init__(self, out):
        self._out = out
        self._rest = ''

    def write(self, text):
        whole, end, self._rest = (self._rest + text).rpartition('\n')
        self._out.write(whole + end)
        return len(text)

    def flush(self):
        self._out.flush()

    def readline(self, size=-1):
        prompt, self._rest = self._rest, ''
        self._out.flush()
        while True:
            kind, text = _heard(_port.line(prompt))
            if kind != 'again':
                return text + '\n' if kind == 'line' else ''
            _take()

    def isatty(self):
        return False


def _heard(reply):
    kind, text = reply[0], reply[1]
    if kind == 'stopped':
        raise KeyboardInterrupt
    return kind, text


def _take():
    while _heard(_port.take())[0] == 'again':
        pass  # between two of these steps the handler of a signal runs, and may raise


def leave():
    """The user's code has ended: what follows is not debugged, and another process may have the terminal."""
    if _port.isTaken():
        sys.settrace(None)
        _port.give()


def mend(Pdb):
    interaction, get_stack, cmdloop = Pdb.interaction, Pdb.get_stack, Pdb._cmdloop

    def in_turn(self, frame, traceback):
        self.skip = {*(self.skip or ()), *OURS}
        if self.stdin not in (sys.stdin, sys.__stdin__) and not isinstance(self.stdin, Conversation):
            return interaction(self, frame, traceback)  # the user gave it streams of its own
        fresh = not _port.isTaken()
        if fresh:
            _take()
        if host.isChild() or _port.isAtFront():
            _converse(self)
            if fresh and host.isChild():
                self.message(f'{host.name()} (pid {host.pid()}) is at a breakpoint')
        frames.publish_all()  # what was typed has lines to show too
        try:
            return interaction(self, frame, traceback)
        finally:
            if self.quitting or self.stoplineno == -1:  # quit, or continue: it does not stop at the next line
                _port.give()

    def stoppable_loop(self):
        """A Ctrl-C at the prompt of a child ends the child; and the debugger gives the terminal back."""
        if not isinstance(self.stdin, Conversation):
            return cmdloop(self)
        before = sys.stdin
        sys.stdin = self.stdin
        try:
            self.cmdloop()
        except KeyboardInterrupt:
            sys.settrace(None)
            self.quitting = True
            raise
        finally:
            sys.stdin = before

    def users_stack(self, frame, traceback):
        """Without what our own modules did to call the user's code."""
        stack, current = get_stack(self, frame, traceback)
        kept = [index for index, entry in enumerate(stack) if not frames.ours(entry[0])] or list(range(len(stack)))
        return [stack[index] for index in kept], sum(index < current for index in kept)

    Pdb.interaction, Pdb._cmdloop, Pdb.get_stack = in_turn, stoppable_loop, users_stack


def _converse(pdb):
    if not isinstance(pdb.stdin, Conversation):
        pdb.stdin = pdb.stdout = Conversation(pdb.stdout)
        pdb.use_rawinput = False
        pdb.nosigint = True
