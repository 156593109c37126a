"""The standard library's own helpers; a lock that is free in a copy is a new one there, for GraalPy's cannot be renewed."""

from _parley import standard

exec(standard.code('util'), globals())

_end = _exit_function
atexit.unregister(_end)


@atexit.register
def _exit_function():
    """The end of a process. Pools end first: they would replace the workers that it ends, and wait for those."""
    for pool in list(process._pools):
        pool.terminate()
    _end()


class ForkAwareThreadLock:
    """A lock between the threads of one process: whoever held it in the original does not hold it in a copy."""

    def __init__(self):
        self._renew()
        register_after_fork(self, ForkAwareThreadLock._renew)

    def _renew(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)
