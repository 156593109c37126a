"""What the standard library's modules lack under GraalPy, made of what they have."""

from _operator import index

from _parley import host, programs


class times_result(tuple):
    """What :func:`times` gives."""

    _fields = ('user', 'system', 'children_user', 'children_system', 'elapsed')
    user, system, children_user, children_system, elapsed = (
        property(lambda self, at=at: self[at]) for at in range(5))

    def __repr__(self):
        return 'posix.times_result(%s)' % ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))


def prepare():
    """Once, before the user's first code."""
    programs.publish({'times': times, 'times_result': times_result, 'mkfifo': mkfifo, 'nice': nice})
    _complete_clocks()


def times():
    """What this process has used, and the children it has waited for, in seconds of a processor; and a time in seconds."""
    import os
    import time
    with open('/proc/self/stat') as file:
        fields = file.read().rpartition(')')[2].split()
    used = [int(field) / os.sysconf('SC_CLK_TCK') for field in fields[11:15]]
    return times_result((*used, time.monotonic()))


def mkfifo(path, mode=0o666, *, dir_fd=None):
    """Makes a named pipe."""
    import os
    if dir_fd is not None:
        raise NotImplementedError('mkfifo: dir_fd unavailable on this platform')
    error = host.mkfifo(os.path.abspath(os.fsdecode(path)), index(mode))
    if error:
        raise OSError(error, os.strerror(error))


def nice(increment, /):
    """Lets other processes go first, by so much more than now; how much now."""
    import os
    now = host.nice(index(increment))
    if now >= _REFUSED:
        raise OSError(now - _REFUSED, os.strerror(now - _REFUSED))
    return now


_REFUSED = 100


def _complete_clocks():
    """``time.clock_gettime`` for the clocks that have functions of their own."""
    import time
    clocks = {'CLOCK_REALTIME': (0, time.time_ns), 'CLOCK_MONOTONIC': (1, time.monotonic_ns),
              'CLOCK_PROCESS_CPUTIME_ID': (2, time.process_time_ns), 'CLOCK_THREAD_CPUTIME_ID': (3, time.thread_time_ns)}
    read = dict(clocks.values())

    def clock_gettime_ns(clk_id, /):
        """What a clock shows, in nanoseconds."""
        if clk_id not in read:
            raise OSError(22, 'Invalid argument')
        return read[clk_id]()

    def clock_gettime(clk_id, /):
        """What a clock shows, in seconds."""
        return clock_gettime_ns(clk_id) / 1e9

    for name, (number, _) in clocks.items():
        setattr(time, name, number)
    for function in clock_gettime, clock_gettime_ns:
        function.__module__, function.__qualname__ = 'time', function.__name__
        setattr(time, function.__name__, function)
