"""What ``cProfile`` stands on: counts calls and measures them, by the profile function of a thread. GraalPy's own takes
samples, and says how often it met a function.

    enable ─▶ a call: onto the stack ─▶ its return: its time is its entry's, and, as a sub-call, its caller's ─▶ getstats
"""

import sys
import types
from collections import namedtuple
from time import perf_counter

import _parley

__all__ = ['Profiler', 'profiler_entry', 'profiler_subentry']

profiler_entry = namedtuple('profiler_entry', 'code callcount reccallcount totaltime inlinetime calls')
profiler_subentry = namedtuple('profiler_subentry', 'code callcount reccallcount totaltime inlinetime')

#: Where what we have made in place of built-in functions stands.
_MODULES = 'time', 'posix', 'builtins', 'select', 'fcntl', '_signal', 'resource', '_io', '_socket', 'sys', '_thread'

_DISABLE = "<method 'disable' of '_lsprof.Profiler' objects>"


class _Counts:
    """How often something was called, and how long that took: all of it, and without what it called itself."""

    __slots__ = ('calls', 'recursive', 'total', 'inline', 'level', 'below')

    def __init__(self):
        self.calls = self.recursive = self.total = self.inline = self.level = 0
        self.below = {}

    def ended(self, took, inline):
        self.level -= 1
        if self.level:
            self.recursive += 1
        else:
            self.total += took
        self.calls += 1
        self.inline += inline

    def entry(self):
        return self.calls, self.recursive, self.total, self.inline


class Profiler:
    """Measures the calls of the thread that enables it.

    ``timer`` gives the time, in units of ``timeunit`` seconds where that is not 0.
    """

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer or perf_counter
        self._unit = timeunit or 1
        self._subcalls, self._builtins = subcalls, builtins
        self.clear()

    def enable(self, subcalls=True, builtins=True):
        """Measures from now on."""
        self._subcalls, self._builtins = subcalls, builtins
        if sys.getprofile() not in (None, self._event):
            raise ValueError('Another profiling tool is already active')
        sys.setprofile(self._event)

    def disable(self):
        """Measures no more."""
        was = sys.getprofile() == self._event
        sys.setprofile(None)
        self._ours = 0
        if was and self._builtins:
            self._begin(_DISABLE)
        while self._stack:
            self._end(self._stack[-1][0])

    def clear(self):
        """Forgets what was measured."""
        self._all = {}
        self._known = {}  # by itself: a frame's code is equal to the function's, but another object
        self._ours = 0  # how many calls within one of ours, which counts as a built-in one
        self._stack = []  # [what, its counts, its counts as a sub-call, when it began, what its own calls took]

    def getstats(self):
        """An entry for each function: its code, or the text that stands for a built-in one."""
        return [profiler_entry(code, *counts.entry(), [
                    profiler_subentry(callee, *below.entry()) for callee, below in counts.below.items()] or None)
                for code, counts in self._all.items() if counts.calls]

    def _event(self, frame, event, arg):
        code = frame.f_code
        if event == 'call' or event == 'return':
            if code.co_filename.startswith(_OURS):
                self._passes(code, event)
            elif not self._ours:
                code = self._known.setdefault(code, code)
                self._begin(code) if event == 'call' else self._end(code)
        elif self._builtins and not self._ours and not code.co_filename.startswith(_OURS):
            self._begin(_name(arg)) if event == 'c_call' else self._end(_name(arg))

    def _passes(self, code, event):
        """A call of what is written in Python here, and would be built in elsewhere."""
        if code.co_filename == __file__:
            return
        if event == 'call':
            if not self._ours and self._builtins and not (self._stack and type(self._stack[-1][0]) is str):
                self._begin(_published(code))
            self._ours += 1
        elif self._ours:
            self._ours -= 1
            if not self._ours and self._builtins:
                self._end(_published(code))  # or began within a built-in one, and this is none of the stack's

    def _begin(self, what):
        counts = self._counts(self._all, what)
        below = None
        if self._subcalls and self._stack:
            below = self._counts(self._stack[-1][1].below, what)
        self._stack.append([what, counts, below, self._timer(), 0])

    @staticmethod
    def _counts(among, what):
        counts = among.get(what)
        if counts is None:
            counts = among[what] = _Counts()
        counts.level += 1
        return counts

    def _end(self, what):
        if not self._stack or self._stack[-1][0] != what:
            return  # it began before
        _, counts, below, began, within = self._stack.pop()
        took = (self._timer() - began) * self._unit
        if self._stack:
            self._stack[-1][4] += took
        counts.ended(took, took - within)
        if below is not None:
            below.ended(took, took - within)


_OURS = _parley.home + '_'


def _published(code):
    """One of ours, as statistics show it."""
    name = code.co_name
    for module in _MODULES:
        if getattr(getattr(sys.modules.get(module), name, None), '__code__', None) == code:
            return f'<built-in method {module}.{name}>'
    return f'<built-in method {name}>'


def _name(function):
    """A built-in function, as statistics show it."""
    name = getattr(function, '__name__', repr(function))
    owner = getattr(function, '__self__', None)
    if isinstance(owner, types.ModuleType):
        return f'<built-in method {owner.__name__}.{name}>'
    kind, _, method = getattr(function, '__qualname__', '').rpartition('.')
    if kind and not isinstance(owner, type):
        return f'<method {method!r} of {kind!r} objects>'
    module = getattr(function, '__module__', None)
    return f'<built-in method {module}.{name}>' if module and owner is None else f'<built-in method {name}>'
