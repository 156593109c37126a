"""Locks between processes: words in shared memory."""

from _parley import host, parcel

from .context import assert_spawning
from .process import current_process, nanos

__all__ = ['Lock']


class Lock:
    """A lock that processes share; not reentrant, and any process may release it."""

    def __init__(self, *, ctx=None):
        self._bind(host.lock())

    def _bind(self, port):
        self._port = port
        self._address = port.address()
        self._acquire = port.acquire
        self._release = port.release

    def acquire(self, block=True, timeout=None):
        """Takes the lock; whether this process has it now."""
        patience = (-1 if timeout is None else nanos(timeout)) if block else 0
        while True:
            code = self._acquire(patience)
            if code >= 0:
                return code == 1
            # interrupted: the signal's handler has run, or raised, by now

    def release(self):
        """Gives the lock back; any process may do so."""
        if not self._release():
            raise ValueError('semaphore or lock released too many times')

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def __repr__(self):
        return '<%s(owner=%s)>' % (type(self).__name__, self._port.owner(current_process().name))

    @property
    def _name(self):
        return self._port.name()

    def __reduce__(self):
        assert_spawning(self)


def _attach(address):
    lock = Lock.__new__(Lock)
    lock._bind(host.attachLock(address))
    return lock


parcel.SHARED[Lock] = _attach
