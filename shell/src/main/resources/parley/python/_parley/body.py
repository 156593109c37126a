"""Runs in a worker what another process sent: the body of a ``Process``, or a pool's function."""

import sys

from _parley import console, files, frames, host, parcel, script, shipping, values

_entry = host.builtin('entry')


def unpack(form):
    """What was sent: a callable in a holder, or what :func:`failed` gives."""
    _settle()
    try:
        return Arrived(shipping.open_envelope(form.encode('latin-1')))
    except BaseException as error:
        return failed(error)


def _settle():
    """In a worker that was copied, or that was there before it was told what it is, once: Python learns of it; a
    ``Process`` by ``fork`` has done so by itself."""
    from _parley import system
    copied = not system.is_settled()
    if copied:
        host.hearSignals()
        system.copied(forget=True)
    processes = sys.modules.get('multiprocessing.process')
    if processes is not None and (copied or processes.is_child_unawares()):
        processes._pool_worker()


class Arrived:
    """Holds what was sent, so that Java does not look into it."""

    def __init__(self, content):
        self.content = content


def run(arrived):
    """Runs a process's body; the exit code."""
    process = arrived.content
    from multiprocessing import process as processes
    processes.become(process)
    script.process = process
    leave = script.leave_child if process._started_by == 'forkserver' else script.leave_spawned
    return processes.run(process, leave)


@_entry
def call(arrived, mode, message):
    """Calls a pool's function; the result's message, or what :func:`failed` gives."""
    function = arrived.content
    try:
        arguments = values.decode(message)
        if mode == 'APPLY':
            positional, named = arguments
            result = function(*positional, **named)
        elif mode == 'MAP':
            result = [function(argument) for argument in arguments]
        else:
            result = [function(*argument) for argument in arguments]
        return _encoded(result)
    except BaseException as error:
        if isinstance(error, SystemExit):
            from multiprocessing.context import WorkerDied
            error = WorkerDied(f'worker left: name={host.name()}, pid={host.pid()}, exitcode={error.code!r}')
        return failed(error)
    finally:
        console.leave_debugger()


@_entry
def flush():
    """Everything that was printed is out when this returns."""
    files.flush()


def _encoded(result):
    try:
        return values.encode(result)
    except Exception as error:
        from multiprocessing.pool import MaybeEncodingError
        raise MaybeEncodingError(error, result) from None


def failed(error):
    """``(summary, traceback, pickle or None)`` of an exception, for the process that asked."""
    trace = f'Process {host.name()} (pid {host.pid()}):\n' + frames.text(error) + '\n'
    try:
        error.__traceback__ = error.__cause__ = error.__context__ = None
        form = parcel.dumps(error)
        parcel.loads(form)
    except BaseException:
        form = None  # its text must do
    return frames.summary(error), trace, form
