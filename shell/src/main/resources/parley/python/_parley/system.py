"""What GraalPy leaves out of the operating system, and how this process's streams behave."""

import _thread
import posix
import sys

from _parley import compiling, files, garbage, host, lacking, preload, programs, selecting, signals, sockets

#: What the process was given, as ``posix.environ`` has it.
environment = posix.environ.copy()

_first_folder = None  # nobody has asked


def prepare():
    """Once, before the user's first code."""
    _complete_posix()
    _complete_threads()
    _complete_time()
    _complete_tracebacks()
    compiling.prepare()
    garbage.prepare()
    programs.prepare()
    lacking.prepare()
    signals.prepare()
    files.prepare()
    sockets.prepare()
    selecting.prepare()
    sys.executable = sys._base_executable = host.executable()


def begin():
    """In a copy of a process that started Python in advance: this is a process of its own."""
    import random
    _seed(random)
    _register_again()
    _count_threads_again()
    is_settled()
    preload.arrived()


def arrive(folder, gone, changed):
    """After :func:`begin`: it is there, without the variables ``gone``, and with those of ``changed``: name, value, name,
    value..."""
    global environment, _first_folder
    import os
    os.chdir(folder)
    _first_folder = folder
    for name in gone:
        os.environ.pop(name, None)
    for at in range(0, len(changed), 2):
        os.environ[changed[at]] = changed[at + 1]
    environment = posix.environ.copy()


def first_folder():
    """Where this process started."""
    global _first_folder
    if _first_folder is None:
        _first_folder = host.folder()
    return _first_folder


def _register_again():
    """What modules of the library do at the end of a process: rehearsals have cleared it, with all else of ``atexit``."""
    import atexit
    import weakref
    for name, function in ('logging', 'shutdown'), ('multiprocessing.util', '_exit_function'):
        if name in sys.modules:
            end = getattr(sys.modules[name], function)
            atexit.unregister(end)
            atexit.register(end)
    weakref.finalize._registry.clear()
    weakref.finalize._registered_with_atexit = False


def _count_threads_again():
    """The first thread of a program is ``Thread-1``, whatever ran before the copy was made."""
    import itertools
    import threading
    threading._counter = itertools.count(1).__next__


_define, _was_alone = host.builtin('define'), host.builtin('was_alone')

_before, _in_parent, _in_child = [], [], []


_pid = host.pid()


def copied(forget):
    """In a copy of a process: Python's own modules put right what they have of the original; ``forget`` says whether
    what the original registered with ``atexit`` is none of the copy's. Java hears signals in this thread already."""
    global _pid
    _pid = host.pid()
    files.copied()
    threading = sys.modules.get('threading')
    if threading is not None:
        _forget_threads(threading)
    random = sys.modules.get('random')
    if random is not None:
        _seed(random)
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


def _seed(random):
    """As ``random.seed()``, which asks the system for a number 624 times, each of which is hashed."""
    import os
    random.seed(int.from_bytes(os.urandom(32), 'little'))


def before_fork():
    """What ``os.register_at_fork`` was told to do before a process is copied, by ``fork`` of any kind."""
    _run(_before)


def after_fork_in_parent():
    """What it was told to do then, in the original."""
    _run(_in_parent)


def is_settled():
    """Whether this process is the one that asked last: false once in a copy that nobody has put right yet."""
    global _pid
    before, _pid = _pid, host.pid()
    return before == _pid


def with_lock(copy):
    """Has Java copy this process while this thread keeps the interpreter's lock."""
    from _polyglot import gil_locked_during_interop
    with gil_locked_during_interop(True):
        return copy.getAsInt()


def _forget_threads(threading):
    """This thread is the main one and the only one. GraalPy's locks lack what ``threading._after_fork`` needs."""
    current = threading.current_thread()
    current._native_id = _pid
    if _was_alone():
        return
    threading._active_limbo_lock = threading.RLock()
    threading._shutdown_locks_lock = threading.Lock()
    threading._shutdown_locks.clear()
    for thread in list(threading._active.values()) + list(threading._limbo.values()):
        if thread is not current:
            thread._tstate_lock = None
            thread._is_stopped = True
    threading._main_thread = current
    threading._limbo.clear()
    threading._active.clear()
    threading._active[threading.get_ident()] = current
    executors = sys.modules.get('concurrent.futures.thread')
    if executors is not None:  # its end would wait for the original's threads; this one may be one of them
        executors._global_shutdown_lock._at_fork_reinit()
        executors._threads_queues.clear()


def _run(hooks):
    for hook in hooks:
        try:
            hook()
        except Exception as error:
            from _parley import script
            script.report(error)


def _end_with_thread():
    """This thread made the copy and is the only one in it: the copy ends when it does, without ``atexit``."""
    import threading

    def end():
        files.flush()
        host.leaveCopy(0)

    threading.current_thread()._delete = end  # what a thread does last


def _complete_processes():
    """``os.fork`` and what goes with it; only where a copy of this process lives."""

    def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
        """Functions to call when a process is copied."""
        if getattr(after_in_child, '__module__', '') == 'threading':
            return  # it would ask GraalPy's threads for what they lack; what it needs is done in copied()
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
        before_fork()
        parcel.before_fork()
        is_main = _thread.get_ident() == signals.main_thread()
        pid = None
        try:
            pid = host.programs().fork()
        finally:
            if pid != 0:
                after_fork_in_parent()
        if pid == 0:
            host.hearSignals()
            copied(forget=False)
            if not is_main:
                _end_with_thread()
        return pid

    programs.publish({'fork': fork, 'register_at_fork': register_at_fork})


def _complete_posix():
    """Functions of ``os`` that GraalPy lacks, or that its Java-only kind gets wrong."""

    def sched_getaffinity(pid):
        """The numbers of the processors on which a process runs; 0 is this one."""
        status = host.kernelFile(f'/proc/{pid or host.pid()}/status')
        if status is None:
            raise ProcessLookupError(3, 'No such process')
        ranges = status.partition('Cpus_allowed_list:')[2].partition('\n')[0].strip().split(',')
        bounds = [list(map(int, part.split('-'))) for part in ranges]
        return {number for part in bounds for number in range(part[0], part[-1] + 1)}

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

    programs.publish({'kill': signals.kill, 'killpg': killpg, 'abort': abort, 'getpid': getpid,
                     'getppid': getppid, 'sched_getaffinity': sched_getaffinity,
                     'getpgid': lambda pid: _number(pid, 2), 'getpgrp': lambda: _number(0, 2),
                     'getsid': lambda pid: _number(pid, 3)})
    _complete_pipes(posix)
    _complete_reads(posix)
    if host.mayFork():
        _complete_processes()


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

    programs.publish({'fstat': fstat, 'set_blocking': set_blocking})


def _complete_reads(posix):
    """A read or write that must not wait and would have to says so: GraalPy gives nothing, which means the end."""
    read, write, get_blocking = posix.read, posix.write, posix.get_blocking

    def would_wait(fd):
        import select
        if get_blocking(fd):
            return False
        return not select.select([fd], [], [], 0)[0]

    def read_now(fd, length, /):
        """Reads what there is, at most so many bytes; nothing at the end."""
        if isinstance(fd, int):
            selecting.await_input(fd)
        data = read(fd, length)
        if not data and length > 0 and would_wait(fd):
            raise BlockingIOError(11, 'Resource temporarily unavailable')
        return data

    def write_now(fd, data, /):
        """Writes bytes, as many as there is room for; how many."""
        count = write(fd, data)
        if not count and len(data) and not get_blocking(fd):
            raise BlockingIOError(11, 'Resource temporarily unavailable')
        return count

    programs.publish({'read': read_now, 'write': write_now})


def _complete_threads():
    """The system's own numbers: GraalPy counts threads, and a copy would count as its original."""

    def get_native_id():
        """The number that the system has given to this thread."""
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

    renew = host.builtin('renew_lock')

    def _at_fork_reinit(self):
        """In a copy of a process: nobody has this lock."""
        renew(self)

    for kind in (_thread.LockType, _thread.RLock):
        _define(kind, '_at_fork_reinit', _at_fork_reinit)


def _complete_tracebacks():
    """Tracebacks whose functions still run in other threads have frames too."""
    from types import TracebackType
    complete, found = host.builtin('complete_frame'), TracebackType.tb_frame

    def tb_frame(self):
        """The frame of this step."""
        complete(self)
        return found.__get__(self)

    _define(TracebackType, 'tb_frame', property(tb_frame))


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
    return int(stat.rpartition(')')[2].split()[field])
