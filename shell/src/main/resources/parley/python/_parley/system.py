"""What GraalPy leaves out of the operating system, and how this process's streams behave."""

import sys

from _parley import console, host, preload, signals


def prepare():
    """Once, before the user's first code."""
    _complete_posix()
    _complete_threads()
    _complete_time()
    _complete_tracebacks()
    _complete_collector()
    signals.prepare()
    _read_through_signals()
    _complete_open()
    _bind_to_real_ports()
    _print_line_by_line()
    sys.executable = sys._base_executable = host.executable()


def arrive(folder, gone, changed):
    """In a copy of a process that started Python in advance: this is a process of its own, there, without the variables
    ``gone``, and with those of ``changed``: name, value, name, value..."""
    import os
    import random
    os.chdir(folder)
    for name in gone:
        os.environ.pop(name, None)
    for at in range(0, len(changed), 2):
        os.environ[changed[at]] = changed[at + 1]
    random.seed()
    is_settled()
    preload.arrived()


_define = host.builtin('define')

_before, _in_parent, _in_child = [], [], []


_pid = host.pid()


def copied(forget):
    """In a copy of a process: Python's own modules put right what they have of the original; ``forget`` says whether
    what the original registered with ``atexit`` is none of the copy's."""
    host.hearSignals()
    console.written.clear()
    threading = sys.modules.get('threading')
    if threading is not None:
        _forget_threads(threading)
    random = sys.modules.get('random')
    if random is not None:
        random.seed()
    atexit = sys.modules.get('atexit')
    if atexit is not None and forget:
        atexit._clear()
    util = sys.modules.get('multiprocessing.util')
    if util is not None and forget:
        util._exiting = False  # the original may be on its way out, or has rehearsed that
        util._finalizer_registry.clear()
        util._run_after_forkers()  # so that proxies do not answer each other over one connection
    signals.copied()
    _run(_in_child)
    is_settled()


def is_settled():
    """Whether this process is the one that asked last: false once in a copy that nobody has put right yet."""
    global _pid
    before, _pid = _pid, host.pid()
    return before == _pid


def with_lock(copy):
    """Has Java copy this process while this thread keeps the interpreter's lock."""
    import polyglot
    with polyglot.gil_locked_during_interop(True):
        return copy.getAsInt()


def _forget_threads(threading):
    """This thread is the main one and the only one. GraalPy's locks lack what ``threading._after_fork`` needs."""
    current = threading.current_thread()
    threading._active_limbo_lock = threading.RLock()
    threading._shutdown_locks_lock = threading.Lock()
    threading._shutdown_locks.clear()
    for thread in list(threading._active.values()) + list(threading._limbo.values()):
        if thread is not current:
            thread._tstate_lock = None
            thread._is_stopped = True
    threading._main_thread = current
    current._set_native_id()
    threading._limbo.clear()
    threading._active.clear()
    threading._active[threading.get_ident()] = current


def _run(hooks):
    for hook in hooks:
        try:
            hook()
        except Exception as error:
            from _parley import script
            script.report(error)


def _complete_processes(posix):
    """``os.fork`` and what goes with it; only where a copy of this process lives."""
    import os

    def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
        """Functions to call when a process is copied."""
        if getattr(after_in_child, '__module__', '') in ('threading', 'logging'):
            return  # they would call what GraalPy's locks lack; what they need is done in copied()
        if before is not None:
            _before.insert(0, before)
        if after_in_parent is not None:
            _in_parent.append(after_in_parent)
        if after_in_child is not None:
            _in_child.append(after_in_child)

    def fork():
        """Copies this process: the copy's pid, 0 in the copy, which has this thread only."""
        from _parley import parcel
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        _run(_before)
        parcel.before_fork()
        pid = host.fork()
        if pid == 0:
            copied(forget=False)
        else:
            _run(_in_parent)
        return pid

    def execve(path, argv, env):
        """Makes this process another program; returns never, or raises."""
        argv = [os.fsencode(one) for one in argv]
        if not argv or not argv[0]:
            raise ValueError('execve() arg 2 must not be empty' if not argv else
                             'execve() arg 2 first element cannot be empty')
        console.flush()
        words = [os.fsencode(name) + b'=' + os.fsencode(value) for name, value in env.items()]
        number = host.exec(os.getcwd(), os.fsencode(path), argv, words)
        raise OSError(number, os.strerror(number))

    def execv(path, argv):
        """The same with this process's environment."""
        execve(path, argv, os.environ)

    _publish(posix, {'fork': fork, 'register_at_fork': register_at_fork, 'execve': execve, 'execv': execv})


def _complete_waiting(posix):
    """``os.waitpid`` for every kind of child. GraalPy numbers what ``subprocess`` starts from 1; here they have the
    numbers that the system gave them, so that a signal reaches them, and nobody else."""
    import _posixsubprocess
    import _thread
    start, started = _posixsubprocess.fork_exec, host.builtin('started')

    def fork_exec(*arguments):
        """Starts a program: its number, or -1 where it could not: ``subprocess`` then reads why from a pipe."""
        source, target = arguments[6:8]
        piped = source > 2 and target < 0
        if piped:  # GraalPy would give it nothing to read
            inner, target = posix.pipe()
            arguments = *arguments[:6], inner, target, *arguments[8:]
            source = posix.dup(source)
        number = start(*arguments)
        if number < 0:
            return number
        number = host.adopt(started(number))
        if piped:
            posix.close(inner)
            _thread.start_new_thread(_hand_on, (posix, source, target))
        return number

    _posixsubprocess.fork_exec = fork_exec

    def waitpid(pid, options):
        """``(pid, status)`` of a child that has ended; ``(0, 0)`` with WNOHANG where none has."""
        while True:
            found = host.waitPid(pid, not options & posix.WNOHANG)
            if found is None:
                raise ChildProcessError(10, 'No child processes')
            if len(found):
                return found[0], found[1]

    def wait():
        """``(pid, status)`` of the next child that ends."""
        return waitpid(-1, 0)

    def wait4(pid, options):
        """``waitpid`` with what the process has used, which nobody counts here: zeros."""
        from resource import struct_rusage
        return *waitpid(pid, options), struct_rusage((0.0, 0.0) + (0,) * 14)

    def wait3(options):
        """``wait4`` for any child."""
        return wait4(-1, options)

    def waitstatus_to_exitcode(status):
        """The exit code, minus the signal where one ended it."""
        return -(status & 0x7f) if status & 0x7f else status >> 8

    tests = {
        'WIFEXITED': lambda status: status & 0x7f == 0,
        'WEXITSTATUS': lambda status: status >> 8 & 0xff,
        'WIFSIGNALED': lambda status: status & 0x7f != 0,
        'WTERMSIG': lambda status: status & 0x7f,
        'WCOREDUMP': lambda status: bool(status & 0x80),
        'WIFSTOPPED': lambda status: status & 0xff == 0x7f,
        'WSTOPSIG': lambda status: status >> 8 & 0xff,
    }
    functions = dict(tests, waitpid=waitpid, wait=wait, wait3=wait3, wait4=wait4,
                     waitstatus_to_exitcode=waitstatus_to_exitcode)
    if not hasattr(posix, 'WNOHANG'):
        functions['WNOHANG'] = posix.WNOHANG = 1
    _publish(posix, functions)


def _hand_on(posix, source, target):
    """Between two processes, to the end of either."""
    try:
        while data := posix.read(source, 65_536):
            posix.write(target, data)
    except OSError:
        pass  # its reader has gone
    finally:
        posix.close(source)
        posix.close(target)


def _publish(posix, functions):
    """In ``posix``, where ``os`` takes them from, and in ``os``, where it has done so already. They travel by name."""
    for name, function in functions.items():
        if callable(function):
            function.__module__, function.__name__, function.__qualname__ = 'posix', name, name
    for module in (posix, sys.modules.get('os')):
        if module is not None:
            for name, function in functions.items():
                setattr(module, name, function)


def _complete_posix():
    """Functions of ``os`` that GraalPy lacks, or that its Java-only kind gets wrong."""
    import posix

    def sched_getaffinity(pid):
        return set(range(host.cpuCount()))

    def getpid():
        """The number of this process."""
        return host.pid()

    def getppid():
        """The number of the process that it is a child of now."""
        return host.parentNow()

    def killpg(group, number):
        """Sends a signal to every process of a group."""
        signals.kill(-group, number)

    def abort():
        """Ends this process by SIGABRT."""
        signals.kill(host.pid(), 6)

    _publish(posix, {'kill': signals.kill, 'killpg': killpg, 'abort': abort, 'getpid': getpid,
                     'getppid': getppid, 'sched_getaffinity': sched_getaffinity,
                     'getpgid': lambda pid: _number(pid, 2), 'getpgrp': lambda: _number(0, 2),
                     'getsid': lambda pid: _number(pid, 3)})
    _complete_pipes(posix)
    _complete_waiting(posix)
    if host.mayFork():
        _complete_processes(posix)


def _complete_pipes(posix):
    """The ends of pipes to other programs: GraalPy does not say that they are pipes, and cannot have them not wait; a
    read does not, where ``select`` has said that there is something."""
    stat, block = posix.fstat, posix.set_blocking

    def fstat(fd):
        """Status of an open file."""
        found = stat(fd)
        return found if found.st_mode & 0o170000 else posix.stat_result((found[0] | 0o010000, *found[1:]))

    def set_blocking(fd, blocking, /):
        """Whether reads and writes wait."""
        try:
            block(fd, blocking)
        except OSError:
            if fstat(fd).st_mode & 0o170000 != 0o010000:
                raise

    _publish(posix, {'fstat': fstat, 'set_blocking': set_blocking})


def _complete_threads():
    """The system's own numbers: GraalPy counts threads, and a copy would count as its original."""
    import _thread

    def get_native_id():
        """The number that the system has given to this thread."""
        import posix
        return int(posix.readlink('/proc/thread-self').rpartition('/')[2])

    for module in (_thread, sys.modules.get('threading')):
        if module is not None:
            module.get_native_id = get_native_id

    release = _thread.LockType.release

    def release_once(self):
        """Lets another thread have the lock. GraalPy lets one more have it each time, held or not."""
        if not self.locked():
            raise RuntimeError('release unlocked lock')
        release(self)

    release_once.__name__, release_once.__qualname__ = 'release', 'lock.release'
    _define(_thread.LockType, 'release', release_once)


def _complete_tracebacks():
    """Tracebacks whose functions still run in other threads have frames too."""
    from types import TracebackType
    complete, found = host.builtin('complete_frame'), TracebackType.tb_frame

    def tb_frame(self):
        """The frame of this step."""
        complete(self)
        return found.__get__(self)

    _define(TracebackType, 'tb_frame', property(tb_frame))


def _complete_collector():
    """The thresholds of a collector that counts objects: Java's does not, so they are kept and do nothing."""
    import gc
    thresholds = 700, 10, 10

    def get_threshold():
        """What was set; nothing follows from it."""
        return thresholds

    def set_threshold(threshold0, threshold1=10, threshold2=10, /):
        """Keeps three numbers."""
        nonlocal thresholds
        thresholds = threshold0, threshold1, threshold2

    if not hasattr(gc, 'get_threshold'):
        gc.get_threshold, gc.set_threshold = get_threshold, set_threshold


def _complete_time():
    """A sleep that takes what it says and that signals interrupt: GraalPy sleeps a second more for an ``int``, even for
    0, and hears no signal during a ``float``."""
    import time
    refuse, now = time.sleep, time.monotonic_ns

    def sleep(module, seconds):
        """Waits for so many seconds; other threads go on, and handlers of signals run meanwhile."""
        if not isinstance(seconds, int | float) or not 0 <= seconds <= _LONGEST:
            return refuse(seconds)
        left = int(seconds * 1e9)
        end = now() + left
        while host.sleep(left) < 0:
            left = max(0, end - now())  # interrupted: the signal's handler has run, or raised, by now

    time.sleep = host.builtin('method')(time, sleep)  # a built-in function, as others expect of it


_LONGEST = 9e9  # seconds


def _number(pid, field):
    """A field of ``/proc/PID/stat``, behind the name; 0 is this process."""
    stat = host.kernelFile(f'/proc/{pid or host.pid()}/stat')
    if stat is None:
        raise ProcessLookupError(3, 'No such process')
    return int(bytes(stat).rpartition(b')')[2].split()[field])


def _read_through_signals():
    """A read of the standard input that a signal interrupts: its handler runs, then the read goes on."""
    import io

    class StandardInput(io.FileIO):
        def readinto(self, buffer):
            while True:
                count = super().readinto(buffer)
                if count or not host.inputWasStopped():
                    return count
                while host.signalIsDue():
                    pass  # between two of these steps the handler runs, and may raise

    old = sys.stdin
    raw = StandardInput(0, 'rb', closefd=False)
    raw.name = old.name
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(raw), old.encoding, old.errors)
    sys.stdin.mode = old.mode


def _complete_open():
    """The files of ``/proc`` and ``/sys`` say that they are empty, and GraalPy believes it: Java reads them. And files that
    a program writes and never closes: CPython closes them when the last reference goes, GraalPy some day. They are written
    before another file is opened, and when the process ends (``console.flush``)."""
    import builtins
    import functools
    import io
    from _weakref import ref
    original = io.open

    @functools.wraps(original)
    def open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        if console.written:
            console.flush_files()
        if type(file) is str and file.startswith(('/proc/', '/sys/')) and mode in ('r', 'rt', 'rb') and opener is None:
            content = host.kernelFile(file)
            if content is not None:
                raw = io.BytesIO(bytes(content))
                raw.name, raw.mode = file, 'rb'
                return raw if mode == 'rb' else io.TextIOWrapper(raw, encoding, errors, newline)
        opened = original(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if type(mode) is str and mode.strip('rbtU') and type(file) is not int:
            console.written.append(ref(opened))
        return opened

    io.open = builtins.open = open


def _bind_to_real_ports():
    """Who binds to port 0 gets a free one at once: GraalPy looks for one in ``listen()``, after servers have asked which
    it is."""
    import _socket
    original = _socket.socket

    class socket(original):
        __slots__ = ()

        def bind(self, address):
            """Gives the socket its own address."""
            if type(address) is tuple and address[1:2] == (0,) and self.type == _socket.SOCK_STREAM:
                address = (address[0], self._free_port(address), *address[2:])
            super().bind(address)

        def _free_port(self, address):
            probe = original(self.family, self.type)
            try:
                probe.bind(address)
                probe.listen(1)
                return probe.getsockname()[1]
            finally:
                probe.close()

    socket.__module__ = '_socket'
    _socket.socket = _socket.SocketType = socket


def _print_line_by_line():
    """What is printed appears line by line, wherever it goes: a prompt and other processes write there too."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)
