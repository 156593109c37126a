"""Connections between processes: the two ends of a pipe in shared memory; those over sockets are in ``sockets``."""

from _parley import host, parcel, values

from .context import BufferTooShort
from _parley.sentinel import Sentinel
from .process import nanos

__all__ = ['Client', 'Connection', 'Listener', 'Pipe', 'wait']

_shared = host.shared()
_encode, _loads = values.encode, parcel.loads
_offer, _poll, _apart = host.builtin('offer'), host.builtin('poll'), host.builtin('apart')
_is_unread, _is_nothing, _form = values.is_unread, host.builtin('is_nothing'), values.form_of
_is_bytes = host.builtin('is_bytes')
_SENT, _BROKEN = 0, 1
_SHORTEST_NAP, _NAP = 0.00005, 0.001  # seconds


class Connection:
    """One end of a pipe. Each process that has it closes it for itself."""

    _bell = None  # what has a file descriptor, once that is asked for

    def __new__(cls, port, readable=True, writable=True):
        if cls is Connection and isinstance(port, int):  # a file descriptor: what is over those is the standard library's
            from _parley import standard
            return standard.load('connection').Connection(port, readable, writable)
        return object.__new__(cls)

    def __init__(self, port):
        self._port = port
        self._channel = port.channel()

    def _check_closed(self):
        if self._port.closed():
            raise OSError('handle is closed')

    def _check_readable(self):
        self._check_closed()
        if not self._port.readable():
            raise OSError('connection is write-only')

    def _check_writable(self):
        self._check_closed()
        if not self._port.writable():
            raise OSError('connection is read-only')

    def send(self, obj):
        """Sends an object; waits for room."""
        if not _offer(self._channel, obj):
            _send(self, obj)

    def send_bytes(self, buf, offset=0, size=None):
        """Sends bytes, or ``size`` of them from ``offset`` on."""
        self._check_writable()
        data = memoryview(buf)
        if data.itemsize > 1:
            data = data.cast('B')
        if offset < 0:
            raise ValueError('offset is negative')
        if len(data) < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = len(data) - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > len(data):
            raise ValueError('buffer length < offset + size')
        self._hand(self._port.sendBytes, bytes(data[offset:offset + size]))

    @staticmethod
    def _hand(send, message):
        while True:
            code = send(message)
            if code == _SENT:
                return
            if code == _BROKEN:
                raise BrokenPipeError(32, 'Broken pipe')
            if code == values.CLOSED:
                raise OSError('handle is closed')
            # interrupted: the signal's handler has run, or raised, by now

    def _next(self):
        """What comes next: a value, or one that is not read yet."""
        found = _poll(self._channel)
        if _is_nothing(found):
            found = _await(self)
        if self._bell is not None:
            self._bell.took()
        return found

    def recv(self):
        """Takes the oldest object; waits for one. ``EOFError`` where nobody has the other end any more."""
        found = self._next()
        return _read(found) if _is_unread(found) else found

    def recv_bytes(self, maxlength=None):
        """Takes the oldest bytes; waits for some."""
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        found = self._next()
        if _is_bytes(found):
            data = _form(found)
        else:
            import pickle
            data = pickle.dumps(_loads(_form(found)) if _is_unread(found) else found)
        if maxlength is not None and len(data) > maxlength:
            self.close()
            raise OSError('bad message length')
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Takes the oldest bytes into a writable buffer; how many."""
        target = memoryview(buf)
        if target.itemsize > 1:
            target = target.cast('B')
        if offset < 0:
            raise ValueError('negative offset')
        if offset > len(target):
            raise ValueError('offset too large')
        data = self.recv_bytes()
        if len(target) < offset + len(data):
            raise BufferTooShort(data)
        target[offset:offset + len(data)] = data
        return len(data)

    def poll(self, timeout=0.0):
        """Whether there is something to receive in time, or the end."""
        self._check_readable()
        while True:
            code = self._port.poll(-1 if timeout is None else nanos(timeout))
            if code >= 0:
                return code == 1
            # interrupted: the signal's handler has run, or raised, by now

    def fileno(self):
        """A descriptor for ``select``: it can be read when there is something to receive, or the end."""
        self._check_closed()
        if self._bell is None or not self._bell.is_mine():
            from _parley.doorbell import Doorbell
            self._bell = Doorbell(self._watch(), lambda: not self.closed and self.poll())
        return self._bell.fileno()

    def _watch(self):
        """What waits for something to receive, and gives a code; None where nothing can come."""
        return self._port.await_ if self._port.readable() else None

    def close(self):
        """This process does not use it any more."""
        self._port.close()
        if self._bell is not None:
            self._bell.close()

    @property
    def closed(self):
        return self._port.closed()

    @property
    def readable(self):
        return self._port.readable()

    @property
    def writable(self):
        return self._port.writable()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def __repr__(self):
        return f'<multiprocessing.connection.Connection {self._port.name()}{" closed" if self.closed else ""}>'

    def __reduce__(self):
        self._check_closed()
        return _attach, (self._port.ticket(),)


@_apart
def _send(connection, obj):
    connection._check_writable()
    connection._hand(connection._port.send, _encode(obj))


@_apart
def _await(connection):
    found = _poll(connection._channel)
    while _is_nothing(found):
        code = connection._port.await_()
        if code == values.CLOSED:
            connection._check_readable()
        found = _poll(connection._channel)
        if code == values.EMPTY and _is_nothing(found):
            raise EOFError
        # interrupted: the signal's handler has run, or raised, by now
    return found


@_apart
def _read(found):
    if _is_bytes(found):
        import pickle
        return pickle.loads(_form(found))
    return _loads(_form(found))


def __getattr__(name):
    """What is over sockets is loaded where it is used; what little else there is, is the standard library's own."""
    if name in ('Client', 'Listener', 'answer_challenge', 'deliver_challenge'):
        from . import sockets
        return getattr(sockets, name)
    if not name.startswith('__'):  # each "from .connection import" asks for __path__
        from _parley import standard
        sockets = standard.load('connection')
        if hasattr(sockets, name):
            return getattr(sockets, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _attach(ticket):
    return Connection(_shared.attachPipe(ticket))


def Pipe(duplex=True):
    """Two connected ends; of one that is not duplex, the first receives and the second sends."""
    left, right = _shared.pipe(duplex)
    return Connection(left), Connection(right)


def wait(object_list, timeout=None):
    """Those that are ready; waits for one.

    A connection is ready when it has something to receive, or the end; a socket when it can be read; a process's
    ``sentinel`` when the process has ended.
    """
    from time import monotonic, sleep
    end = None if timeout is None else monotonic() + timeout
    objects = list(object_list)
    nap = _SHORTEST_NAP
    while True:
        ready = [one for one in objects if _is_ready(one)]
        if ready or (end is not None and monotonic() >= end):
            return ready
        if len(objects) == 1 and hasattr(objects[0], 'poll'):
            objects[0].poll(None if end is None else end - monotonic())
        else:
            sleep(nap if end is None else max(0, min(nap, end - monotonic())))
            nap = min(_NAP, nap * 2)


def _is_ready(one):
    if hasattr(one, 'poll'):
        return one.poll(0)
    if isinstance(one, Sentinel):
        return one.has_ended()
    if not isinstance(one, int) and not hasattr(one, 'fileno'):
        raise ValueError(f'Invalid file object: {one!r}')
    from select import select
    return bool(select([one], [], [], 0)[0])
