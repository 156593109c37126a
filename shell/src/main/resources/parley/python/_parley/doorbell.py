"""A file descriptor for what lies in shared memory, so that ``select`` and its like can wait for it.

    a thread of this process waits for a message ─▶ puts a byte into a pair of sockets ─▶ select sees it
    recv or get took the last message            ─▶ takes the byte out again           ─▶ the thread waits anew

Made by the first ``fileno()`` of each process; nothing is shared with others, so it is the same for all start methods.
"""

import os
import socket
import threading

_CLOSED = 4
_BYTE = b'!'


class Doorbell:
    """``wait`` waits for something to take, or the end, and gives a code; ``ready`` says whether there is something."""

    def __init__(self, wait, ready):
        self._pid = os.getpid()
        self._wait, self._ready = wait, ready
        self._seen, self._ring = socket.socketpair()
        self._lock = threading.Lock()
        self._rung = False
        self._quiet = threading.Event()
        if wait is not None:
            threading.Thread(target=self._watch, name='doorbell', daemon=True).start()

    def is_mine(self):
        """Whether this process made it: in a copy, the thread is missing."""
        return self._pid == os.getpid()

    def fileno(self):
        return self._seen.fileno()

    def _watch(self):
        while self._wait() != _CLOSED:
            with self._lock:
                if self._seen.fileno() < 0:
                    return
                if not self._rung and self._ready():
                    self._ring.send(_BYTE)
                    self._rung = True
                    self._quiet.clear()
            if self._rung:
                self._quiet.wait()

    def took(self):
        """Something was taken: there may be nothing left."""
        if not self.is_mine():
            return
        with self._lock:
            if self._rung and not self._ready():
                self._seen.recv(1)
                self._rung = False
                self._quiet.set()

    def close(self):
        if self.is_mine():
            with self._lock:
                self._rung = False
                self._quiet.set()
                self._seen.close()
                self._ring.close()
