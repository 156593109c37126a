"""Packs what another process shall run, and names what cannot travel: before anything starts.

    envelope    (sys.path, sys.argv, folder, changed environment, main file, its package, its names or None, its code,
                 pickle)

The pickle is inside, because reading it may import modules that only the sender's ``sys.path`` finds.
"""

import posix
import sys

from _parley import frames, host, parcel, rerun, system

RULE = ' cannot be sent to another process: type='
HINTS = {
    'LockType': 'use multiprocessing.Lock', 'lock': 'use multiprocessing.Lock', 'RLock': 'use multiprocessing.Lock',
    'TextIOWrapper': 'open the file in the process that uses it', 'generator': 'send list(...) of it',
    'BufferedReader': 'open the file in the process that uses it', 'FileIO': 'open the file in the process that uses it',
    'BufferedWriter': 'open the file in the process that uses it', 'socket': 'open it in the process that uses it',
}


def pack(content, parts, present=None, script=None):
    """The bytes for another process. ``parts``: ``(what, value)`` of everything in ``content``, for the error text.
    ``present``: where it goes to copies only, what ``__main__`` had when they were made. What cannot travel goes by name,
    where that is there, or where the script that runs again may make it. ``script``: of :func:`rerun.compiled`, for a
    process that starts; a pool's worker, who gets many functions, compiles it once itself."""
    if present is None and parcel.everywhere is not None:
        present = parcel.main
    skipped = set()
    while True:
        try:
            return _envelope(parcel.dumps(content, inherit=True, store=False, skipped=skipped), script)
        except Exception as error:
            if not isinstance(error, (TypeError, AttributeError, parcel.PicklingError)):
                raise
            blame = Blame(skipped).of(parts)
            if blame is None:
                raise
            if present is not None:
                try:
                    return _envelope(_by_name(content, present), script)
                except Exception:
                    pass  # the first attempt says why
            if blame:
                raise TypeError(blame) from None


def open_envelope(form):
    """Makes this process like the sender, and gives what was sent."""
    import marshal
    path, argv, folder, environment, file, package, names, code, inner = marshal.loads(form)
    sys.path[:] = path
    sys.argv[:] = argv
    if folder:
        posix.chdir(folder)
    if environment:
        import os
        for name, value in environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    if file:
        parcel.main['__file__'] = file
    if names is not None and parcel.everywhere is None:
        rerun.arrive(names, package, code)
    return parcel.loads(inner)


def _by_name(content, present):
    before = parcel.everywhere
    parcel.everywhere = {name for name, value in parcel.main.items() if present.get(name, parcel.NOTHING) is value}
    try:
        return parcel.dumps(content, inherit=True, store=False)
    finally:
        parcel.everywhere = before


def _envelope(inner, script):
    import marshal
    folder = posix.getcwd()
    head = (list(map(str, sys.path)), list(map(str, sys.argv)), '' if folder == system.first_folder() else folder,
            _environment(), parcel.main.get('__file__', ''), parcel.main.get('__package__'), parcel.everywhere, script)
    return marshal.dumps((*head, inner))


def _environment():
    """What Python code changed in ``os.environ``: the operating system does not hand that on here."""
    now, then = posix.environ, system.environment
    if now == then:
        return None
    from os import fsdecode
    changed = {fsdecode(name): fsdecode(value) for name, value in now.items() if then.get(name) != value}
    changed.update({fsdecode(name): None for name in then if name not in now})
    return changed


class Blame:
    """Finds which argument, variable or attribute it is that cannot travel."""

    def __init__(self, skipped):
        self.skipped = skipped
        self.visited = set()

    def of(self, parts):
        """The error's text; ``''`` where another try leaves out what is not used; None where all can travel."""
        for what, value in parts:
            refused = self._refused(value)
            if refused is not None:
                deeper = self._inside(value)
                return self._say(what, refused[0]) if deeper is None else deeper
        return None

    def _refused(self, value):
        try:
            parcel.dumps(value, inherit=True, store=False, skipped=self.skipped)
            return None
        except Exception as error:
            return (parcel.refused(error, value),)

    @staticmethod
    def _say(what, refused):
        kind = type(refused)
        name = kind.__qualname__ if kind.__module__ == 'builtins' else kind.__module__ + '.' + kind.__qualname__
        hint = HINTS.get(kind.__name__)
        return what + RULE + name + (f'\nMaybe {hint}' if hint else '')

    def _inside(self, value):
        """Looks for the culprit in what a function or class brings along."""
        if id(value) in self.visited:
            return None
        self.visited.add(id(value))
        kind = type(value)
        if kind is parcel.Function:
            return None if parcel.importable(value) else self._in_function(value)
        if kind.__name__ == 'method':
            return self._inside(value.__func__)
        if kind in (staticmethod, classmethod):
            return self._inside(value.__func__)
        if kind is property:
            return self._in_list((value.fget, value.fset, value.fdel))
        if isinstance(value, type):
            return None if value.__module__ == 'builtins' or parcel.importable(value) else self._in_class(value)
        return self._inside(kind) if self._refused(kind) is not None else None

    def _in_list(self, values):
        for value in values:
            found = self._inside(value)
            if found is not None:
                return found
        return None

    def _in_function(self, function):
        name, code, home = function.__qualname__, function.__code__, function.__globals__
        for cell, variable in zip(function.__closure__ or (), code.co_freevars):
            try:
                found = self._variable(f'variable {variable!r} used in {name!r}', cell.cell_contents)
            except ValueError:
                continue
            if found is not None:
                return found
        for variable in parcel.names_in(code)[2]:
            if variable not in home or (id(home), variable) in self.skipped:
                continue
            if self._refused(home[variable]) is None:
                continue
            if not _uses(code, variable):
                self.skipped.add((id(home), variable))
                return ''
            found = self._variable(f'global variable {variable!r} used in {name!r}', home[variable])
            if found is not None:
                return found
        defaults = list(function.__defaults__ or ()) + list((function.__kwdefaults__ or {}).values())
        for value in defaults:
            found = self._variable(f'default argument of {name!r}', value)
            if found is not None:
                return found
        return None

    def _in_class(self, cls):
        for name, value in cls.__dict__.items():
            if name.startswith('__') and not callable(value):
                continue
            found = self._variable(f'attribute {name!r} of class {cls.__qualname__!r}', value)
            if found is not None:
                return found
        return self._in_list(cls.__bases__)

    def _variable(self, what, value):
        refused = self._refused(value)
        if refused is None:
            return None
        code = (parcel.Function, staticmethod, classmethod, property)
        if type(value) in code or isinstance(value, type):
            return self._inside(value)
        deeper = self._inside(value)
        return self._say(what, refused[0]) if deeper is None else deeper


def _uses(code, name):
    """Whether the code reads ``name`` as a variable: it may be an attribute of the same name only."""
    text = frames.sources.get(code.co_filename)
    try:
        if text is None:
            with open(code.co_filename, 'rb') as file:
                text = file.read()
        tree = compile(text, code.co_filename, 'exec', 0x400)
    except (OSError, SyntaxError, ValueError):
        return True
    last = max((line for _, _, line in code.co_lines() if line), default=code.co_firstlineno)
    return _reads(tree, name, code.co_firstlineno, last)


def _reads(node, name, first, last):
    if type(node).__name__ == 'Name' and node.id == name and first <= node.lineno <= last:
        return True
    for field in node._fields:
        value = getattr(node, field, None)
        for item in value if isinstance(value, list) else (value,):
            if hasattr(item, '_fields') and _reads(item, name, first, last):
                return True
    return False
