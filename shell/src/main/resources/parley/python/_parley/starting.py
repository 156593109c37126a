"""Starts what ``subprocess`` starts, with files of the system's: GraalPy hands on pipes, and no files.

    its descriptors ─▶ the system's numbers of what is open there ─▶ posix_spawn
                   └─▶ a stream is none of the system's files      ─▶ None: GraalPy's way
    with a preexec_fn: a copy of this process, which calls it and then becomes the program
"""

import os

from _parley import host

_system = host.system()
_programs = host.programs()

#: The number of a program that could not be started: ``subprocess`` waits for that, and must find nobody.
NOBODY = 2**31 - 1

_NOT_FOUND = 2, 20  # there may be one further on in the search path


def start(args, executables, close_fds, kept, cwd, environment, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
          errpipe_read, errpipe_write, restores, session, group, gid, gids, uid, umask, prepare, vfork):
    """The number of the program; NOBODY where there is none, and why is in the pipe; None where it must go another way."""
    if gid is not None or gids is not None or uid is not None:
        return None
    arguments = [os.fsencode(one) for one in args]
    if environment is None:
        environment = [os.fsencode(name) + b'=' + os.fsencode(value) for name, value in os.environ.items()]
    streams = {target: fd for target, fd in enumerate((p2cread, c2pwrite, errwrite)) if fd >= 0 and fd != target}
    if prepare is not None:
        return _copy(arguments, executables, cwd, environment, streams, errpipe_write, session, group, prepare)
    given = streams | {fd: fd for fd in kept if fd > 2 and fd != errpipe_write}
    sources = [_system.number(fd) for fd in given.values()]
    if -1 in sources:
        return None
    folder = os.path.abspath(os.fsdecode(cwd or os.getcwd()))
    if cwd is not None and not os.path.isdir(folder):
        _tell(errpipe_write, 20 if os.path.exists(folder) else 2, 'noexec:chdir')
        return NOBODY
    wrong = missing = 0
    for path in executables:
        missing = _missing(os.path.join(os.fsencode(folder), path))  # each try would be a process, which ends
        if missing:
            continue
        number = _programs.spawn(path, arguments, list(environment), folder, sources, list(given), bool(session), group,
                                 bool(restores))
        if number > 0:
            return number
        if -number in _NOT_FOUND:
            missing = -number
        else:
            wrong = wrong or -number
    _tell(errpipe_write, wrong or missing)
    return NOBODY


def _missing(path):
    """0 where there is such a file; else the error that says why not, if that is why."""
    try:
        os.stat(path)
    except OSError as error:
        return error.errno if error.errno in _NOT_FOUND else 0
    return 0


def _tell(pipe, wrong, more=''):
    os.write(pipe, f'OSError:{wrong:x}:{more}'.encode())


def _copy(arguments, executables, cwd, environment, streams, errpipe_write, session, group, prepare):
    variables = dict(one.split(b'=', 1) for one in environment)
    pid = os.fork()
    if pid:
        return pid
    try:
        for target, fd in streams.items():
            os.dup2(fd, target)
        if cwd is not None:
            os.chdir(cwd)
        if session:
            os.setsid()
        if group >= 0:
            os.setpgid(0, group)
        try:
            prepare()
        except BaseException:
            os.write(errpipe_write, b'SubprocessError:0:Exception occurred in preexec_fn.')
            os._exit(255)
        wrong = 2
        for path in executables:
            try:
                os.execve(path, arguments, variables)
            except OSError as error:
                wrong = error.errno
        _tell(errpipe_write, wrong)
    finally:
        os._exit(255)
