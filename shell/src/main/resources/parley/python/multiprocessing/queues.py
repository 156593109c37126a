"""Queues between processes: rings in shared memory."""

from _parley import host, parcel, values

from .context import assert_spawning
from .process import machine_int, nanos

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

_shared = host.shared()

_encode, _loads = values.encode, parcel.loads
_offer, _poll, _apart = host.builtin('offer'), host.builtin('poll'), host.builtin('apart')
_is_unread, _is_nothing, _form = values.is_unread, host.builtin('is_nothing'), values.form_of


def __getattr__(name):
    """The exceptions, which scripts import from here; ``queue`` imports much that a child may not need."""
    if name in ('Empty', 'Full'):
        import queue
        return getattr(queue, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


class Queue:
    """A queue that processes share; ``maxsize`` 0 is no limit."""

    _make = _shared.queue
    _read_end = None

    def __init__(self, maxsize=0, *, ctx=None):
        self._bind(type(self)._make(0, max(0, machine_int(maxsize))))

    @property
    def _address(self):
        """Asked for where it goes to another process: it stays until the session ends, then."""
        return self._port.address()

    def _bind(self, port):
        self._port = port
        self._channel = port.channel()

    def put(self, obj, block=True, timeout=None):
        """Puts an item; waits for room unless told not to, at most ``timeout`` seconds."""
        if not _offer(self._channel, obj):
            _put(self, obj, block, timeout)

    def get(self, block=True, timeout=None):
        """Takes the oldest item; waits for one unless told not to, at most ``timeout`` seconds."""
        found = _poll(self._channel)
        if _is_nothing(found):
            found = _await(self, block, timeout)
        if self._read_end is not None:
            self._read_end.took()
        return _read(found) if _is_unread(found) else found

    @property
    def _reader(self):
        """What scripts wait for that know how CPython's queue is made."""
        if self._read_end is None:
            self._read_end = _Reader(self)
        return self._read_end

    def _has_item(self, timeout):
        """Whether there is an item in time; None is without end."""
        while True:
            code = self._port.await_(nanos(timeout))
            if code != values.STOPPED:
                return code == 0

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

    def _terminate_broken(self):
        """Called by ``concurrent.futures`` where nobody will get what is in it."""
        self.close()
        self.cancel_join_thread()

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """Called for what cannot be sent, where a subclass has its own; else ``put`` raises."""

    def cancel_join_thread(self):
        """Allows this process to end before everything that it has put is handed on."""
        self._port.cancel_join_thread()

    @property
    def _name(self):
        return self._port.name()

    def __reduce__(self):
        assert_spawning(self)


@_apart
def _put(queue, obj, block, timeout):
    """What is not plain, or has no room."""
    try:
        message = _encode(obj)
    except Exception as error:
        if type(queue)._on_queue_feeder_error is Queue._on_queue_feeder_error:
            raise
        queue._on_queue_feeder_error(error, obj)
        return
    patience = (-1 if timeout is None else nanos(timeout)) if block else 0
    while True:
        code = queue._port.put(message, patience)
        if code == 0:
            return
        if code == 1:
            from queue import Full
            raise Full
        if code == values.CLOSED:
            raise ValueError(f'Queue {queue!r} is closed')
        # interrupted: the signal's handler has run, or raised, by now


@_apart
def _await(queue, block, timeout):
    from time import monotonic
    end = None if timeout is None or not block else monotonic() + timeout
    while True:
        patience = 0 if not block else -1 if end is None else nanos(end - monotonic())
        code = queue._port.await_(patience)
        if code == values.EMPTY:
            from queue import Empty
            raise Empty
        if code == values.CLOSED:
            raise ValueError(f'Queue {queue!r} is closed')
        found = _poll(queue._channel)
        if not _is_nothing(found):
            return found
        # interrupted: the signal's handler has run, or raised, by now; or another process was faster


@_apart
def _read(found):
    return _loads(_form(found))


class JoinableQueue(Queue):
    """A queue whose users say when they are done with an item, and whose owner waits until all are."""

    _make = _shared.joinable

    def put(self, obj, block=True, timeout=None):
        """Puts an item, which is unfinished from now on; waits for room as ``Queue`` does."""
        _put(self, obj, block, timeout)

    def task_done(self):
        """Says that an item that was got is done."""
        if not self._port.task_done():
            raise ValueError('task_done() called too many times')

    def join(self):
        """Waits until every item that was put was said to be done."""
        while self._port.join() != 0:
            pass  # interrupted: the signal's handler has run, or raised, by now


class _Reader:
    """What there is of a queue's reading end: something to wait for."""

    _bell = None

    def __init__(self, queue):
        self._queue = queue

    def poll(self, timeout=0.0):
        """Whether there is an item in time."""
        return self._queue._has_item(timeout)

    def recv(self):
        return self._queue.get()

    def fileno(self):
        """A descriptor for ``select``: it can be read when there is an item."""
        if self._bell is None or not self._bell.is_mine():
            from _parley.doorbell import Doorbell
            self._bell = Doorbell(lambda: self._queue._port.await_(-1), lambda: not self._queue.empty())
        return self._bell.fileno()

    def took(self):
        if self._bell is not None:
            self._bell.took()


class SimpleQueue:
    """A queue with little to it: put and get, without limits and timeouts."""

    _closed = False

    def __init__(self, *, ctx=None):
        self._queue = Queue()

    def _check_open(self):
        if self._closed:
            raise OSError('handle is closed')

    @property
    def _reader(self):
        """What ``multiprocessing.connection.wait`` and the standard library's own pools wait for."""
        return self._queue._reader

    @property
    def _address(self):
        return self._queue._address

    @property
    def _name(self):
        return self._queue._name

    def put(self, obj):
        self._check_open()
        self._queue.put(obj)

    def get(self):
        self._check_open()
        return self._queue.get()

    def empty(self):
        self._check_open()
        return self._queue.empty()

    def close(self):
        self._closed = True
        self._queue.close()

    def __reduce__(self):
        assert_spawning(self)


def _attach(kind):
    def attach(address):
        queue = kind.__new__(kind)
        queue._bind(kind._make(address, 0))
        return queue
    return attach


def _attach_simple(address):
    simple = SimpleQueue.__new__(SimpleQueue)
    simple._queue = parcel.SHARED[Queue](address)
    return simple


parcel.SHARED.update({Queue: _attach(Queue), JoinableQueue: _attach(JoinableQueue), SimpleQueue: _attach_simple})
