"""Other programs: starting them, waiting for them, and becoming one."""

import sys

from _parley import files, host

#: What to wait for, as Linux numbers it.
WSTOPPED, WEXITED, WCONTINUED, WNOWAIT = 2, 4, 8, 1 << 24

#: Told of a child that goes on.
STATUS_CONTINUED = 0xffff


def prepare():
    """Once, before the user's first code."""
    _complete_waiting()
    _complete_streams()
    if host.mayFork():
        _complete_exec()


def publish(functions):
    """In ``posix``, where ``os`` takes them from, and in ``os``, where it has done so already. They travel by name."""
    import posix
    for name, function in functions.items():
        if callable(function):
            function.__module__, function.__name__, function.__qualname__ = 'posix', name, name
    for module in (posix, sys.modules.get('os')):
        if module is not None:
            for name, function in functions.items():
                setattr(module, name, function)


def _complete_streams():
    """``os.dup2`` onto a standard stream: what this process starts, or becomes, has the other file there, too."""
    import posix
    system, move = host.system(), posix.dup2

    def dup2(fd, fd2, inheritable=True):
        """Has a number stand for another open file; gives it."""
        moves = isinstance(fd, int) and isinstance(fd2, int) and 0 <= fd2 <= 2 and fd != fd2
        number = system.number(fd) if moves else -1
        given = move(fd, fd2, inheritable)
        if number >= 0:
            system.call('dup2', number, fd2)  # after GraalPy's, which closes what was there
        return given

    publish({'dup2': dup2})


def _complete_exec():
    """``os.execv`` and ``os.execve``, on which all others stand; where the helper is."""
    import os

    def execve(path, argv, env):
        """Makes this process another program; returns never, or raises."""
        argv = [os.fsencode(one) for one in argv]
        if not argv or not argv[0]:
            raise ValueError('execve() arg 2 must not be empty' if not argv else
                             'execve() arg 2 first element cannot be empty')
        files.flush()
        words = [os.fsencode(name) + b'=' + os.fsencode(value) for name, value in env.items()]
        number = host.programs().exec(os.getcwd(), os.fsencode(path), argv, words)
        raise OSError(number, os.strerror(number))

    def execv(path, argv):
        """The same with this process's environment."""
        execve(path, argv, os.environ)

    publish({'execve': execve, 'execv': execv})


def _complete_waiting():
    """``os.waitpid`` for every kind of child. GraalPy numbers what ``subprocess`` starts from 1; here they have the
    numbers that the system gave them, so that a signal reaches them, and nobody else."""
    import _posixsubprocess
    import _thread
    import os
    import posix
    start, started = _posixsubprocess.fork_exec, host.builtin('started')

    def fork_exec(*arguments):
        """Starts a program: its number, or nobody's where it could not: ``subprocess`` then reads why from a pipe."""
        from _parley import starting
        files.flush_files()
        number = starting.start(*arguments)
        if number is None:
            number = start_piped(list(arguments))
        return number if number >= 0 else starting.NOBODY

    def start_piped(arguments):
        """In GraalPy's own way, which knows pipes of its own and the standard streams."""
        mine, handed = [], []  # pipes of the program's own: GraalPy would neither read nor write them
        if arguments[6] > 2 and arguments[7] < 0:
            source = posix.dup(arguments[6])
            arguments[6], arguments[7] = posix.pipe()
            mine.append(arguments[6])
            handed.append((source, arguments[7]))
        output, error = arguments[9], arguments[11]
        for out, target in (8, output), (10, error):
            if out == 10 and target == output:
                arguments[11] = arguments[9]  # both into one
            elif target > 2 and arguments[out] < 0 and _is_pipe(target):
                arguments[out], arguments[out + 1] = posix.pipe()
                mine.append(arguments[out + 1])
                handed.append((arguments[out], posix.dup(target)))
        number = start(*arguments)
        if number >= 0:
            number = host.programs().adopt(started(number))
        for end in mine:
            posix.close(end)
        for ends in handed:
            if number < 0:
                for end in ends:
                    posix.close(end)
            else:
                _thread.start_new_thread(_hand_on, ends)
        return number

    _posixsubprocess.fork_exec = fork_exec

    def waitpid(pid, options, /):
        """``(pid, status)`` of a child that has ended, or stopped or gone on where asked; ``(0, 0)`` with WNOHANG where none
        has."""
        return _wait_for(pid, options | WEXITED)

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
        if WIFSTOPPED(status):
            raise ValueError(f'process stopped by delivery of signal {status >> 8 & 0xff}')
        if status == STATUS_CONTINUED:
            raise ValueError(f'invalid wait status: {status:#x}')
        return -(status & 0x7f) if status & 0x7f else status >> 8

    tests = {
        'WIFEXITED': lambda status: status & 0x7f == 0,
        'WEXITSTATUS': lambda status: status >> 8 & 0xff,
        'WIFSIGNALED': lambda status: 0 < status & 0x7f < 0x7f,
        'WTERMSIG': lambda status: status & 0x7f,
        'WCOREDUMP': lambda status: bool(status & 0x80),
        'WIFSTOPPED': WIFSTOPPED,
        'WSTOPSIG': lambda status: status >> 8 & 0xff,
        'WIFCONTINUED': lambda status: status == STATUS_CONTINUED,
    }

    def system(command):
        """Has the shell run something: its status, as ``waitpid`` gives it."""
        import subprocess
        code = subprocess.call(['/bin/sh', '-c', os.fsdecode(command)])
        return -code if code < 0 else code << 8

    functions = dict(tests, system=system, waitpid=waitpid, wait=wait, wait3=wait3, wait4=wait4,
                     waitstatus_to_exitcode=waitstatus_to_exitcode, waitid=waitid, waitid_result=waitid_result,
                     posix_spawn=posix_spawn, posix_spawnp=posix_spawnp,
                     POSIX_SPAWN_OPEN=0, POSIX_SPAWN_CLOSE=1, POSIX_SPAWN_DUP2=2,
                     P_ALL=0, P_PID=1, P_PGID=2, WNOHANG=1, WUNTRACED=WSTOPPED, WEXITED=WEXITED, WSTOPPED=WSTOPPED,
                     WCONTINUED=WCONTINUED, WNOWAIT=WNOWAIT, CLD_EXITED=1, CLD_KILLED=2, CLD_DUMPED=3, CLD_TRAPPED=4,
                     CLD_STOPPED=5, CLD_CONTINUED=6)
    publish(functions)


def posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(),
                setsigdef=(), scheduler=None):
    """Starts a program: its number. Of its descriptors the first three can be others than this process has."""
    import os
    import subprocess
    if resetids or scheduler is not None:
        raise NotImplementedError('posix_spawn: resetids and scheduler unavailable on this platform')
    streams, opened = {}, []
    try:
        for action, fd, *more in file_actions or ():
            if action == os.POSIX_SPAWN_OPEN:
                opened.append(os.open(*more))
                streams[fd] = opened[-1]
            elif action == os.POSIX_SPAWN_CLOSE:
                streams[fd] = subprocess.DEVNULL
            else:
                streams[more[0]] = streams.get(fd, fd)
        child = subprocess.Popen(
            argv, executable=path, env=env, start_new_session=setsid,
            **{name: streams[fd] for fd, name in enumerate(('stdin', 'stdout', 'stderr')) if fd in streams})
    finally:
        for fd in opened:
            os.close(fd)
    child.returncode = 0  # it is waited for by its number
    if setpgroup is not None:
        os.setpgid(child.pid, setpgroup)
    return child.pid


def posix_spawnp(path, argv, env, /, **options):
    """The same with a program that is looked for on the path."""
    import shutil
    return posix_spawn(shutil.which(path) or path, argv, env, **options)


class waitid_result(tuple):
    """What :func:`waitid` gives."""

    si_pid, si_uid, si_signo, si_status, si_code = (property(lambda self, at=at: self[at]) for at in range(5))

    def __repr__(self):
        return 'waitid_result(si_pid=%r, si_uid=%r, si_signo=%r, si_status=%r, si_code=%r)' % self


def waitid(idtype, ident, options, /):
    """Waits for a child that has ended, stopped or gone on, any or one; None with WNOHANG where none has."""
    import os
    if idtype not in (os.P_ALL, os.P_PID) or not options & (WEXITED | WSTOPPED | WCONTINUED):
        raise OSError(22, os.strerror(22))
    pid, status = _wait_for(ident if idtype == os.P_PID else -1, options)
    if not pid:
        return None
    if WIFSTOPPED(status):
        code, what = os.CLD_STOPPED, os.WSTOPSIG(status)
    elif status == STATUS_CONTINUED:
        code, what = os.CLD_CONTINUED, 18
    elif os.WIFSIGNALED(status):
        code, what = os.CLD_DUMPED if os.WCOREDUMP(status) else os.CLD_KILLED, os.WTERMSIG(status)
    else:
        code, what = os.CLD_EXITED, os.WEXITSTATUS(status)
    return waitid_result((pid, os.getuid(), 17, what, code))


def WIFSTOPPED(status):
    """Whether a child has stopped, by what is told of it."""
    return status & 0xff == 0x7f


def _wait_for(pid, options):
    while True:
        found = host.programs().waitPid(pid, options)
        if found is None:
            raise ChildProcessError(10, 'No child processes')
        if len(found):
            return found[0], found[1]


def _is_pipe(fd):
    import posix
    return posix.fstat(fd).st_mode & 0o170000 == 0o010000


def _hand_on(source, target):
    """Between two processes, to the end of either."""
    import posix
    try:
        while data := posix.read(source, 65_536):
            posix.write(target, data)
    except OSError:
        pass  # its reader has gone
    finally:
        posix.close(source)
        posix.close(target)
