"""Listeners, and connections over sockets: with CPython programs, and with other machines."""

import os
import sys

from _parley import host, standard
from .connection import Connection
from .context import AuthenticationError
from .process import machine_int
from .reduction import ForkingPickler

_sockets, _bytes_of, _pickled = host.sockets(), host.builtin('bytes_of'), host.builtin('pickled')
_dumps, _loads = ForkingPickler.dumps, ForkingPickler.loads

#: What a call gives where it is not done; below 0: minus the system's error number.
_STOPPED, _CLOSED, _END, _BROKEN, _UNPROVED, _REFUSED = range(3, 9)

_UNLIMITED = 2**63 - 1


def _error(code, text):
    """What Python raises for it."""
    if code < 0:
        return OSError(-code, os.strerror(-code))
    if code == _END:
        return EOFError()
    if code == _UNPROVED:
        return AuthenticationError(text)
    if code == _REFUSED:
        return ValueError(text)
    return OSError('handle is closed' if code == _CLOSED else text)


def _attempt(call, *arguments):
    while True:
        outcome = call(*arguments)
        code = outcome.code()
        if not code:
            return outcome.value()
        if code != _STOPPED:
            raise _error(code, outcome.text())
        # interrupted: the signal's handler has run, or raised, by now


def _place(address, family):
    """Family, and host and port or path, of an address; none is a path of our own."""
    family = family or (_family(address) if address else 'AF_UNIX')
    if family not in ('AF_INET', 'AF_UNIX'):
        raise ValueError('Family %s is not recognized.' % family)
    if not address:
        return family, '', -1
    if family == 'AF_UNIX':
        return family, os.fsdecode(address), 0
    host_name, port = address
    return family, host_name, machine_int(port)


def _family(address):
    if type(address) is tuple:
        return 'AF_INET'
    if isinstance(address, str) and address.startswith('\\\\'):
        return 'AF_PIPE'  # of another system: refused
    if isinstance(address, (str, bytes)):
        return 'AF_UNIX'
    raise (ValueError if address is None else TypeError)('address type of %r unrecognized' % (address,))


def _check_key(authkey):
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError('authkey should be a byte string')


def _name_dates():
    """GraalPy's dates name a module that CPython has only since 3.12; by the usual name everybody finds them."""
    dates = sys.modules.get('_pydatetime')
    if dates and dates.date.__module__ != 'datetime':
        for name in ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo'):
            getattr(dates, name).__module__ = 'datetime'
        ForkingPickler.register(dates.timezone, _reduce_zone)


def _reduce_zone(zone):
    """Without the attributes of GraalPy's, which CPython's has not."""
    return type(zone), zone.__getinitargs__()


class SocketConnection(Connection):
    """One end of a connection over a socket."""

    def __init__(self, port):
        self._port = port

    def send(self, obj):
        """Sends an object, pickled; waits for room."""
        message = _pickled(obj)
        if message is None:
            _name_dates()
            self._hand(self._port.send, _dumps(obj))
        else:
            self._hand(self._port.sendMessage, message)

    def _hand(self, send, message):
        code = send(message)
        while code == _STOPPED:
            code = self._port.flush()
        if code:
            raise _error(code, self._port.trouble())

    def _next(self, most=_UNLIMITED):
        while True:
            found = self._port.receive(most)
            if type(found) is not int:
                if self._bell is not None:
                    self._bell.took()
                return _bytes_of(found)
            if found != _STOPPED:
                if found == _BROKEN:
                    self.close()
                raise _error(found, self._port.trouble())

    def recv(self):
        """Takes the oldest object; waits for one. ``EOFError`` where the other side has closed."""
        return _loads(self._next())

    def recv_bytes(self, maxlength=None):
        """Takes the oldest bytes; waits for some."""
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        return self._next(_UNLIMITED if maxlength is None else maxlength)

    def _watch(self):
        return lambda: _CLOSED if self.closed else self._port.poll(-1)

    def __reduce__(self):
        self._check_closed()
        raise TypeError('a connection over a socket cannot be sent to another process\n'
                        'Maybe connect there, or start the process by fork.')


class Listener:
    """Waits for connections; who connects must prove the ``authkey``, where there is one."""

    _guarded = True

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        _check_key(authkey)
        self._port = _attempt(_sockets.listen, *_place(address, family), machine_int(backlog), authkey, self._guarded)
        self._address = _readable(self._port.address())

    def accept(self):
        """Takes the next connection; waits for it."""
        if self._port is None:
            raise OSError('listener is closed')
        return SocketConnection(_attempt(self._port.accept))

    def close(self):
        """Ends listening; connections that were accepted stay."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        return self._port and _readable(self._port.lastAccepted())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class UnguardedListener(Listener):
    """One whose user asks for the key himself, also beyond this machine."""

    _guarded = False


def _readable(parts):
    """An address as Python has it, or None."""
    parts = tuple(parts)
    return parts if len(parts) == 2 else parts[0] if parts else None


def Client(address, family=None, authkey=None):
    """A connection to a listener."""
    _check_key(authkey)
    return SocketConnection(_attempt(_sockets.connect, *_place(address, family or _family(address)), authkey))


def deliver_challenge(connection, authkey, digest_name='sha256'):
    """Has the other side prove that it knows the key."""
    _prove(connection, authkey, True, digest_name)


def answer_challenge(connection, authkey):
    """Proves to the other side that this one knows the key."""
    _prove(connection, authkey, False)


def _prove(connection, authkey, deliver, *digest_name):
    if not isinstance(authkey, bytes):
        raise ValueError('Authkey must be bytes, not {0!s}'.format(type(authkey)))
    if isinstance(connection, SocketConnection):
        _attempt(connection._port.prove, authkey, deliver)
    else:
        own = standard.load('connection', AuthenticationError=AuthenticationError)
        (own.deliver_challenge if deliver else own.answer_challenge)(connection, authkey, *digest_name)


for _one in (SocketConnection, Listener, Client, answer_challenge, deliver_challenge):
    _one.__module__ = 'multiprocessing.connection'
