"""The class on which ``socket.socket`` stands, with what GraalPy's lacks: real ports, and the family ``AF_UNIX``."""

import _socket
import os
import select
from time import monotonic

from _parley import host
from _parley.selecting import await_input

AF_UNIX = 1
BACKLOG, MANY = 4096, 64
LONGEST = 107  # bytes of a path
EAGAIN, ENOTCONN = 11, 107

_unix = host.unixSockets()
_original = _socket.socket
_recv, _recv_into, _recvfrom, _recvfrom_into = (
    _original.recv, _original.recv_into, _original.recvfrom, _original.recvfrom_into)
_given = {}  # absolute paths: as the program called them


def prepare():
    """Once, before the user's first code."""
    _socket.AF_UNIX = AF_UNIX
    socket.__module__ = '_socket'
    _socket.socket = _socket.SocketType = socket


class socket(_original):
    """One end of a connection, or of many to come.

    Of ``AF_UNIX`` there are streams only, at paths: for GraalPy such a socket is one of the Internet's."""

    __slots__ = ('_at_path',)

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._at_path = family == AF_UNIX or fileno is not None and family == -1 and _unix.has(fileno)
        if not self._at_path:
            super().__init__(family, type, proto, fileno)
            return
        if type not in (-1, _socket.SOCK_STREAM):
            raise OSError(94, 'Socket type not supported')
        make = super().__init__
        if fileno is None:
            make(_socket.AF_INET, _socket.SOCK_STREAM, 0, None)
        else:
            _unix.hidden(fileno, lambda: make(_socket.AF_INET, _socket.SOCK_STREAM, 0, fileno))

    @property
    def family(self):
        """The kind of its addresses."""
        return AF_UNIX if self._at_path else super().family

    def bind(self, address):
        """Gives the socket its own address. Port 0 is a free one at once: GraalPy looks for one in ``listen()``, after
        servers have asked which it is."""
        if self._at_path:
            _checked(_unix.bind(self.fileno(), _path(address)))
            return
        if type(address) is tuple and address[1:2] == (0,) and self.type == _socket.SOCK_STREAM:
            address = (address[0], self._free_port(address), *address[2:])
        super().bind(address)

    def listen(self, backlog=BACKLOG, /):
        """Lets others connect. Many may wait to be accepted: GraalPy's connect waits too where the queue is full, even
        when it should not, and nobody may be left then who accepts."""
        if not self._at_path:  # others can connect as soon as it is bound
            super().listen(backlog if backlog < MANY else max(backlog, BACKLOG))

    def _free_port(self, address):
        probe = _original(self.family, self.type)
        try:
            probe.bind(address)
            probe.listen(1)
            return probe.getsockname()[1]
        finally:
            probe.close()

    def connect(self, address, /):
        """Connects to a peer."""
        if self._at_path:
            _checked(_unix.connect(self.fileno(), _path(address), self.gettimeout() is None))
        else:
            super().connect(address)

    def connect_ex(self, address, /):
        """The same; gives the error's number, 0 for none."""
        if self._at_path:
            return _unix.connect(self.fileno(), _path(address), self.gettimeout() is None)
        return super().connect_ex(address)

    def _accept(self):
        if not self._at_path:
            self._await_input()
            return super()._accept()
        fresh = _original(_socket.AF_INET, _socket.SOCK_STREAM, 0)
        try:
            self._await_peer(fresh.fileno())
        except BaseException:
            fresh.close()
            raise
        return fresh.detach(), ''

    def _await_peer(self, fresh):
        timeout = self.gettimeout()
        end = None if timeout is None else monotonic() + timeout
        while True:
            error = _unix.accept(self.fileno(), fresh)
            if error != EAGAIN or timeout == 0:
                _checked(error)
                return
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0 or not select.select([self.fileno()], [], [], left)[0]:
                raise TimeoutError('timed out')

    def recv(self, bufsize, flags=0, /):
        """Receives at most so many bytes."""
        self._await_input()
        return _recv(self, bufsize, flags)

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Receives into a buffer; how many bytes."""
        self._await_input()
        return _recv_into(self, buffer, nbytes, flags)

    def recvfrom(self, bufsize, flags=0, /):
        """Receives at most so many bytes, and says from where."""
        self._await_input()
        return _recvfrom(self, bufsize, flags)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        """Receives into a buffer; how many bytes, and from where."""
        self._await_input()
        return _recvfrom_into(self, buffer, nbytes, flags)

    def _await_input(self):
        if self.gettimeout() is None:
            await_input(self.fileno())

    def getsockname(self):
        """Its own address."""
        return _as_given(_unix.name(self.fileno(), False)) if self._at_path else super().getsockname()

    def getpeername(self):
        """The peer's address."""
        if not self._at_path:
            return super().getpeername()
        name = _unix.name(self.fileno(), True)
        if type(name) is not str:
            _checked(ENOTCONN)
        return _as_given(name)


def _as_given(path):
    return _given.get(path, path)


def _path(address):
    path = os.fsdecode(address)
    if len(os.fsencode(path)) > LONGEST:
        raise OSError('AF_UNIX path too long')
    if path[:1] in ('', '\0'):
        raise OSError(22, 'Invalid argument')  # a name that is no file: Java has none
    absolute = os.path.abspath(path)  # Java has a folder of its own
    _given[absolute] = path
    return absolute


def _checked(error):
    if error:
        raise OSError(error, os.strerror(error))
