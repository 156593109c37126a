"""Processes, pools, queues and locks with Python's names, over Parley's Java runtime.

Functions and classes of ``__main__`` travel by value, with copies of the global variables that they use: a script needs
no ``if __name__ == '__main__'`` guard, and what is typed at a prompt runs in other processes too. A script that has the
guard runs again in children that are no copies, as under CPython: see ``_parley.rerun``.
"""

import sys

from . import context

__all__ = [name for name in dir(context._default_context) if not name.startswith('_') and name != 'reducer']
globals().update((name, getattr(context._default_context, name)) for name in __all__)

SUBDEBUG = 5
SUBWARNING = 25


def __getattr__(name):
    """Submodules that nobody has imported yet: CPython has imported these for itself."""
    if name in ('connection', 'reduction', 'util'):
        from importlib import import_module
        return import_module('multiprocessing.' + name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if '__mp_main__' not in sys.modules:  # what was pickled in a child that has run the script again is found here too
    sys.modules['__mp_main__'] = sys.modules['__main__']
