"""What processes wait for each other with: words in shared memory."""

import threading

from _parley import host, parcel

from .context import assert_spawning
from .process import current_process, machine_int, nanos

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier']

_shared = host.shared()
SEM_VALUE_MAX = 2**31 - 1
_GLANCE = 0.1  # seconds between looks for killed parties of a barrier
_take, _give = host.builtin('take'), host.builtin('give')
_take_again, _give_back = host.builtin('take_again'), host.builtin('give_back')
_apart = host.builtin('apart')


def _patience(block, timeout):
    return (-1 if timeout is None else nanos(timeout)) if block else 0


def _warn(text):
    """A warning that shows the user's own line, however many of ours are between."""
    import sys
    import warnings
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get('__name__', '').startswith('multiprocessing.'):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, RuntimeWarning, stacklevel=level)


class _Shared:
    """An object in shared memory behind a port; it reaches other processes by inheritance only."""

    def _bind(self, port):
        self._port = port

    @property
    def _address(self):
        """Asked for where it goes to another process: it stays until the session ends, then."""
        return self._port.address()

    @property
    def _name(self):
        return self._port.name()

    def __reduce__(self):
        assert_spawning(self)


class _Acquired(_Shared):
    """Something to acquire and to release."""

    def _bind(self, port):
        super()._bind(port)
        self._acquire = port.acquire
        self._release = port.release

    def acquire(self, block=True, timeout=None):
        """Takes it; whether the caller has it now."""
        return _wait(self, block, timeout)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


@_apart
def _wait(lock, block, timeout):
    patience = _patience(block, timeout)
    while True:
        code = lock._acquire(patience)
        if type(code) is str:
            _warn(code)
            return True
        if code >= 0:
            return code == 1
        # interrupted: the signal's handler has run, or raised, by now


@_apart
def _release(lock, error, text):
    if not lock._release():
        raise error(text)


class Lock(_Acquired):
    """A lock that processes share; not reentrant, and any process may release it."""

    def __init__(self, *, ctx=None):
        self._bind(_shared.lock(0))

    def _bind(self, port):
        super()._bind(port)
        self._place = port.place()

    def acquire(self, block=True, timeout=None):
        """Takes it; whether the caller has it now."""
        return timeout is None and _take(self._place) or _wait(self, block, timeout)

    def release(self):
        """Gives the lock back; any process may do so."""
        if not _give(self._place):
            _release(self, ValueError, 'semaphore or lock released too many times')

    def __repr__(self):
        return '<%s(owner=%s)>' % (type(self).__name__, self._port.owner(current_process().name))


class RLock(_Acquired):
    """A lock that processes share, and that its owner, a thread of a process, may take again."""

    def __init__(self, *, ctx=None):
        self._bind(_shared.rlock(0))

    def _bind(self, port):
        super()._bind(port)
        self._place = port.place()

    def acquire(self, block=True, timeout=None):
        """Takes it once more; whether the caller has it now."""
        return timeout is None and _take_again(self._place) or _wait(self, block, timeout)

    def release(self):
        """Gives the lock back once; only its owner may do so."""
        if not _give_back(self._place):
            _release(self, AssertionError, 'attempt to release recursive lock not owned by thread')

    def __repr__(self):
        if self._port.isMine():
            name = current_process().name
            thread = threading.current_thread().name
            return '<%s(%s, %s)>' % (type(self).__name__, name if thread == 'MainThread' else name + '|' + thread,
                                     self._port.count())
        taken = self._port.locked()
        return '<%s(%s, %s)>' % (type(self).__name__, *(('SomeOtherProcess', 'nonzero') if taken else (None, 0)))


class Semaphore(_Acquired):
    """A counter that processes share and that never goes below zero."""

    _make = _shared.semaphore

    def __init__(self, value=1, *, ctx=None):
        value = machine_int(value)
        if value < 0:
            raise OSError(22, f'Invalid argument: semaphore value must be between 0 and {SEM_VALUE_MAX}: value={value!r}')
        self._bind(type(self)._make(0, value))

    def release(self):
        """Gives one."""
        if not self._release():
            raise ValueError('semaphore or lock released too many times')

    def get_value(self):
        """How many can be taken now."""
        return self._port.value()

    def __repr__(self):
        return '<%s(value=%s)>' % (type(self).__name__, self._port.value())


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    _make = _shared.bounded

    def __repr__(self):
        return '<%s(value=%s, maxvalue=%s)>' % (type(self).__name__, self._port.value(), self._port.maxvalue())


class Condition(_Shared):
    """A condition that processes share: who holds its lock waits until another one notifies."""

    def __init__(self, lock=None, *, ctx=None):
        lock = RLock() if lock is None else lock
        self._bind(_shared.condition(0, lock._address, isinstance(lock, RLock)), lock)

    def _bind(self, port, lock):
        super()._bind(port)
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def wait(self, timeout=None):
        """Lets go of the lock until it is notified; whether it was, in time."""
        while True:
            code = self._port.waitFor(-1 if timeout is None else nanos(timeout))
            assert code != 2, 'must acquire() condition before using wait()'
            if code >= 0:
                return code == 1
            # interrupted: the signal's handler has run, or raised, by now

    def wait_for(self, predicate, timeout=None):
        """Waits until ``predicate()`` holds; what it gave last."""
        from time import monotonic
        end = None if timeout is None else monotonic() + timeout
        result = predicate()
        while not result:
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wakes at most ``n`` of those who wait."""
        assert self._port.wake(n), 'lock is not owned'

    def notify_all(self):
        """Wakes all who wait."""
        self.notify(SEM_VALUE_MAX)

    @property
    def _sleeping_count(self):
        """How many wait: looked at by programs that know CPython's condition from inside."""
        return _Count(self._port.waiters)

    @property
    def _woken_count(self):
        return _Count(lambda: 0)  # who is woken waits no more

    _wait_semaphore = _woken_count

    def __repr__(self):
        return '<%s(%s, %s)>' % (type(self).__name__, self._lock, self._port.waiters())


class _Count:
    """A number that is looked up when it is asked for, under the name that a semaphore has for it."""

    def __init__(self, get_value):
        self.get_value = get_value


class Event(_Shared):
    """A flag that processes share and wait for."""

    def __init__(self, *, ctx=None):
        self._bind(_shared.event(0))

    def is_set(self):
        return self._port.isSet()

    def set(self):
        """Sets the flag, and wakes all who wait."""
        self._port.set()

    def clear(self):
        self._port.clear()

    def wait(self, timeout=None):
        """Waits until the flag is set; whether it is, in time."""
        while True:
            code = self._port.waitFor(-1 if timeout is None else nanos(timeout))
            if code >= 0:
                return code == 1
            # interrupted: the signal's handler has run, or raised, by now

    def __repr__(self):
        return f"<{type(self).__qualname__} at {id(self):#x} {'set' if self.is_set() else 'unset'}>"


class Barrier(threading.Barrier):
    """Where processes wait for each other: Python's own barrier, on words in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        parties = machine_int(parties)
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._bind(_shared.barrier(0, parties), action, timeout)

    @property
    def _address(self):
        """Asked for where it goes to another process: it stays until the session ends, then."""
        return self._port.address()

    def _bind(self, port, action=None, timeout=None):
        self._port = port
        self._parties = port.parties()
        self._action = action
        self._timeout = timeout
        self._cond = _attach_condition(port.condition())

    @property
    def _state(self):
        return self._port.state()

    @_state.setter
    def _state(self, value):
        self._port.setState(value)

    @property
    def _count(self):
        return self._port.count()

    @_count.setter
    def _count(self, value):
        self._port.seat(value > self._port.count())

    def _enter(self):
        self._await_living(lambda: self._state not in (-1, 1), None)
        super()._enter()

    def _wait(self, timeout):
        self._await_living(lambda: self._state != 0, timeout)
        super()._wait(0)

    def _await_living(self, done, timeout):
        """As ``wait_for`` of the condition, but finds those who were killed in the barrier."""
        from time import monotonic
        end = None if timeout is None else monotonic() + timeout
        while not done():
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                return False
            self._cond.wait(_GLANCE if left is None else min(left, _GLANCE))
            self._port.dismissDead()
        return True

    @property
    def _name(self):
        return self._port.name()

    @property
    def _arguments(self):
        return self._address, self._action, self._timeout

    def __reduce__(self):
        assert_spawning(self)


def _attach(kind, make):
    def attach(address):
        found = kind.__new__(kind)
        found._bind(make(address))
        return found
    return attach


def _attach_condition(address):
    port = _shared.condition(address, 0, False)
    found = Condition.__new__(Condition)
    found._bind(port, parcel.SHARED[RLock if port.isReentrant() else Lock](port.lock()))
    return found


def _attach_barrier(address, action=None, timeout=None):
    found = Barrier.__new__(Barrier)
    found._bind(_shared.barrier(address, 0), action, timeout)
    return found


parcel.SHARED.update({
    Lock: _attach(Lock, _shared.lock),
    RLock: _attach(RLock, _shared.rlock),
    Semaphore: _attach(Semaphore, lambda address: _shared.semaphore(address, 0)),
    BoundedSemaphore: _attach(BoundedSemaphore, lambda address: _shared.bounded(address, 0)),
    Condition: _attach_condition,
    Event: _attach(Event, _shared.event),
    Barrier: _attach_barrier,
})
