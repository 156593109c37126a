"""Standard streams and files: lines appear as they are printed, and nothing that was written is lost."""

import sys

from _parley import host

#: Files that were opened to be written, by weak references.
written = []

_renew_lock, _was_alone = host.builtin('renew_lock'), host.builtin('was_alone')


def flush_files():
    """What was written to files that are still open can be read."""
    for reference in written[:]:
        file = reference()
        try:
            file.flush()
        except (AttributeError, OSError, ValueError):  # gone, broken, or closed
            written.remove(reference)


def flush():
    """Everything printed so far is out when this returns; whatever the user made of the streams."""
    if written:
        flush_files()
    flush_streams()


def flush_streams():
    """The same of the standard streams only; a process calls it before it is copied, which the copy then has done before."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def copied():
    """In a copy of a process: a stream or file that another thread was writing to is free, and what the original has
    not written yet is written there."""
    if not _was_alone():
        _renew_locks()
    written.clear()


def _renew_locks():
    streams = [sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__]
    streams += [reference() for reference in written]
    for stream in streams:
        _renew_lock(getattr(stream, 'buffer', stream))
        try:
            _renew_lock(stream.fileno())
        except Exception:  # it has none: gone, closed, or none of Python's own
            pass


def prepare():
    """Once, before the user's first code."""
    _read_through_signals()
    _complete_open()
    _print_line_by_line()


def _read_through_signals():
    """A read of the standard input that a signal interrupts: its handler runs, then the read goes on."""
    import io

    class StandardInput(io.FileIO):
        def readinto(self, buffer):
            while True:
                count = super().readinto(buffer)
                if count or not host.inputWasStopped():
                    return count
                while host.signalIsDue():
                    pass  # between two of these steps the handler runs, and may raise

    old = sys.stdin
    raw = StandardInput(0, 'rb', closefd=False)
    raw.name = old.name
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(raw), old.encoding, old.errors)
    sys.stdin.mode = old.mode


def _plain_encoding(environ):
    """What :mod:`locale` would say, where that is plain; importing it takes 0.1 s in a JVM that just started."""
    for variable in ('LC_ALL', 'LC_CTYPE', 'LANG'):
        name = environ.get(variable)
        if name:
            if name in ('C', 'POSIX'):
                return 'utf-8'
            return 'UTF-8' if name.upper().endswith(('.UTF-8', '.UTF8')) else None
    return None if environ.get('LANGUAGE') else 'utf-8'


def _complete_open():
    """The files of ``/proc`` and ``/sys`` say that they are empty, and GraalPy believes it: Java reads them. And files that
    a program writes and never closes: CPython closes them when the last reference goes, GraalPy some day. They are written
    before another file is opened or imported, and when the process ends (``flush``)."""
    import _io
    import builtins
    import io
    from os import environ
    from _weakref import ref
    from _parley.selecting import await_input
    original, original_code = io.open, io.open_code

    class Descriptor(io.FileIO):
        """What is open already, perhaps a pipe: signals are heard while a read waits."""

        def readinto(self, buffer):
            await_input(self.fileno())
            return super().readinto(buffer)

        def read(self, size=-1):
            await_input(self.fileno())
            return super().read(size)

        def readall(self):
            await_input(self.fileno())
            return super().readall()

    Descriptor.__name__ = Descriptor.__qualname__ = 'FileIO'
    Descriptor.__module__ = '_io'

    def described(file, mode, buffering, encoding, errors, newline, closefd):
        """One that is read only; None for all else, wrong arguments too."""
        text = mode in ('r', 'rt')
        if not (text and buffering or mode == 'rb' and encoding is errors is newline is None):
            return None
        raw = Descriptor(file, 'rb', closefd)
        if not buffering:
            return raw
        buffered = io.BufferedReader(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
        if not text:
            return buffered
        opened = io.TextIOWrapper(buffered, encoding, errors, newline, buffering == 1)
        opened.mode = mode
        return opened

    def open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        if written:
            flush_files()
        if encoding in (None, 'locale') and 'locale' not in sys.modules and type(mode) is str and 'b' not in mode:
            encoding = _plain_encoding(environ) or encoding
        if type(file) is str and file.startswith(('/proc/', '/sys/')) and mode in ('r', 'rt', 'rb') and opener is None:
            content = host.kernelFile(file)
            if content is not None:
                raw = io.BytesIO(content.encode('latin-1'))
                raw.name, raw.mode = file, 'rb'
                return raw if mode == 'rb' else io.TextIOWrapper(raw, encoding, errors, newline)
        if type(file) is int and file > 2 and opener is None:
            opened = described(file, mode, buffering, encoding, errors, newline, closefd)
            if opened is not None:
                return opened
        opened = original(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if type(mode) is str and mode.strip('rbtU') and type(file) is not int:
            written.append(ref(opened))
        return opened

    def open_code(path):
        if written:
            flush_files()
        return original_code(path)

    for function, known in (open, original), (open_code, original_code):
        function.__module__, function.__qualname__, function.__doc__ = known.__module__, known.__qualname__, known.__doc__
    io.open = builtins.open = open
    io.open_code = _io.open_code = open_code


def _print_line_by_line():
    """What is printed appears line by line, wherever it goes: a prompt and other processes write there too."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)
