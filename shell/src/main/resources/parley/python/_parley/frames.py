"""Tracebacks as Python prints them, of the user's code only, with the lines of what was typed."""

import sys

import _parley

#: What was typed, by the file name that its code carries; ``linecache`` gets it when it is there.
sources = {}

#: File names of code whose frames have none: (name, first line) -> file name.
nameless = {}


def remember(name, source):
    """Keeps a typed source for tracebacks and ``inspect.getsource``."""
    sources[name] = source
    if 'linecache' in sys.modules:
        _publish(sys.modules['linecache'], name, source)


def _publish(linecache, name, source):
    lines = source.splitlines(True)
    if lines and not lines[-1].endswith('\n'):
        lines[-1] += '\n'
    linecache.cache[name] = (len(source), None, lines, name)


def publish_all():
    """Before a traceback is printed: ``linecache`` may be new."""
    import linecache
    for name, source in sources.items():
        if name not in linecache.cache:
            _publish(linecache, name, source)


def ours(frame):
    return frame.f_code.co_filename.startswith(_parley.home)


def _users(trace):
    """The traceback without our frames."""
    kept = []
    while trace is not None:
        if not ours(trace.tb_frame):
            kept.append(trace)
        trace = trace.tb_next
    for this, following in zip(kept, kept[1:] + [None]):
        if this.tb_next is not following:
            this.tb_next = following
    return kept[0] if kept else None


def of_java(error, kind=RuntimeError):
    """A Java exception that came through Python code, as one of a Python class, which programs can catch; others as they
    are."""
    if type(error).__module__ != 'polyglot' or not hasattr(error, 'getMessage'):
        return error  # or of another language, or of GraalPy's own tools
    message = str(error.getMessage())
    name = str(error.getClass().getName())
    return kind(message if name == 'parley.trace.UserFailure' else f'{name}: {message}')


def strip(error, seen=None):
    """Removes our frames from an exception and from those it came of."""
    seen = set() if seen is None else seen
    if error is None or id(error) in seen:
        return error
    seen.add(id(error))
    error.__traceback__ = _users(error.__traceback__)
    strip(error.__cause__, seen)
    strip(error.__context__, seen)
    for inner in getattr(error, 'exceptions', ()):
        if isinstance(inner, BaseException):
            strip(inner, seen)
    return error


def text(error):
    """An exception as Python prints it, without a last newline."""
    import traceback
    error = of_java(error)
    publish_all()
    strip(error)
    report = traceback.TracebackException.from_exception(error, lookup_lines=False, compact=True)
    if nameless:
        _name_files(report, error)
    return ''.join(report.format()).rstrip('\n')


def _name_files(report, error):
    """Gives frames of nameless code their file's name, in the whole chain of exceptions."""
    if report is None or error is None:
        return
    trace = error.__traceback__
    for entry in report.stack:
        if entry.filename == '' and trace is not None:
            code = trace.tb_frame.f_code
            entry.filename = nameless.get((code.co_name, code.co_firstlineno), '')
            entry._line = None
        trace = trace and trace.tb_next
    _name_files(report.__cause__, error.__cause__)
    _name_files(report.__context__, error.__context__)


def summary(error):
    """Type and message in one line."""
    error = of_java(error)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ('builtins', '__main__') else kind.__module__ + '.' + kind.__qualname__
    try:
        message = str(error)
    except Exception:
        message = '<exception str() failed>'
    return name + ': ' + message if message else name
