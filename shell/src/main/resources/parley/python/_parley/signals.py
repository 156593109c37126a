"""Signal handlers as the user sets and sees them: ``_signal`` and ``os.kill`` take their functions over from here.

    from outside ──▶ JVM ──▶ Java (wakes the main thread) ──▶ GraalPy ──▶ _arrived ──▶ the user's handler
    os.kill(os.getpid(), ...) and raise_signal() in the main thread ────────────────▶ the user's handler, at once

GraalPy is told of one handler only, ``_arrived``; what the user set is kept here.
"""

import _signal
import _thread
import sys
from _operator import index

from _parley import host

SIG_DFL, SIG_IGN, SIGINT = _signal.SIG_DFL, _signal.SIG_IGN, _signal.SIGINT
SIGKILL, SIGPIPE, SIGALRM, SIGSTOP, SIGXFSZ, LAST = 9, 13, 14, 19, 25, 64

LONG = 10 ** 15  # nanoseconds
_wakeup = -1
_tell_graalpy = _signal.signal
_main = _thread.get_ident()
_heard = set()  # the numbers for which GraalPy has our handler
_handlers = {SIGINT: _signal.default_int_handler, SIGPIPE: SIG_IGN, SIGXFSZ: SIG_IGN}


def prepare():
    """Once, before the user's first code, in the main thread."""
    _hear(SIGINT)
    _signal.signal = signal
    _signal.getsignal = getsignal
    _signal.raise_signal = raise_signal
    _signal.set_wakeup_fd = set_wakeup_fd
    _signal.pause = pause
    for name in 'alarm', 'setitimer':
        setattr(_signal, name, _alarming(name, getattr(_signal, name)))


def _alarming(name, start):
    """GraalPy's alarm is a failure where nobody handles it; it shall end the process."""

    def alarming(*arguments):
        listen(SIGALRM)
        return start(*arguments)

    alarming.__name__ = alarming.__qualname__ = name
    alarming.__module__, alarming.__doc__ = '_signal', start.__doc__
    return alarming


def signal(signalnum, handler, /):
    """Sets what a signal does; gives what it did."""
    number = index(signalnum)
    if _thread.get_ident() != _main:
        raise ValueError('signal only works in main thread of the main interpreter')
    if not callable(handler) and not (isinstance(handler, int) and handler in (SIG_DFL, SIG_IGN)):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    previous = getsignal(number)
    if number in (SIGKILL, SIGSTOP):
        raise OSError(22, 'Invalid argument')
    if callable(handler) or handler == SIG_IGN:
        _hear(number)
    else:
        _restore(number)
    _handlers[number] = handler
    if number == SIGINT:
        host.ignoreInterrupts(not callable(handler) and handler == SIG_IGN)
    return previous


def getsignal(signalnum, /):
    """What a signal does: a function, ``SIG_IGN`` or ``SIG_DFL``."""
    number = index(signalnum)
    if not 1 <= number <= LAST:
        raise ValueError('signal number out of range')
    return _handlers.get(number, SIG_DFL)


def copied():
    """In a copy of a process, made by any thread, which is the main one there. SIGHUP and SIGTERM end it; those for which
    the original has a handler have it again."""
    global _main
    _main = _thread.get_ident()
    for number in (1, 15):
        if number in _heard:
            handler = _handlers[number]
            signal(number, SIG_DFL)
            signal(number, handler)


def kill(pid, signalnum, /):
    """As ``os.kill``. What the main thread sends its own process has been handled when this returns."""
    number = index(signalnum)
    if pid == host.pid() and _handled(number):
        return
    if not host.kill(pid, number):
        lives = host.lives(pid)
        raise OSError(1 if lives else 3, 'Operation not permitted' if lives else 'No such process')


def raise_signal(signalnum, /):
    """Sends this process a signal."""
    number = index(signalnum)
    if not _handled(number):
        host.kill(host.pid(), number)


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    """Has the number of each signal that is handled written to a descriptor, as a byte; -1 for none. Gives the last one."""
    global _wakeup
    if _thread.get_ident() != _main:
        raise ValueError('set_wakeup_fd only works in main thread of the main interpreter')
    previous, _wakeup = _wakeup, index(fd)
    host.signalsWake(_wakeup >= 0)
    return previous


def pause():
    """Waits until a signal has been handled."""
    while host.sleep(LONG) >= 0:
        pass
    while host.signalIsDue():
        pass  # between two of these steps the handler runs, and may raise


def wake(number):
    """In any thread, when a signal comes: who waits in ``select`` is not interrupted, and so must find something to read."""
    if _wakeup >= 0:
        import posix
        try:
            posix.write(_wakeup, bytes((number,)))
        except OSError:
            pass  # nobody is there to be woken


def _handled(number):
    """Calls the handler of a signal that the main thread sends its own process; whether there is one to call."""
    handler = _handlers.get(number, SIG_DFL)
    if _thread.get_ident() != _main:
        return False
    if holds(number):
        return True
    if callable(handler):
        wake(number)
        handler(number, sys._getframe(2))
        return True
    return handler == SIG_IGN


def _arrived(number, frame):
    """Runs in the main thread, between two steps of the user's code."""
    if number == SIGINT:
        if not host.takeInterrupt():
            return
    else:
        host.signalTaken()
    handler = _handlers.get(number)
    if holds(number):
        return
    if callable(handler):
        handler(number, frame)
    elif number == SIGALRM and handler != SIG_IGN:
        _restore(number)
        host.kill(host.pid(), number)


def holds(number):
    """Whether a signal that has come is held back: ``masks`` says it, once something is."""
    return False


def main_thread():
    """The number of the thread that handles signals."""
    return _main


def listen(number):
    """A signal arrives here, whether it has a handler or not."""
    _hear(number)


def unlisten(number):
    """Where it has no handler, it does again what it does by itself."""
    if _handlers.get(number, SIG_DFL) == SIG_DFL:
        _restore(number)


def _hear(number):
    if number not in _heard:
        name = _name(number)
        _tell_graalpy(number, _arrived)
        host.surroundSignal(name, lambda: wake(number))
        _heard.add(number)


def _restore(number):
    name = _name(number)
    if number in _heard:
        host.uncoverSignal(name)
        _heard.discard(number)
    _tell_graalpy(number, SIG_DFL)


def _name(number):
    """As ``INT``."""
    for name, value in vars(_signal).items():
        if value == number and name.startswith('SIG') and not name.startswith('SIG_'):
            return name[3:]
    raise ValueError(f'signal cannot be handled: number={number}')
