"""Mends what compiled code makes of threads: a loop that asks ``Event.is_set()`` never learns that another thread has set
it, because GraalPy's compiler reads the flag once. A call that it does not look into makes it read again.
"""

from _parley import host

_look_again = host.builtin('look_again')


def mend():
    import threading

    def is_set(self):
        """Return true if and only if the internal flag is true."""
        _look_again()
        return self._flag

    threading.Event.is_set = threading.Event.isSet = is_set
