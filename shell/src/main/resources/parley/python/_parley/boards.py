"""Managers, as the front and the other language see them.

    watch(Server)       has Python's servers write on a board in shared memory what they hold: %managers reads it
    proxy, ticket       a proxy of the other language as one of ours, and the other way round
"""

import threading
from itertools import islice

from _parley import host, values

_SHOWN = 20
_MOMENT = 0.3
_PLAIN = {'dict', 'list', 'array', 'Namespace', 'Value'}


def _text(address):
    return address if isinstance(address, str) else f'{address[0]}:{address[1]}'


def proxy(kind, ticket):
    """A proxy that Java has sent."""
    from multiprocessing import managers
    where, key, ident = host.managed(ticket).split('\n')
    machine, _, port = where.rpartition(':')
    address = where if where.startswith('/') else (machine, int(port))
    known = getattr(managers, kind, None) if kind not in ('BaseProxy', 'QueueProxy') else None
    typeid = kind.removesuffix('Proxy')
    token = managers.Token(typeid.lower() if typeid in ('Dict', 'List') else typeid, address, ident)
    return managers.RebuildProxy(known or managers.AutoProxy, token, 'pickle', {'authkey': bytes.fromhex(key)})


def ticket(proxy):
    """A proxy of ours for Java: the class of its own one, and where the object is."""
    token = proxy._token
    return host.proxyTicket(_text(token.address), proxy._authkey.hex(), token.typeid,
                            ' '.join(proxy._exposed_), token.id)


class _Watched:
    """What one server shows."""

    def __init__(self, server):
        self.server = server
        self.board = host.board(_text(server.address))
        self.rows = {}
        threading.Thread(target=self.look, daemon=True).start()

    def count(self, ident):
        """After a change of references."""
        references = self.server.id_to_refcount.get(ident, 0)
        row = self.rows.get(ident)
        if row is None and references:
            known = self.server.id_to_obj.get(ident)
            row = self.rows[ident] = self.board.hold(type(known[0]).__name__ if known else '', int(ident, 16))
        if references:
            self.board.count(row, references)
        elif row is not None:
            self.board.drop(self.rows.pop(ident))

    def look(self):
        """Shows what the objects hold, now and then."""
        while not self.server.stop_event.wait(_MOMENT):
            for ident, row in list(self.rows.items()):
                known = self.server.id_to_obj.get(ident)
                if known is not None and type(known[0]).__name__ in _PLAIN:
                    try:
                        self.board.show(row, _short(known[0]))
                    except RuntimeError:
                        pass  # it was changed meanwhile: next time


def _short(value):
    """A text of plain data; of all else the type, for its text is code of the user's."""
    if type(value) is dict:
        value = dict(islice(value.items(), _SHOWN))
    elif type(value) is list:
        value = value[:_SHOWN]
    elif not isinstance(value, dict | list):
        value = vars(value) if hasattr(value, '__dict__') else list(value[:_SHOWN])
    message = values._write(value)
    return host.shown(message) if message is not None else f'<{type(value).__name__} of {len(value)}>'


def came(server, more):
    """So many more clients, or fewer."""
    if server._watched is not None:
        server._watched.board.clients(more)


def watch(server_class):
    """Has all servers of a class show what they hold."""
    standard = {name: getattr(server_class, name)
                for name in ('serve_forever', 'serve_client', 'incref', 'decref')}

    def serve_forever(self):
        self.stop_event = threading.Event()
        self._watched = _Watched(self)
        try:
            standard['serve_forever'](self)
        finally:
            self._watched.board.end()

    def serve_client(self, conn):
        came(self, 1)
        try:
            standard['serve_client'](self, conn)
        finally:
            came(self, -1)

    def incref(self, c, ident):
        standard['incref'](self, c, ident)
        if self._watched is not None:
            self._watched.count(ident)

    def decref(self, c, ident):
        standard['decref'](self, c, ident)
        if self._watched is not None:
            self._watched.count(ident)

    server_class._watched = None  # one that does not serve shows nothing
    for method in (serve_forever, serve_client, incref, decref):
        setattr(server_class, method.__name__, method)
