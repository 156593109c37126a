"""``select.poll`` and ``select.epoll``, made of ``select.select``: which descriptors are ready, by their numbers."""

import os
import select
import time

_KINDS = 1, 4, 2  # to read, to write, and what is exceptional: in the order of ``select``
_ALL, _NVAL, _ONESHOT = sum(_KINDS), 32, 1 << 30
_LONGEST = 3600.0  # seconds that one select waits


class _Watch:
    """Descriptors and the events that are asked for."""

    def __init__(self):
        self._watched = {}

    def modify(self, fd, eventmask):
        """Asks for other events."""
        fd = _number(fd)
        if fd not in self._watched:
            raise FileNotFoundError(2, os.strerror(2))
        self._watched[fd] = eventmask

    def _ready(self, seconds):
        """``[(fd, events), ...]`` as soon as there are some, or after so many seconds; None is without end."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            left = _LONGEST if end is None else min(_LONGEST, max(0.0, end - time.monotonic()))
            found = self._look(left)
            if found or end is not None and time.monotonic() >= end:
                return found

    def _look(self, seconds):
        try:
            found = self._select(self._watched, seconds)
        except (OSError, ValueError):
            bad = {fd: _NVAL for fd in self._watched if not _is_open(fd)}
            if not bad:
                raise
            found = self._select([fd for fd in self._watched if fd not in bad], 0) | bad
        return [(fd, found[fd]) for fd in self._watched if fd in found]

    def _select(self, fds, seconds):
        wanted = [[fd for fd in fds if self._watched[fd] & kind] for kind in _KINDS]
        if not any(wanted):
            time.sleep(seconds)
            return {}
        found = {}
        for kind, ready in zip(_KINDS, select.select(*wanted, seconds)):
            for fd in ready:
                found[fd] = found.get(fd, 0) | kind
        return found


class poll(_Watch):
    """Watches descriptors; times are in milliseconds."""

    def register(self, fd, eventmask=_ALL, /):
        """Watches one more, or for other events."""
        self._watched[_number(fd)] = eventmask

    def unregister(self, fd, /):
        """Watches it no longer."""
        del self._watched[_number(fd)]

    def poll(self, timeout=None, /):
        """What is ready: ``[(fd, events), ...]``."""
        return self._ready(None if timeout is None or timeout < 0 else timeout / 1000)


class epoll(_Watch):
    """Watches descriptors; times are in seconds. It says what is ready, not what has just become so."""

    def __init__(self, sizehint=-1, flags=0):
        super().__init__()
        self.closed = False

    def register(self, fd, eventmask=_ALL):
        """Watches one more."""
        fd = _number(fd)
        if fd in self._watched:
            raise FileExistsError(17, os.strerror(17))
        self._watched[fd] = eventmask

    def unregister(self, fd):
        """Watches it no longer."""
        fd = _number(fd)
        if self._watched.pop(fd, None) is None:
            raise FileNotFoundError(2, os.strerror(2))

    def poll(self, timeout=None, maxevents=-1):
        """What is ready: ``[(fd, events), ...]``."""
        if self.closed:
            raise ValueError('I/O operation on closed epoll object')
        found = self._ready(None if timeout is None or timeout < 0 else timeout)
        found = found[:maxevents] if maxevents > 0 else found
        for fd, _ in found:
            if self._watched.get(fd, 0) & _ONESHOT:
                self._watched[fd] &= ~_ALL
        return found

    def close(self):
        """Watches nothing any more."""
        self.closed = True
        self._watched.clear()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _number(fd):
    number = fd if isinstance(fd, int) else fd.fileno()
    if number < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({number})')
    return number


def _is_open(fd):
    try:
        select.select([fd], [], [], 0)
    except (OSError, ValueError):
        return False
    return True
