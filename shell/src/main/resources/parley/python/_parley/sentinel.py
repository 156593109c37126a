"""What stands for a child of this process: a number that no open file has, and a descriptor once ``select`` wants one.

    process.sentinel ─▶ connection.wait asks the child itself
                    └─▶ selecting ─▶ a pair of sockets; a thread joins the child, and closes its end
"""

from _parley import host

_FIRST = 1 << 24  # above all pids, and all descriptors


class Sentinel(int):
    """Stands for one child, as a number above its pid's."""

    _seen = None

    def __new__(cls, child):
        found = super().__new__(cls, _FIRST + child.pid())
        found._child = child
        return found

    def has_ended(self):
        """Whether the child has."""
        return self._child.exitcode() is not None

    def descriptor(self):
        """Can be read from when the child has ended."""
        if self._seen is None:
            import socket
            import threading
            self._seen, ring = socket.socketpair()
            threading.Thread(target=self._watch, args=(ring,), name='sentinel', daemon=True).start()
        return self._seen.fileno()

    def _watch(self, ring):
        with ring:
            while host.join(self._child, -1) < 0:
                pass  # interrupted
