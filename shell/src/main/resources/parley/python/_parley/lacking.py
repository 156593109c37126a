"""What the standard library's modules lack under GraalPy, made of what they have."""

import _signal
import posix
import select
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
    functions = (times, times_result, mkfifo, nice, setsid, setpgid, setpgrp, getpriority, setpriority, sched_yield, pipe2)
    programs.publish({function.__name__: function for function in functions}
                     | {'PRIO_PROCESS': 0, 'PRIO_PGRP': 1, 'PRIO_USER': 2})
    _complete_clocks()
    programs.publish({name: _refusing(name) for name in ('openpty', 'fchown', 'chown', 'lchown')})
    _later(_signal, 'masks', 'pthread_sigmask', 'sigwait', 'sigwaitinfo', 'sigtimedwait', 'sigpending', 'pthread_kill',
           'strsignal', 'valid_signals')
    _signal.SIG_BLOCK, _signal.SIG_UNBLOCK, _signal.SIG_SETMASK = range(3)
    _later(select, 'polling', 'poll', 'epoll')
    for name, value in _EVENTS.items():
        if name not in _EPOLL_ONLY:
            setattr(select, 'POLL' + name, value)
        if name != 'NVAL':
            setattr(select, 'EPOLL' + ('_' if name == 'CLOEXEC' else '') + name, value)


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
    return _system('nice', index(increment))


def setsid():
    """Makes this process the leader of a new session, and of a new group."""
    _system('setsid')


def setpgid(pid, pgrp, /):
    """Puts a process into a group; 0 is this process, and a group of its own."""
    _system('setpgid', index(pid), index(pgrp))


def setpgrp():
    """Makes this process the leader of a new group."""
    _system('setpgid', 0, 0)


def getpriority(which, who):
    """How much other processes go before these."""
    return _system('getpriority', index(which), index(who))


def setpriority(which, who, priority):
    """Says how much other processes go before these."""
    _system('setpriority', index(which), index(who), index(priority))


def sched_yield():
    """Lets another thread run first."""
    _system('sched_yield')


def pipe2(flags, /):
    """The two ends of a pipe; ``O_NONBLOCK`` and ``O_CLOEXEC``."""
    import os
    ends = os.pipe()
    for end in ends:
        os.set_inheritable(end, not flags & os.O_CLOEXEC)
        if flags & os.O_NONBLOCK:
            os.set_blocking(end, False)
    return ends


def _system(name, *arguments):
    import os
    value, error = host.system(name, *arguments)
    if value == -1 and error:
        raise OSError(error, os.strerror(error))
    return value


_EVENTS = {'IN': 1, 'PRI': 2, 'OUT': 4, 'ERR': 8, 'HUP': 16, 'NVAL': 32, 'RDNORM': 64, 'RDBAND': 128, 'WRNORM': 256,
           'WRBAND': 512, 'MSG': 1024, 'RDHUP': 8192, 'EXCLUSIVE': 1 << 28, 'ONESHOT': 1 << 30, 'ET': 1 << 31,
           'CLOEXEC': 0o2000000}
_EPOLL_ONLY = 'EXCLUSIVE', 'ONESHOT', 'ET', 'CLOEXEC'


def _later(place, module, *names):
    """Functions of a module of ours that is imported when the first of them is called."""
    for name in names:
        def function(*args, _name=name, **kwargs):
            return getattr(__import__('_parley.' + module, fromlist=[_name]), _name)(*args, **kwargs)
        function.__name__, function.__qualname__, function.__module__ = name, name, place.__name__
        setattr(place, name, staticmethod(function))  # not bound where it is kept in a class, as no built-in function is


def _refusing(name):
    """For what GraalPy offers and cannot do, which ended the program as a mistake of ours."""
    def refused(*args, **kwargs):
        raise OSError(38, f'Function not implemented: os.{name}')
    return refused


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
