"""Calls of the system's, and a process that a thread starts."""

import errno
import fcntl
import grp
import multiprocessing as mp
import os
import resource
import signal
import sys
import tempfile
import threading
import time


def refused(what, *arguments):
    try:
        return what(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


def descriptors():
    with tempfile.TemporaryFile() as file:
        fd = file.fileno()
        print(os.pwrite(fd, b'0123456789', 0), os.pread(fd, 3, 4), os.lseek(fd, 0, os.SEEK_CUR))
        print(os.writev(fd, [b'ab', b'cde']), os.lseek(fd, 0, os.SEEK_SET))
        buffers = bytearray(2), bytearray(9)
        print(os.readv(fd, buffers), buffers)
        os.lockf(fd, os.F_LOCK, 2)
        os.lockf(fd, os.F_ULOCK, 2)
        os.fdatasync(fd)
    read, write = os.pipe()
    flags = fcntl.fcntl(read, fcntl.F_GETFL)
    print(flags & os.O_NONBLOCK, fcntl.fcntl(read, fcntl.F_SETFL, flags | os.O_NONBLOCK), os.get_blocking(read))
    print(refused(os.read, read, 1))
    os.write(write, b'x')
    print(os.read(read, 9))
    os.set_blocking(write, False)
    sent = 0
    while True:
        try:
            sent += os.write(write, bytes(4096))
        except BlockingIOError as error:
            print('full', error.errno == errno.EAGAIN, sent > 0)
            break
    os.close(write)
    while os.read(read, 1 << 16):
        pass
    print('end', os.read(read, 1))
    os.closerange(read, read + 1)
    print(refused(os.fstat, read)[0])
    number = os.memfd_create('kept')
    os.write(number, b'in memory')
    print(os.pread(number, 20, 3))


def numbers():
    print(os.geteuid() == os.getuid(), os.getegid() == os.getgid(), len(os.getrandom(5)))
    print(os.major(os.makedev(8, 300)), os.minor(os.makedev(8, 300)), os.access('.', os.R_OK, effective_ids=True))
    print(grp.getgrgid(0).gr_name, grp.getgrnam('root').gr_gid, refused(grp.getgrnam, 'nobodys'))
    print(signal.SIGRTMIN, int(signal.SIGCLD), sys.getswitchinterval(), refused(sys.setswitchinterval, 0))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    print(resource.getrlimit(resource.RLIMIT_NOFILE) == (100, hard),
          refused(resource.setrlimit, resource.RLIMIT_NOFILE, (1,)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime >= 0, resource.RLIM_INFINITY)
    print(os.sched_get_priority_max(os.SCHED_FIFO), os.sched_getscheduler(0) == os.SCHED_OTHER)
    print(os.spawnv(os.P_WAIT, '/bin/sh', ['sh', '-c', 'exit 3']), os.spawnlp(os.P_WAIT, 'true', 'true'),
          os.spawnl(os.P_WAIT, '/no/such', 'such'))


def pinned(queue):
    queue.put(sorted(os.sched_getaffinity(0)))


def affinity(method):
    every = os.sched_getaffinity(0)
    one = {min(every)}
    os.sched_setaffinity(0, one)
    context = mp.get_context(method)
    queue = context.Queue()
    process = context.Process(target=pinned, args=(queue,))
    process.start()
    print(os.sched_getaffinity(0) == one, method == 'forkserver' or queue.get() == sorted(one))
    process.join()
    os.sched_setaffinity(0, every)
    print(os.sched_getaffinity(0) == every, refused(os.sched_setaffinity, 0, [-1]), refused(os.sched_setaffinity, 0, []))


def level(queue):
    queue.put(mp.get_logger().getEffectiveLevel())


def logging(method):
    context = mp.get_context(method)
    mp.get_logger().setLevel(32)
    queue = context.SimpleQueue()
    process = context.Process(target=level, args=(queue,))
    process.start()
    print('level', queue.get())
    process.join()


def handles(ready):
    handled = threading.Event()

    def handler(*_):
        print('handled', threading.current_thread() is threading.main_thread())
        handled.set()

    signal.signal(signal.SIGUSR1, handler)
    ready.set()
    while not handled.is_set():
        time.sleep(0.01)


def start(method):
    context = mp.get_context(method)
    ready = context.Event()
    process = context.Process(target=handles, args=(ready,))
    process.start()
    ready.wait()
    os.kill(process.pid, signal.SIGUSR1)
    process.join()
    print('exit code', process.exitcode)


def copy():
    pid = os.fork()
    if pid:
        print('the copy ended', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    else:
        print('the copy', threading.current_thread() is threading.main_thread(), flush=True)


def main():
    descriptors()
    numbers()
    affinity(sys.argv[1])
    logging(sys.argv[1])
    for thread in threading.Thread(target=start, args=(sys.argv[1],)), threading.Thread(target=copy):
        thread.start()
        thread.join()


if __name__ == '__main__':
    main()
