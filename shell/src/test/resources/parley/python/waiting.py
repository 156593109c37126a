"""What waits for descriptors, signals and children."""

import os
import select
import signal
import threading
import time


def tell(what, function):
    try:
        print(what, function())
    except (OSError, ValueError, KeyError) as error:
        print(what, type(error).__name__, error.args[:1])


def polls():
    watch, (left, right) = select.poll(), os.pipe()
    watch.register(left, select.POLLIN)
    print(watch.poll(0))
    threading.Timer(0.2, os.write, (right, b'x')).start()
    print(watch.poll(10_000) == [(left, select.POLLIN)])
    tell('modify', lambda: watch.modify(10_000, select.POLLIN))
    tell('unregister', lambda: watch.unregister(10_000))
    watch.register(10_000)
    print(watch.poll(1000) == [(left, select.POLLIN), (10_000, select.POLLNVAL)] or 'a closed one')
    with select.epoll() as other:
        other.register(right, select.EPOLLOUT)
        print(other.poll(1) == [(right, select.EPOLLOUT)])
        tell('again', lambda: other.register(right))
        other.unregister(right)
        print(other.poll(0.01))
    print(other.closed)


def masks():
    print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2]))
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigpending(), signal.sigwait({signal.SIGUSR1, signal.SIGUSR2}), signal.sigpending())
    print(signal.sigtimedwait([signal.SIGUSR2], 0.01))
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR2)).start()
    print(signal.sigwaitinfo([signal.SIGUSR2]).si_signo)
    signal.signal(signal.SIGUSR1, lambda number, frame: print('handled', signal.strsignal(number)))
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    print(sorted(signal.pthread_sigmask(signal.SIG_SETMASK, [])))
    time.sleep(0.01)
    print(signal.pthread_sigmask(signal.SIG_BLOCK, ()), len(signal.valid_signals()) in (62, 64))
    tell('strsignal', lambda: signal.strsignal(0))


def refused():
    """What is not there is an error of the program's."""
    for name, arguments in ('fchown', (10_000, 0, 0)), ('chown', ('/nope', 0, 0)):
        try:
            print(getattr(os, name)(*arguments))
        except OSError:
            print(name, 'refused')


def children():
    pid = os.fork()
    if not pid:
        os.setsid()
        os._exit(3 if os.getsid(0) == os.getpgrp() == os.getpid() else 4)
    ended = os.waitid(os.P_PID, pid, os.WEXITED)
    print(ended.si_pid == pid, ended.si_status, ended.si_code == os.CLD_EXITED)
    pid = os.fork()
    if not pid:
        time.sleep(60)
    os.setpgid(pid, pid)
    print(os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG))
    os.killpg(pid, signal.SIGKILL)
    ended = os.waitid(os.P_ALL, 0, os.WEXITED)
    print(ended.si_status, ended.si_code == os.CLD_KILLED)
    left, right = os.pipe2(os.O_CLOEXEC)
    pid = os.posix_spawnp('echo', ['echo', 'spawned'], os.environ,
                          file_actions=[(os.POSIX_SPAWN_DUP2, right, 1), (os.POSIX_SPAWN_CLOSE, left)])
    print(os.waitpid(pid, 0)[1], os.read(left, 100))
    print(os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0), os.sched_yield())
    tell('waitid', lambda: os.waitid(os.P_ALL, 0, os.WEXITED))
    tell('setpgid', lambda: os.setpgid(1, 1))


if __name__ == '__main__':
    polls()
    masks()
    refused()
    children()
