"""Modules of the standard library that are put right as they are imported: first the library's own runs, then what is
mended here; for ``threading`` what it looks for is there before it runs.

    re        GraalPy gives each place that calls one of these functions a copy of the function's code; its compiler then
              gives up whatever loops: 20 times slower, for ever. The same code in a function that is not copied compiles
    pickle    GraalPy's fast Unpickler does not ask a subclass for its find_class. The library has a second one that does
    pdb       one terminal for many processes (``debugger``)
    threading GraalPy lacks what shows a thread's exception, so the library imports ``traceback`` and what that stands on: 0.2
              s of a JVM that just started, for each process that has a lock. Here it is imported when there is something to show
"""

import _thread
import sys

_LOOPS = ('findall', 'finditer', 'split', 'sub', 'subn')


def find_spec(name, path, finders):
    """The module's spec as the other finders have it; of those that are mended only."""
    for finder in finders:
        spec = finder.find_spec(name, path)
        if spec is not None:
            if name == 'threading':
                _complete_thread()
            else:
                spec.loader = _Loader(spec.loader, _MENDERS[name])
            return spec
    return None


class _Loader:
    """The library's own, and what is done after it."""

    def __init__(self, loader, mender):
        self._loader = loader
        self._mender = mender

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        self._mender(module)


def _pdb(module):
    from _parley import debugger
    debugger.mend(module.Pdb)


class _ExceptHookArgs(tuple):
    """Type used to pass arguments to threading.excepthook."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __repr__(self):
        return '_thread._ExceptHookArgs(exc_type=%r, exc_value=%r, exc_traceback=%r, thread=%r)' % self


def _excepthook(args, /):
    """Handle uncaught Thread.run() exception."""
    if type(args) is not _ExceptHookArgs:
        raise TypeError('_thread.excepthook argument type must be ExceptHookArgs')
    kind, error, trace, thread = args
    stream = sys.stderr or thread and thread._stderr
    if kind is SystemExit or stream is None:
        return
    from traceback import print_exception
    print(f'Exception in thread {thread.name if thread else _thread.get_ident()}:', file=stream, flush=True)
    print_exception(kind, error, trace, file=stream)
    stream.flush()


def start_regex():
    """The engine for regular expressions starts with the first one, and waits for every other thread to come by: one that
    waits itself never does, nor one that a copy has not. So it starts before there are other threads."""
    import _sre
    _sre.Pattern('', 0)


def _complete_thread():
    start_regex()  # which the library's own import of traceback would have done
    for part in (_excepthook, _ExceptHookArgs):
        part.__module__ = '_thread'
        if not hasattr(_thread, part.__name__):
            setattr(_thread, part.__name__, part)


def _re(module):
    pattern = module.Pattern
    for name in _LOOPS:
        function = pattern.__dict__.get(name)
        if type(function) is type(_re):  # else another version has it otherwise
            fresh = type(_re)(function.__code__.replace(), function.__globals__, name, function.__defaults__, function.__closure__)
            fresh.__qualname__, fresh.__doc__, fresh.__kwdefaults__ = (
                function.__qualname__, function.__doc__, function.__kwdefaults__)
            setattr(pattern, name, fresh)


def _pickle(module):
    fast = module.Unpickler

    class Unpickler(module._Unpickler):
        """This reads from a binary file with the pickle data stream."""

        def __new__(cls, *args, **kwargs):
            return fast(*args, **kwargs) if cls is Unpickler else super().__new__(cls)

    Unpickler.__module__, Unpickler.__qualname__ = 'pickle', 'Unpickler'
    module.Unpickler = Unpickler


_MENDERS = {'pdb': _pdb, 're': _re, 'pickle': _pickle}
