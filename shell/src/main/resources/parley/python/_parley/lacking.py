"""What the standard library's modules lack under GraalPy, made of what they have."""

import _signal
import posix
import select
from _operator import index

from _parley import host, programs

_access = posix.access

#: GraalPy's own: it only makes files shorter.
cut = posix.ftruncate


class times_result(tuple):
    """What :func:`times` gives."""

    _fields = ('user', 'system', 'children_user', 'children_system', 'elapsed')
    user, system, children_user, children_system, elapsed = (
        property(lambda self, at=at: self[at]) for at in range(5))

    def __repr__(self):
        return 'posix.times_result(%s)' % ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))


_system = host.system()

_NUMBERS = {
    'PRIO_PROCESS': 0, 'PRIO_PGRP': 1, 'PRIO_USER': 2, 'SCHED_OTHER': 0, 'SCHED_FIFO': 1, 'SCHED_RR': 2, 'SCHED_BATCH': 3,
    'SCHED_IDLE': 5, 'F_ULOCK': 0, 'F_LOCK': 1, 'F_TLOCK': 2, 'F_TEST': 3, 'MFD_CLOEXEC': 1, 'MFD_ALLOW_SEALING': 2,
    'P_WAIT': 0, 'P_NOWAIT': 1, 'P_NOWAITO': 1}

_SPAWNING = tuple('spawn' + kind for kind in ('v', 've', 'vp', 'vpe', 'l', 'le', 'lp', 'lpe'))


def prepare():
    """Once, before the user's first code."""
    import posix
    functions = (times, times_result, mkfifo, nice, setsid, setpgid, setpgrp, getpriority, setpriority, sched_yield, pipe2,
                 access, sched_setaffinity)
    programs.publish({function.__name__: function for function in functions} | _NUMBERS)
    for name in 'geteuid', 'getegid', 'sync', 'sched_get_priority_max', 'sched_get_priority_min', 'sched_getscheduler':
        programs.publish({name: _by_name(name)})
    _complete_clocks()
    programs.publish({name: _refusing(name) for name in ('openpty', 'fchown', 'chown', 'lchown')})
    descriptors = ('pread', 'pwrite', 'readv', 'writev', 'closerange', 'lockf', 'fdatasync', 'memfd_create', 'major', 'minor',
                   'makedev', 'getrandom', 'getlogin', 'ftruncate', 'truncate')
    for module, names in ('descriptors', descriptors), ('spawning', _SPAWNING):
        programs.publish({name: _late(posix, module, name) for name in names})
    _complete_resource()
    _complete_lengths()
    _complete_maps()
    _complete_fcntl()
    _complete_switching()
    _complete_builtins()
    _signal.SIGRTMIN, _signal.SIGRTMAX, _signal.SIGIO, _signal.SIGCLD = 34, 64, 29, 17
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
    _checked(_system.mkfifo(os.path.abspath(os.fsdecode(path)), index(mode)))


def nice(increment, /):
    """Lets other processes go first, by so much more than now; how much now."""
    return _call('nice', index(increment))


def setsid():
    """Makes this process the leader of a new session, and of a new group."""
    _call('setsid')


def setpgid(pid, pgrp, /):
    """Puts a process into a group; 0 is this process, and a group of its own."""
    _call('setpgid', index(pid), index(pgrp))


def setpgrp():
    """Makes this process the leader of a new group."""
    _call('setpgid', 0, 0)


def getpriority(which, who):
    """How much other processes go before these."""
    return _call('getpriority', index(which), index(who))


def setpriority(which, who, priority):
    """Says how much other processes go before these."""
    _call('setpriority', index(which), index(who), index(priority))


def sched_yield():
    """Lets another thread run first."""
    _call('sched_yield')


def pipe2(flags, /):
    """The two ends of a pipe; ``O_NONBLOCK`` and ``O_CLOEXEC``."""
    import os
    ends = os.pipe()
    for end in ends:
        os.set_inheritable(end, not flags & os.O_CLOEXEC)
        if flags & os.O_NONBLOCK:
            os.set_blocking(end, False)
    return ends


def sched_setaffinity(pid, mask, /):
    """Says on which processors a process runs; 0 is this one."""
    mask = sorted({index(processor) for processor in mask})
    if mask and mask[0] < 0:
        raise ValueError('negative CPU number')
    if mask and mask[-1] >= 1024:
        raise OverflowError('CPU number too large')
    _checked(_system.pin(index(pid), mask))


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Whether this process may use a file in a way; it is always its own user."""
    return _access(path, mode, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def _by_name(name):
    return lambda *arguments: _call(name, *map(index, arguments))


def _call(name, *arguments):
    return _checked(_system.call(name, *arguments))


def _checked(answer):
    """What a call gave."""
    import os
    value, error = answer[0], answer[1]
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
        # not bound where it is kept in a class, as no built-in function is
        setattr(place, name, staticmethod(_late(place, module, name)))


def _late(place, module, name):
    def function(*args, **kwargs):
        return getattr(__import__('_parley.' + module, fromlist=[name]), name)(*args, **kwargs)
    function.__name__, function.__qualname__, function.__module__ = name, name, place.__name__
    return function


def _refusing(name):
    """For what GraalPy offers and cannot do, which ended the program as a mistake of ours."""
    def refused(*args, **kwargs):
        raise OSError(38, f'Function not implemented: os.{name}')
    return refused


def _complete_resource():
    """``resource`` with the system's limits: GraalPy says of each that there is none."""
    import resource
    usage = resource.getrusage
    resource.RLIM_INFINITY = -1
    for name, number in zip(('RTTIME', 'SIGPENDING', 'MSGQUEUE', 'NICE', 'RTPRIO', 'OFILE'), (15, 11, 12, 13, 14, 7)):
        setattr(resource, 'RLIMIT_' + name, number)

    def prlimit(pid, resource, limits=(), /):
        """What a process may use; ``limits`` is what it may from now on."""
        limits = [index(limit) for limit in limits]
        if limits and len(limits) != 2:
            raise ValueError('expected a tuple of 2 integers')
        answer = _system.limit(index(pid), index(resource), limits)
        if answer[1] == 22:
            raise ValueError('invalid resource specified' if not limits else 'current limit exceeds maximum limit')
        _checked(answer)
        return answer[2], answer[3]

    def getrlimit(resource, /):
        """What this process may use: soft and hard limit."""
        return prlimit(0, resource)

    def setrlimit(resource, limits, /):
        """Sets it."""
        prlimit(0, resource, tuple(limits))

    def getrusage(who, /):
        """What this process has used, or its children that have ended."""
        if who != resource.RUSAGE_CHILDREN:
            return usage(who)
        used = times()
        return resource.struct_rusage((used.children_user, used.children_system) + (0,) * 14)

    for function in prlimit, getrlimit, setrlimit, getrusage:
        function.__module__, function.__qualname__ = 'resource', function.__name__
        setattr(resource, function.__name__, function)


def _complete_lengths():
    """``FileIO.truncate`` that makes a file longer, too: GraalPy's leaves it as it is."""
    import _io
    cut_file = _io.FileIO.truncate

    def truncate(self, size=None, /):
        """Gives the file this length, or ends it here."""
        size = self.tell() if size is None else size
        given = cut_file(self, size)
        if size > 0 and posix.fstat(self.fileno()).st_size < size:
            posix.ftruncate(self.fileno(), size)
        return given

    truncate.__qualname__ = 'FileIO.truncate'
    host.builtin('define')(_io.FileIO, 'truncate', truncate)


def _complete_maps():
    """``mmap.mmap`` of no file: a copy of this process shares it, as it shares a file, which it is here."""
    import mmap as module
    import os

    class mmap(module.mmap):
        """Memory that is a file's, or none's."""

        def __new__(cls, fileno, length, flags=module.MAP_SHARED, *args, **kwargs):
            if fileno != -1 or flags & module.MAP_PRIVATE or not isinstance(length, int) or length <= 0:
                return super().__new__(cls, fileno, length, flags, *args, **kwargs)
            number = _system.memoryFile('mmap')
            if number < 0:
                return super().__new__(cls, fileno, length, flags, *args, **kwargs)
            file = os.open(f'/proc/self/fd/{number}', os.O_RDWR)
            try:
                os.ftruncate(file, length)
                return super().__new__(cls, file, length, module.MAP_SHARED, *args, **kwargs)
            finally:
                os.close(file)
                _system.close(number)  # not before: GraalPy maps by the name

    mmap.__module__, mmap.__qualname__ = 'mmap', 'mmap'
    module.mmap = mmap


def _complete_fcntl():
    """``fcntl.fcntl`` for what GraalPy can do in other ways."""
    import fcntl
    import posix
    for number, name in enumerate(('F_DUPFD', 'F_GETFD', 'F_SETFD', 'F_GETFL', 'F_SETFL')):
        setattr(fcntl, name, number)
    fcntl.FD_CLOEXEC, fcntl.F_DUPFD_CLOEXEC = 1, 1030

    def control(fd, cmd, arg=0, /):
        """Asks for the flags of an open file, or sets them: of those, whether reads and writes wait."""
        fd = index(fd) if isinstance(fd, int) else fd.fileno()
        if cmd in (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC):
            return posix.dup(fd)
        if cmd == fcntl.F_GETFD:
            return 0 if posix.get_inheritable(fd) else fcntl.FD_CLOEXEC
        if cmd == fcntl.F_GETFL:
            return 0 if posix.get_blocking(fd) else posix.O_NONBLOCK
        if cmd == fcntl.F_SETFD:
            posix.set_inheritable(fd, not arg & fcntl.FD_CLOEXEC)
        elif cmd == fcntl.F_SETFL:
            posix.set_blocking(fd, not arg & posix.O_NONBLOCK)
        else:
            raise OSError(22, 'Invalid argument')
        return 0

    control.__module__, control.__name__, control.__qualname__ = 'fcntl', 'fcntl', 'fcntl'
    fcntl.fcntl = control
    _later(fcntl, 'locks', 'flock', 'lockf')


def _complete_switching():
    """The interval after which threads take turns: GraalPy's own cannot be set."""
    import sys
    interval, switch = 0.005, host.builtin('switch_interval')

    def getswitchinterval():
        """So long a thread may keep others from the interpreter, in seconds."""
        return interval

    def setswitchinterval(seconds, /):
        """Has threads take turns after so many seconds."""
        nonlocal interval
        if seconds <= 0:
            raise ValueError('switch interval must be strictly positive')
        interval = float(seconds)
        switch(interval)

    for function in getswitchinterval, setswitchinterval:
        function.__module__, function.__qualname__ = 'sys', function.__name__
        setattr(sys, function.__name__, function)


def _complete_builtins():
    """What CPython's :mod:`site` adds: looked for by programs and typed at prompts; that module itself takes its time."""
    import builtins
    import sys

    class Quitter:
        """Ends the program, or leaves the prompt."""

        def __init__(self, name):
            self.name = name

        def __repr__(self):
            return f'Use {self.name}() or Ctrl-D to leave'

        def __call__(self, code=None):
            raise SystemExit(code)

    class Helper:
        """What is known of an object: ``help(len)``."""

        def __repr__(self):
            return 'Type help(object) for help about object.'

        def __call__(self, *args, **kwds):
            import pydoc
            if not args and not kwds and not sys.stdin.isatty():
                return print(self)
            return pydoc.help(*args, **kwds)

    for name, value in ('exit', Quitter('exit')), ('quit', Quitter('quit')), ('help', Helper()):
        if not hasattr(builtins, name):
            setattr(builtins, name, value)


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
