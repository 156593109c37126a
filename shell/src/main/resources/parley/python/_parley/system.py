"""What GraalPy leaves out of the operating system, and how this process's streams and Ctrl-C behave."""

import sys

from _parley import host


def prepare():
    """Once, before the user's first code."""
    _complete_posix()
    _guard_interrupts()
    _print_line_by_line()


def _complete_posix():
    """Functions of ``os`` that GraalPy lacks or that its Java-only kind gets wrong; ``os`` takes them over from here."""
    import posix

    def kill(pid, signal):
        if not host.kill(pid, int(signal)):
            lives = host.lives(pid)
            raise OSError(1 if lives else 3, 'Operation not permitted' if lives else 'No such process')

    def sched_getaffinity(pid):
        return set(range(host.cpuCount()))

    posix.kill = kill
    posix.getpid = host.pid
    posix.getppid = host.parentNow
    posix.sched_getaffinity = sched_getaffinity


def _guard_interrupts():
    """Ctrl-C raises KeyboardInterrupt where Java says that one is due; Java hears it where Python is blocked in Java."""
    import _signal
    set_handler = _signal.signal

    def on_interrupt(number, frame):
        if host.takeInterrupt():
            raise KeyboardInterrupt

    def signal(number, handler):
        previous = set_handler(number, handler)
        if number == _signal.SIGINT:
            host.surroundInterrupt()
        return previous

    _signal.signal = signal
    signal(_signal.SIGINT, on_interrupt)


def _print_line_by_line():
    """What is printed appears line by line, wherever it goes: a prompt and other processes write there too."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)
