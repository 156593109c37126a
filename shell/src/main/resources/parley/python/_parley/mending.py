"""Modules of the standard library that are put right as they are imported: first the library's own runs, then what is
mended here.

    re        GraalPy gives each place that calls one of these functions a copy of the function's code; its compiler then
              gives up whatever loops: 20 times slower, for ever. The same code in a function that is not copied compiles
    pickle    GraalPy's fast Unpickler does not ask a subclass for its find_class. The library has a second one that does
    pdb       one terminal for many processes (``debugger``)
"""

import sys

_LOOPS = ('findall', 'finditer', 'split', 'sub', 'subn')


def find_spec(name, path, finders):
    """The module's spec as the other finders have it; of those that are mended only."""
    for finder in finders:
        spec = finder.find_spec(name, path)
        if spec is not None:
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
