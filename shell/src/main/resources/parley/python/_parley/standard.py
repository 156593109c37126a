"""The standard library's own ``multiprocessing``, of which we replace what stands on processes and shared memory."""

import os
import sys
from importlib import util

_FOLDER = os.path.join(os.path.dirname(os.__file__), 'multiprocessing')


def load(module, **replaced):
    """A module of it, once more and under another name, that uses these names of ours instead of its own."""
    name = f'multiprocessing._standard_{module}'
    if name not in sys.modules:
        spec = util.spec_from_file_location(name, os.path.join(_FOLDER, module + '.py'))
        loaded = util.module_from_spec(spec)
        sys.modules[name] = loaded
        try:
            spec.loader.exec_module(loaded)
        except BaseException:
            del sys.modules[name]
            raise
        loaded.__dict__.update(replaced)
        for value in vars(loaded).values():
            if isinstance(value, type) and value.__module__ == name:
                value.__module__ = 'multiprocessing.' + module  # as programs print it
    return sys.modules[name]


def code(module):
    """The code of one of its modules, for one of ours to run under its own name: objects name their module when they travel."""
    name = 'multiprocessing.' + module
    return util.spec_from_file_location(name, os.path.join(_FOLDER, module + '.py')).loader.get_code(name)
