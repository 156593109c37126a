"""Mends what compiled code makes of threads: a loop that asks ``Event.is_set()`` never learns that another thread has set
it, because GraalPy's compiler reads the flag once. A call that it does not look into makes it read again. And such a
loop may never give the other thread a turn: who has looked in vain that often sleeps for a moment.
"""

from _parley import host

_look_again = host.builtin('look_again')
OFTEN = 10_000
MOMENT = 0.0001  # seconds


def mend():
    import threading
    import time
    vain = 0

    def is_set(self):
        """Return true if and only if the internal flag is true."""
        nonlocal vain
        _look_again()
        if self._flag:
            return True
        vain += 1
        if vain >= OFTEN:
            vain = 0
            time.sleep(MOMENT)
        return self._flag

    threading.Event.is_set = threading.Event.isSet = is_set
