"""``os.spawnv`` and its kin, which ``os`` makes itself only where it is imported after ``os.fork`` is there."""

import os

NO_SUCH_PROGRAM = 127  # what a shell's exit code is then


def spawnv(mode, file, args):
    """Runs a program: its exit code, or its number where ``mode`` is ``P_NOWAIT``."""
    return spawnve(mode, file, args, os.environ)


def spawnve(mode, file, args, env):
    """The same with that environment."""
    return _spawn(mode, os.posix_spawn, file, args, env)


def spawnvp(mode, file, args):
    """The same with a program of the search path."""
    return spawnvpe(mode, file, args, os.environ)


def spawnvpe(mode, file, args, env):
    """The same with that environment."""
    return _spawn(mode, os.posix_spawnp, file, args, env)


def spawnl(mode, file, *args):
    """As ``spawnv``."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """As ``spawnve``; the environment is the last of the arguments."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """As ``spawnvp``."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """As ``spawnvpe``; the environment is the last of the arguments."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def _spawn(mode, start, file, args, env):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    try:
        pid = start(file, args, env)
    except OSError:
        if mode == os.P_NOWAIT:
            raise
        return NO_SUCH_PROGRAM
    return pid if mode == os.P_NOWAIT else os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
