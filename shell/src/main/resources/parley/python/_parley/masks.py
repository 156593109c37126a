"""Signals that are held back, and waited for: what ``signal.pthread_sigmask`` and ``signal.sigwait`` do.

    arrived(number) ─▶ held back? ─▶ pending ─▶ sigwait takes it, or it is let in again: as if it came then

A signal that has no handler has ours as long as it is held back. There is one mask for the whole process, since it is the
main thread that handles signals.
"""

import _thread
from _operator import index

from _parley import host, signals

SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
_LOOK = 10_000_000  # nanoseconds between two looks of a thread that signals do not interrupt

_blocked, _pending = set(), set()
_TEXTS = dict(enumerate((
    'Hangup', 'Interrupt', 'Quit', 'Illegal instruction', 'Trace/breakpoint trap', 'Aborted', 'Bus error',
    'Floating point exception', 'Killed', 'User defined signal 1', 'Segmentation fault', 'User defined signal 2',
    'Broken pipe', 'Alarm clock', 'Terminated', 'Stack fault', 'Child exited', 'Continued', 'Stopped (signal)',
    'Stopped', 'Stopped (tty input)', 'Stopped (tty output)', 'Urgent I/O condition', 'CPU time limit exceeded',
    'File size limit exceeded', 'Virtual timer expired', 'Profiling timer expired', 'Window changed', 'I/O possible',
    'Power failure', 'Bad system call'), 1))


class struct_siginfo(tuple):
    """What is known of a signal that was waited for."""

    si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band = (
        property(lambda self, at=at: self[at]) for at in range(7))


def holds(number):
    """Whether a signal that has come is held back: then it is pending."""
    if number not in _blocked:
        return False
    _pending.add(number)
    return True


def pthread_sigmask(how, mask, /):
    """Changes which signals are held back; which were."""
    numbers = _numbers(mask) - {signals.SIGKILL, signals.SIGSTOP}
    before = set(_blocked)
    if how == SIG_BLOCK:
        after = before | numbers
    elif how == SIG_UNBLOCK:
        after = before - numbers
    elif how == SIG_SETMASK:
        after = numbers
    else:
        raise OSError(22, 'Invalid argument')
    for number in after - before:
        signals.listen(number)
    _blocked.clear()
    _blocked.update(after)
    for number in before - after:
        signals.unlisten(number)
        if number in _pending:
            _pending.discard(number)
            signals.kill(host.pid(), number)
    return before


def sigwait(sigset, /):
    """Waits for one of these signals; its number."""
    return _wait(_numbers(sigset), None)


def sigwaitinfo(sigset, /):
    """The same; what is known of it."""
    return _info(_wait(_numbers(sigset), None))


def sigtimedwait(sigset, timeout, /):
    """The same for so many seconds at most; None when none came."""
    if timeout < 0:
        raise ValueError('timeout must be non-negative')
    number = _wait(_numbers(sigset), timeout)
    return None if number is None else _info(number)


def sigpending():
    """Those that have come and are held back."""
    return set(_pending)


def pthread_kill(thread_id, signalnum, /):
    """Sends a signal to a thread of this process: whichever it is, the main thread handles it."""
    number = index(signalnum)
    if number:
        signals.kill(host.pid(), number)


def strsignal(signalnum, /):
    """What the system calls a signal; None where it has no name."""
    number = index(signalnum)
    if not 1 <= number <= signals.LAST:
        raise ValueError('signal number out of range')
    return _TEXTS.get(number) or (f'Real-time signal {number - 34}' if number >= 34 else None)


def valid_signals():
    """The numbers that there are."""
    return set(range(1, signals.LAST + 1)) - {32, 33}


def _numbers(mask):
    numbers = set(map(index, mask))
    for number in numbers:
        if not 1 <= number <= signals.LAST:
            raise ValueError(f'signal number {number} out of range [1; {signals.LAST}]')
    return numbers


def _wait(numbers, timeout):
    import time
    end = None if timeout is None else time.monotonic() + timeout
    more = numbers - _blocked  # meant to be held back, but not said so
    for number in more:
        signals.listen(number)
    _blocked.update(more)
    try:
        while not _pending & numbers:
            left = signals.LONG if end is None else int((end - time.monotonic()) * 1e9)
            if left <= 0:
                return None
            if _thread.get_ident() == signals.main_thread():
                host.sleep(left)
                while host.signalIsDue():
                    pass  # between two of these steps it arrives
            else:
                host.sleep(min(left, _LOOK))
        number = min(_pending & numbers)
        _pending.discard(number)
        return number
    finally:
        _blocked.difference_update(more)
        for number in more:
            signals.unlisten(number)


def _info(number):
    return struct_siginfo((number, 0, 0, 0, 0, 0, 0))


signals.holds = holds
