"""Waiting that signals interrupt: before a read, and by ``select``, which knows what stands for a child, too (see
:mod:`_parley.sentinel`). GraalPy's own hears no signal."""

import select
from time import monotonic

from _parley import host
from _parley.sentinel import Sentinel

_SLICE = 0.1  # seconds after which a signal's handler runs

_select = select.select
_await_input = host.system().awaitInput


def await_input(fd):
    """Returns when a read would not wait, or at once where reads of it do not."""
    while not _await_input(fd):
        while host.signalIsDue():
            pass  # between two of these steps the handler runs, and may raise


def prepare():
    """Once, before the user's first code."""

    def wait(rlist, wlist, xlist, timeout=None, /):
        """Waits until one of these can be read, written, or has something exceptional."""
        asked = [list(rlist), list(wlist), list(xlist)]
        if not any(type(one) is Sentinel for ones in asked for one in ones):
            return _wait(asked, timeout)
        found = _wait([list(map(_plain, ones)) for ones in asked], timeout)
        return tuple([_original(one, ones) for one in some] for ones, some in zip(asked, found))

    wait.__module__, wait.__name__, wait.__qualname__ = 'select', 'select', 'select'
    select.select = staticmethod(wait)  # not bound where it is kept in a class, as no built-in function is


def _wait(asked, timeout):
    if timeout is not None and timeout <= _SLICE:
        return _select(*asked, timeout)
    end = None if timeout is None else monotonic() + timeout
    while True:
        left = _SLICE if end is None else min(_SLICE, max(0, end - monotonic()))
        found = _select(*asked, left)
        if any(found) or left < _SLICE:
            return found


def _plain(one):
    return one.descriptor() if type(one) is Sentinel else one


def _original(found, asked):
    return next((one for one in asked if type(one) is Sentinel and one.descriptor() == found), found)
