"""The standard library's own managers; their servers ask for the key themselves, request by request. Who is in the same
session as a server reaches it through shared memory: see ``lines``."""

from _parley import boards, standard

exec(standard.code('managers'), globals())

from . import lines, sockets


def _client(address, family=None, authkey=None):
    """A connection to a server, from wherever."""
    return lines.line_to(address, authkey) or sockets.Client(address, family, authkey)


listener_client['pickle'] = sockets.UnguardedListener, _client


def _extend(owner, method):
    """Puts a method before the standard library's of that name, which it gets as its first argument."""
    own = owner.__dict__[method.__name__]
    original = own.__func__ if isinstance(own, staticmethod) else own

    def extended(*args, **kwds):
        return method(original, *args, **kwds)

    extended.__name__ = method.__name__
    setattr(owner, method.__name__, staticmethod(extended) if own is not original else extended)


def accepter(standard, self):
    if type(self.listener) is sockets.UnguardedListener:  # not XML
        self._door = lines.open_door(self)
    standard(self)


def serve_forever(standard, self):
    try:
        standard(self)
    finally:
        door = getattr(self, '_door', None)
        if door is not None:
            door.close()


def incref(standard, self, c, ident):
    standard(self, c, ident)
    if type(c) is lines.Answering:
        c.count(ident, 1)


def decref(standard, self, c, ident):
    standard(self, c, ident)
    if type(c) is lines.Answering:
        c.count(ident, -1)


for method in (accepter, serve_forever, incref, decref):
    _extend(Server, method)
boards.watch(Server)


def _connect(standard, self):
    line = lines.line_to(self._token.address, self._authkey)
    if line is None:
        standard(self)
    else:
        self._tls.connection = line


def _incref(standard, self):
    line = None if self._owned_by_manager else lines.line_to(self._token.address, self._authkey)
    if line is None:
        standard(self)
    else:
        dispatch(line, None, 'incref', (self._id,))
        _keep(self)


def _keep(proxy):
    """Has a proxy that is thrown away let its object go; at the end of the process the server does so by itself."""
    proxy._all_serials.add(proxy._serial)
    state = proxy._manager and proxy._manager._state
    proxy._close = util.Finalize(proxy, BaseProxy._decref, exitpriority=None, args=(
        proxy._token, proxy._serial, proxy._authkey, state, proxy._tls, proxy._all_serials, proxy._Client))


def _decref(standard, token, serial, authkey, state, tls, idset, _Client):
    line = lines.line_to(token.address, authkey) if state is None or state.value == State.STARTED else None
    if line is None:
        standard(token, serial, authkey, state, tls, idset, _Client)
    else:
        idset.discard(serial)
        line.tell('#decref', token.id)


def _after_fork(standard, self):
    line = lines.line_to(self._token.address, self._authkey)
    if line is None:
        standard(self)
    else:
        self._manager = None
        line.tell('#incref', self._id)
        _keep(self)


for method in (_connect, _incref, _decref, _after_fork):
    _extend(BaseProxy, method)
