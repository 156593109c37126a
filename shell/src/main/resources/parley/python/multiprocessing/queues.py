"""Queues between processes: rings in shared memory."""

from _parley import host, parcel, values

from .context import assert_spawning
from .process import nanos

__all__ = ['Queue']

_encode, _unwrap, _PLAIN = values.encode, values.unwrap, values.PLAIN


class Queue:
    """A queue that processes share; ``maxsize`` 0 is no limit."""

    def __init__(self, maxsize=0, *, ctx=None):
        self._bind(host.queue(maxsize if maxsize > 0 else 0))

    def _bind(self, port):
        self._port = port
        self._address = port.address()
        self._put = port.put
        self._get = port.get

    def put(self, obj, block=True, timeout=None):
        """Puts an item; waits for room unless told not to, at most ``timeout`` seconds."""
        message = _encode(obj)
        patience = (-1 if timeout is None else nanos(timeout)) if block else 0
        while True:
            code = self._put(message, patience)
            if code == 0:
                return
            if code == 1:
                from queue import Full
                raise Full
            if code == values.CLOSED:
                raise ValueError(f'Queue {self!r} is closed')
            # interrupted: the signal's handler has run, or raised, by now

    def get(self, block=True, timeout=None):
        """Takes the oldest item; waits for one unless told not to, at most ``timeout`` seconds."""
        patience = (-1 if timeout is None else nanos(timeout)) if block else 0
        while True:
            found = self._get(patience)
            if type(found) in _PLAIN:
                return found
            state = found.state()
            if state == values.EMPTY:
                from queue import Empty
                raise Empty
            if state == values.CLOSED:
                raise ValueError(f'Queue {self!r} is closed')
            if state != values.STOPPED:
                return _unwrap(found)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        """How many items are in it now."""
        return self._port.qsize()

    def empty(self):
        return self._port.qsize() == 0

    def full(self):
        return self._port.full()

    def close(self):
        """This process puts and gets no more."""
        self._port.close()

    def join_thread(self):
        """Waits until everything that this process has put is handed on."""
        assert self._port.isClosed(), 'Queue {0!r} not closed'.format(self)
        while self._port.join_thread() != 0:
            pass  # interrupted: the signal's handler has run, or raised, by now

    def cancel_join_thread(self):
        """Allows this process to end before everything that it has put is handed on."""
        self._port.cancel_join_thread()

    @property
    def _name(self):
        return self._port.name()

    def __reduce__(self):
        assert_spawning(self)


def _attach(address):
    queue = Queue.__new__(Queue)
    queue._bind(host.attachQueue(address))
    return queue


parcel.SHARED[Queue] = _attach
