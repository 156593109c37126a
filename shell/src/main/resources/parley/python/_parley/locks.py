"""Locks of files that other processes see: GraalPy gives every one that is asked for. Imported when one is."""

import os
from _operator import index
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN
from time import sleep

from _parley import host

_SHORTEST, _LONGEST = 0.001, 0.05  # seconds between two looks at a lock that somebody has
_TAKEN = 11, 13  # EAGAIN, EACCES
_READ, _WRITE, _NONE = 0, 1, 2  # the system's kinds of locks of parts

_system = host.system()


def flock(fd, operation, /):
    """Locks an open file, or unlocks it; waits unless ``LOCK_NB`` is asked for."""
    operation = index(operation)
    _take(fd, operation, lambda number: _system.call('flock', number, operation | LOCK_NB))


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    """Locks a part of a file for this process, or unlocks it; waits unless ``LOCK_NB`` is asked for."""
    cmd = index(cmd)
    if not cmd & (LOCK_SH | LOCK_EX | LOCK_UN):
        raise ValueError('unrecognized lockf argument')
    kind = _NONE if cmd & LOCK_UN else _WRITE if cmd & LOCK_EX else _READ
    _take(fd, cmd, lambda number: _system.lock(number, kind, index(whence), index(start), index(len)))


def _take(fd, operation, attempt):
    fd = index(fd) if isinstance(fd, int) else fd.fileno()
    number = _system.number(fd)
    if number < 0:
        raise OSError(9, 'Bad file descriptor')
    nap = _SHORTEST
    while True:
        answer = attempt(number)
        value, error = answer[0], answer[1]
        if value != -1:
            return
        if error not in _TAKEN or operation & LOCK_NB:
            raise OSError(error, os.strerror(error))
        sleep(nap)
        nap = min(_LONGEST, 2 * nap)
