"""Functions of ``os`` on open files, made of those that GraalPy has; imported when the first of them is called."""

import fcntl
import os

from _parley.lacking import cut


def pread(fd, length, offset, /):
    """Reads at a place; the file's own position stays. Not in one step, as the system's: other threads may come between."""
    return _at(fd, offset, lambda: os.read(fd, length))


def pwrite(fd, data, offset, /):
    """Writes at a place; the file's own position stays."""
    return _at(fd, offset, lambda: os.write(fd, data))


def _at(fd, offset, do):
    here = os.lseek(fd, 0, os.SEEK_CUR)
    os.lseek(fd, offset, os.SEEK_SET)
    try:
        return do()
    finally:
        os.lseek(fd, here, os.SEEK_SET)


def readv(fd, buffers, /):
    """Reads into one buffer after the other; how many bytes."""
    count = 0
    for buffer in buffers:
        view = memoryview(buffer).cast('B')
        data = os.read(fd, len(view))
        view[:len(data)] = data
        count += len(data)
        if len(data) < len(view):
            break
    return count


def writev(fd, buffers, /):
    """Writes one buffer after the other; how many bytes."""
    return os.write(fd, b''.join(buffers))


def closerange(fd_low, fd_high, /):
    """Closes files, whether they are open or not."""
    for fd in range(fd_low, fd_high):
        try:
            os.close(fd)
        except OSError:
            pass


def lockf(fd, command, length, /):
    """Locks a part of a file, from its position on; ``F_TEST`` only says, by an error, that somebody else has."""
    if command == os.F_ULOCK:
        fcntl.lockf(fd, fcntl.LOCK_UN, length, 0, os.SEEK_CUR)
        return
    fcntl.lockf(fd, fcntl.LOCK_EX | (0 if command == os.F_LOCK else fcntl.LOCK_NB), length, 0, os.SEEK_CUR)
    if command == os.F_TEST:
        fcntl.lockf(fd, fcntl.LOCK_UN, length, 0, os.SEEK_CUR)


def ftruncate(fd, length, /):
    """Gives an open file this length; what is new in it are zeros."""
    cut(fd, length)
    if os.fstat(fd).st_size < length:
        here = os.lseek(fd, 0, os.SEEK_CUR)
        os.lseek(fd, length - 1, os.SEEK_SET)
        os.write(fd, b'\0')
        os.lseek(fd, here, os.SEEK_SET)


def truncate(path, length):
    """Gives a file this length."""
    if isinstance(path, int):
        return ftruncate(path, length)
    fd = os.open(path, os.O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        os.close(fd)


def fdatasync(fd):
    """What was written to a file is on the disk when this returns."""
    os.fsync(fd)


def memfd_create(name, flags=None):
    """A new file in memory that is in no folder."""
    from _parley import host
    system = host.system()
    number = system.memoryFile(os.fsdecode(name))
    if number < 0:
        raise OSError(38, os.strerror(38))
    try:
        return os.open(f'/proc/self/fd/{number}', os.O_RDWR)
    finally:
        system.close(number)


def major(device, /):
    """A device's kind."""
    return (device >> 8) & 0xfff | (device >> 32) & ~0xfff


def minor(device, /):
    """A device's number among its kind."""
    return device & 0xff | (device >> 12) & ~0xff


def makedev(major, minor, /):
    """A device of these two."""
    return (major & 0xfff) << 8 | (major & ~0xfff) << 32 | minor & 0xff | (minor & ~0xff) << 12


def getrandom(size, flags=0):
    """Random bytes."""
    return os.urandom(size)


def getlogin():
    """Who logged in at this terminal."""
    import pwd
    return os.environ.get('LOGNAME') or pwd.getpwuid(os.getuid()).pw_name
