"""The standard library's own managers; their servers ask for the key themselves, request by request."""

from _parley import standard

exec(standard.code('managers'), globals())

from . import connection
from .sockets import UnguardedListener

listener_client['pickle'] = UnguardedListener, connection.Client
