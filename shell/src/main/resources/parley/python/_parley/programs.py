"""Other programs: starting them, waiting for them, and becoming one."""

import sys

from _parley import files, host


def prepare():
    """Once, before the user's first code."""
    _complete_waiting()
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
        number = host.exec(os.getcwd(), os.fsencode(path), argv, words)
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
    import posix
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
            _thread.start_new_thread(_hand_on, (source, target))
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
    publish(functions)


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
