"""What the children of a session by ``forkserver`` find imported: modules of the library that the session uses and the
resident fork server lacks, and those of ``set_forkserver_preload``.

    in the session           offer: names and sys.path ──▶ WorkerServer.preload, before the first child
    in its own fork server   load: imports them        ──▶ every child has them

Modules of the user's run their top level in each child, as in CPython, unless they are named.
"""

import marshal
import sys

from _parley import host

#: So many more modules are imported faster by the child than by a server of one's own.
FEW = 10

_present = frozenset(sys.modules)  # what the resident server has, where this process is a copy of it
_named = []
_offered = False


def arrived():
    """In a copy of the fork server, before it runs anything."""
    global _present, _offered
    _present, _offered = frozenset(sys.modules), False


def name(modules):
    """Modules to import in advance, whatever they are; ``__main__`` runs in each child."""
    _named[:] = [module for module in modules if module != '__main__']


def offer():
    """Before a child: once, for a server that runs stays as it is."""
    global _offered
    if _offered:
        return
    _offered = True
    library = [module for module in list(sys.modules) if module not in _present and _is_library(module)]
    if _named or len(library) > FEW:
        host.preload(marshal.dumps((list(map(str, sys.path)), library, _named)))


def _is_library(module):
    if module.partition('.')[0] in sys.stdlib_module_names:
        return True
    file = getattr(sys.modules[module], '__file__', None) or ''
    return 'site-packages' in file


def load(form):
    """In the session's fork server."""
    __import__('_parley.console')  # first what GraalPy lacks: modules look for it when they are imported
    sys.path[:], library, named = marshal.loads(form.encode('latin-1'))
    for module in library:
        try:
            __import__(module)
        except Exception:
            pass  # who needs it will see why
    for module in named:
        try:
            __import__(module)
        except ImportError:
            pass  # as in CPython
        except Exception as error:
            from _parley import script
            script.report(error)
