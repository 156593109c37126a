"""The main script in children by ``spawn`` and ``forkserver``: its top level runs again there, as ``__mp_main__``.

Python does so with every script. Here only with one that compares ``__name__``, and so says which part is not to run
again; functions and classes of others travel by value. What the top level binds outside of that part is then there in
every process, and travels by name. So that no child has to compile the script again, it is sent what came out, with the
stamp of the file that it came from; where that is another one by then, it is compiled, as in Python.
"""

import sys

from _parley import compiling, host, parcel

#: Whether the top level runs again at this moment.
running = False

_source = None  # text, path and stamp of the script that is to run again
_compiled = None  # its stamp, and what marshal makes of its code
_script = False  # whether this process, or the one that it is a copy of, runs the script as ``__main__``
_looked = False


def is_script():
    """From here on ``__main__`` is a script, or a module, that other processes can run again."""
    global _script
    _script = True


def prepare():
    """Before the first child: finds what the script's top level binds, if that is to run again. A copy has it anyway."""
    global _looked
    if _looked or not _script:
        return
    _looked = True
    spec = parcel.main.get('__spec__')
    if spec is not None and spec.name.endswith('.__main__'):
        return  # of a package: Python does not run that again either
    path = parcel.main.get('__file__')
    try:
        stamp, text = host.stamp(path), _read(path)
        tree = compile(text, path, 'exec', 0x400, dont_inherit=True)
    except (OSError, SyntaxError, TypeError, ValueError):
        return
    top = TopLevel()
    top.visit(tree)
    if top.is_guarded:
        offer(text, path, stamp, top.names)


def offer(text, path, stamp, names):
    """Children run this script again, which binds these names."""
    global _source
    _source = text, path, stamp
    parcel.everywhere = frozenset(names)


def withdraw():
    """Children run no script again."""
    global _source, _compiled
    parcel.everywhere = _source = _compiled = None


def compiled():
    """For a child that is to run the script again: the file's stamp, and what marshal makes of its code; None where
    none is."""
    global _compiled
    if _compiled is None and _source is not None:
        import marshal
        text, path, stamp = _source
        _compiled = stamp, marshal.dumps(compiling.compiled(text, path))
    return _compiled


def _read(path):
    with open(path, 'rb') as file:
        return file.read()


def refuse():
    """Raises where the top level that runs again starts a process: without an end, each would start the next."""
    if running:
        raise RuntimeError("a process was started while the main script's top level runs again in a child: "
                           "move it below if __name__ == '__main__':")


def arrive(names, package, sent):
    """In a child, once: has the top level of the sender's main file, and so these names."""
    global _compiled
    parcel.everywhere, _compiled = names, sent
    if not _script:
        _run(package)


def _run(package):
    global running
    main = parcel.main
    main['__name__'], main['__package__'] = '__mp_main__', package
    sys.modules['__mp_main__'] = sys.modules['__main__']
    path = main['__file__']
    code = _code(path)
    from multiprocessing.process import current_process
    settings = current_process()._config
    daemon = settings.pop('daemon', None)  # so that who starts a process is told what is wrong, and nothing else
    running = True
    try:
        exec(code, main)
    finally:
        running = False
        if daemon is not None:
            settings['daemon'] = daemon


def _code(path):
    if _compiled is not None and _compiled[0] and _compiled[0] == host.stamp(path):
        import marshal
        return marshal.loads(_compiled[1])
    return compiling.compiled(_read(path), path)


def forget():
    """After a rehearsal: nothing was run again here."""
    global _looked
    withdraw()
    _looked = False
    parcel.main['__name__'], parcel.main['__package__'] = '__main__', None
    parcel.main.pop('__file__', None)
    sys.modules['__mp_main__'] = sys.modules['__main__']  # as the package leaves it


class TopLevel:
    """What a script's statements bind, leaving out those that depend on ``__name__``."""

    _SCOPES = ('Lambda', 'ListComp', 'SetComp', 'DictComp', 'GeneratorExp')

    def __init__(self):
        self.names = set()
        self.is_guarded = False

    def visit(self, node):
        kind = type(node).__name__
        if kind in ('FunctionDef', 'AsyncFunctionDef', 'ClassDef'):
            self.names.add(node.name)
        elif kind == 'alias':
            self.names.add(node.asname or node.name.partition('.')[0])
        elif kind == 'Name':
            if type(node.ctx).__name__ == 'Store':
                self.names.add(node.id)
        elif kind == 'If' and _asks_for_name(node.test):
            self.is_guarded = True
            self._visit_all(node.orelse)
        elif kind == 'Compare' and _asks_for_name(node):
            self.is_guarded = True
        elif kind not in self._SCOPES:
            for field in node._fields:
                value = getattr(node, field, None)
                self._visit_all(value if isinstance(value, list) else (value,))

    def _visit_all(self, nodes):
        for node in nodes:
            if hasattr(node, '_fields'):
                self.visit(node)


def _asks_for_name(test):
    if type(test).__name__ == 'BoolOp':
        return any(_asks_for_name(value) for value in test.values)
    return type(test).__name__ == 'Compare' and any(
        type(side).__name__ == 'Name' and side.id == '__name__' for side in (test.left, *test.comparators))
