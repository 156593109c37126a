"""How a manager and its clients in one session talk: over pipes in shared memory, without a socket or a handshake.

    a client's thread      line_to(address, key) ─▶ its Line ─── a pipe ───▶ a thread of Java's ─▶ answer(): one request

Requests and replies are those of the standard library's managers over sockets. But a line takes all kinds, one after
another; it stays open until its process ends, which is how the server learns of that, and lets go what the process had;
and what needs no reply is only told.
"""

import os
import threading
from traceback import format_exc

from _parley import boards, host, parcel, values

from . import util
from .connection import Connection

_managers, _entry = host.managers(), host.builtin('entry')
_is_unread, _form, _loads = values.is_unread, values.form_of, parcel.loads


class Line(Connection):
    """A client's end. Replies that nobody took, because an exception came between, are thrown away."""

    def __init__(self, port):
        Connection.__init__(self, port)
        self._owed = 0

    def send(self, request):
        Connection.send(self, request)
        self._owed += 1

    def recv(self):
        while True:
            found = self._next()
            self._owed -= 1
            if not self._owed:  # from here on it may be used again, by what is unpickled
                return _loads(_form(found)) if _is_unread(found) else found

    def tell(self, name, ident):
        """A request without a reply. Also in between: finalizers run anywhere."""
        Connection.send(self, (None, name, (ident,), {}))

    def close(self):
        """It stays open for whoever asks next."""

    def end(self):
        """No request goes over it any more."""
        self._port.close()


class _Mine(threading.local):
    """This thread's lines, by address and key."""

    def __init__(self):
        self.lines = {}


_mine = _Mine()
_all = []  # this process's: [thread, (address, key), line]


def line_to(address, authkey):
    """This thread's line to a server; None where there is none in this session that takes this key."""
    place = address, authkey
    line = _mine.lines.get(place)
    if line is None or not line._port.isHeld():
        line = _idle(place) or _connected(place)
        if line is not None:
            _mine.lines[place] = line
    return line


def _connected(place):
    address, authkey = place
    port = _managers.connect(repr(address), authkey or b'')
    if port is None:
        return None
    line = Line(port)
    _all.append([threading.current_thread(), place, line])
    return line


def _idle(place):
    """The line of a thread that has ended."""
    for entry in _all:
        thread, where, line = entry
        if where == place and not thread.is_alive() and line._port.isHeld():
            entry[0] = threading.current_thread()
            return line
    return None


def forget():
    """Ends this process's lines."""
    for _, _, line in _all:
        line.end()
    _all.clear()
    _mine.lines = {}


_pid = host.pid()


def _copied(*_):
    """In a copy: all lines are its original's."""
    global _pid
    if _pid != host.pid():
        _pid = host.pid()
        forget()
        _managers.forget()


util.register_after_fork(_mine, _copied)  # before the first proxy: those open new ones
if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_copied)


# the server's side

class Answering(Connection):
    """The server's end: what its client has of the server's objects, by their names."""

    def __init__(self, port, server, client):
        Connection.__init__(self, port)
        self.server = server
        self.client = client
        self.holds = {}

    def count(self, ident, more):
        self.holds[ident] = self.holds.get(ident, 0) + more


def open_door(server):
    """Lets the processes of this session in, until ``close()``."""
    lines = {}  # by client

    def enter(port, client):
        line = Answering(port, server, client)
        with server.mutex:
            others = lines.setdefault(client, [])
            others.append(line)
            if len(others) == 1:
                boards.came(server, 1)
        return line

    def leave(line):
        """With the last line of a client goes what it had and did not give back."""
        with server.mutex:
            open_ones = [one for one in lines[line.client] if one is not line and not one.closed]
            if open_ones:
                return
            gone = lines.pop(line.client)
            boards.came(server, -1)
        for ident in {ident for one in gone for ident in one.holds}:
            for _ in range(sum(one.holds.get(ident, 0) for one in gone)):
                _let_go(server, ident)

    return _managers.open(repr(server.address), server.authkey, enter, _answer, leave)


def _let_go(server, ident):
    try:
        server.decref(None, ident)
    except Exception:
        pass  # it is gone already


@_entry
def _answer(line):
    """Takes one request from a line, and replies; whether there may be more."""
    try:
        reply = _reply(line)
        if reply is not None:
            line.send(reply)
    except OSError:
        pass  # nobody waits for it
    except SystemExit:
        return False
    except Exception:
        line.send(('#UNSERIALIZABLE', format_exc()))
    return True


def _reply(line):
    try:
        ident, name, args, kwds = line.recv()
        if ident is not None:
            return _call(line, ident, name, args, kwds)
        return _serve(line, name, args, kwds)
    except Exception:
        return '#TRACEBACK', format_exc()


def _call(line, ident, name, args, kwds):
    """The reply to a request to an object."""
    server = line.server
    found = server.id_to_obj.get(ident) or server.id_to_local_proxy_obj.get(ident)
    if found is None:
        raise KeyError(ident)
    obj, exposed, types = found
    if name not in exposed:
        return _fallback(line, ident, name, obj, exposed, args, kwds)
    function = getattr(obj, name)
    try:
        result = function(*args, **kwds) if kwds else function(*args)
    except Exception as error:
        return '#ERROR', error
    if types and types.get(name):
        return _made(line, types[name], result)
    return '#RETURN', result


def _made(line, typeid, result):
    from .managers import Token
    ident, exposed = line.server.create(line, typeid, result)
    return '#PROXY', (exposed, Token(typeid, line.server.address, ident))


def _fallback(line, ident, name, obj, exposed, args, kwds):
    """What every object can be asked."""
    function = line.server.fallback_mapping.get(name)
    if function is None:
        raise AttributeError('method %r of %r object is not in exposed=%r' % (name, type(obj), exposed))
    return '#RETURN', function(line.server, line, ident, obj, *args, **kwds)


def _serve(line, name, args, kwds):
    """The reply to a request to the server itself; None where there is none, or it was sent already."""
    server = line.server
    if name == '#decref':
        _told(server.decref, line, *args)
    elif name == '#incref':
        _told(server.incref, line, *args)
    elif name == 'shutdown':
        server.shutdown(line)
    else:
        assert name in server.public, '%r unrecognized' % name
        return '#RETURN', getattr(server, name)(line, *args, **kwds)
    return None


def _told(function, line, ident):
    try:
        function(line, ident)
    except Exception:
        pass  # it is gone already
