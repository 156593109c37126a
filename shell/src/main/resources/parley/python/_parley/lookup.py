"""What stands at the cursor, what could stand there, and what the user has defined. Runs no code but attribute reads."""

import builtins
import sys

from _parley import console

SHORT = 60


def _dotted(code, end):
    """Where the dotted name that ends at ``end`` starts."""
    start = end
    while start > 0 and (code[start - 1].isalnum() or code[start - 1] in '_.'):
        start -= 1
    return start


def _find(path):
    """The object that a dotted name means."""
    first, *rest = path.split('.')
    value = console.main[first] if first in console.main else getattr(builtins, first)
    for part in rest:
        value = getattr(value, part)
    return value


def complete(code, cursor):
    """``[start, text, text, ...]``: what could replace the text from ``start`` to the cursor."""
    start = _dotted(code, cursor)
    typed = code[start:cursor]
    line = code[code.rfind('\n', 0, cursor) + 1:cursor].lstrip()
    words = line.split()
    if words and words[0] in ('import', 'from') and line != words[0]:
        names = _importable(words, line, typed)
    elif '.' in typed:
        names = _attributes(typed)
    else:
        names = _names(typed) if typed else []
    return [str(start)] + names


def _names(prefix):
    from keyword import kwlist
    found = [name for name in console.main if name not in console.own]
    found += kwlist
    found += dir(builtins)
    return _pick(dict.fromkeys(found), prefix)


def _attributes(typed):
    base, _, prefix = typed.rpartition('.')
    try:
        names = dir(_find(base))
    except Exception:
        return []
    return [base + '.' + name for name in _pick(names, prefix)]


def _pick(names, prefix):
    """Those that start so; private ones only for who asks for them."""
    fit = [name for name in names if name.startswith(prefix)]
    if not prefix.startswith('_'):
        fit = [name for name in fit if not name.startswith('_')]
    elif not prefix.startswith('__'):
        fit = [name for name in fit if not name.startswith('__')]
    return sorted(fit)


def _importable(words, line, typed):
    if words[0] == 'from' and 'import' in words[2:]:
        if words[1] == 'multiprocessing':
            import multiprocessing  # ours: no code of the user's runs
        module = sys.modules.get(words[1])
        names = getattr(module, '__all__', None) or (dir(module) if module is not None else _modules_in(words[1]))
        return _pick(names, typed)
    if words[0] == 'from' and len(words) >= 2 and (len(words) > 2 or line.endswith(' ')):
        return ['import'] if 'import'.startswith(typed) else []
    package, dot, prefix = typed.rpartition('.')
    return [package + dot + name for name in _pick(_modules_in(package), prefix)]


def _modules_in(package):
    """Names of modules, by looking into folders."""
    import posix
    if package:
        module = sys.modules.get(package)
        folders = list(getattr(module, '__path__', ()))
        if not folders:
            folders = [folder + '/' + package.replace('.', '/') for folder in sys.path]
        names = [name.rpartition('.')[2] for name in sys.modules if name.rpartition('.')[0] == package]
    else:
        folders = sys.path
        names = list(sys.builtin_module_names) + ['multiprocessing']
    for folder in folders:
        try:
            entries = posix.listdir(folder or '.')
        except OSError:
            continue
        names += [entry[:-3] if entry.endswith('.py') else entry for entry in entries
                  if entry.endswith('.py') or '.' not in entry]
    return dict.fromkeys(name for name in names if name.isidentifier())


def describe(code, cursor):
    """Signature and documentation of the name at the cursor, or an empty text."""
    end = cursor
    while end < len(code) and (code[end].isalnum() or code[end] == '_'):
        end += 1
    while end > 0 and not (code[end - 1].isalnum() or code[end - 1] == '_'):
        end -= 1  # on an opening bracket: what stands before it
    path = code[_dotted(code, end):end]
    try:
        value = _find(path)
    except Exception:
        return ''
    parts = []
    if callable(value):
        parts.append(path + _signature(value))
    else:
        parts.append(path + ': ' + _type_name(value) + ' = ' + _short(value))
    document = getattr(value, '__doc__', None)
    if isinstance(document, str) and (callable(value) or document != type(value).__doc__):
        import inspect
        parts.append(inspect.cleandoc(document))
    return '\n'.join(parts)


def _signature(function):
    import inspect
    try:
        return str(inspect.signature(function))
    except (TypeError, ValueError):
        return '(...)'


def _type_name(value):
    return type(value).__qualname__


def _short(value):
    try:
        text = ' '.join(repr(value).split())
    except Exception as error:
        text = '<repr failed: ' + type(error).__name__ + '>'
    return text if len(text) <= SHORT else text[:SHORT - 3] + '...'


def variables():
    """``[name, type, value, ...]`` of what the user has defined, in order of definition."""
    rows = []
    for name, value in list(console.main.items()):
        if name in console.own or name.startswith('__') or _imported(value):
            continue
        function = type(value).__name__ == 'function'
        rows += [name, _type_name(value), name + _signature(value) if function else _short(value)]
    return rows


def _imported(value):
    """Whether it is a module, or a function or class that another module defined."""
    if type(value) is type(sys):
        return True
    home = getattr(value, '__module__', None)
    return (isinstance(value, type) or callable(value)) and home not in (None, '__main__')


def shared():
    """``[variable, object's name, ...]`` of the user's variables that hold an object of the runtime."""
    parcel = sys.modules.get('_parley.parcel')
    pairs = []
    if parcel is not None and parcel.SHARED:
        for name, value in list(console.main.items()):
            if type(value) in parcel.SHARED and name not in console.own:
                pairs += [name, value._name]
    return pairs


#: Classes of shared objects whose name in Java is another one.
JAVA_NAMES = {'Synchronized': 'Value', 'SynchronizedArray': 'Array', 'SynchronizedString': 'Array', '_Number': 'Value',
              '_Row': 'Array', '_Characters': 'Array', 'SimpleQueue': 'Queue'}


def names():
    """The user's variables, without what was imported, in order of definition."""
    return [name for name, value in list(console.main.items())
            if name not in console.own and not name.startswith('__') and not _imported(value)]


def variable(name):
    """A variable for the other language: its message; or, as text, ``KIND ADDRESS`` of a shared object, or the type that
    cannot cross."""
    from _parley import parcel, values
    value = console.main[name]
    known = parcel._shared_kind(type(value))
    if known is not None:
        return f'{JAVA_NAMES.get(known.__name__, known.__name__)} {value._address}'
    managers = sys.modules.get('multiprocessing.managers')
    if managers is not None and isinstance(value, managers.BaseProxy):
        from _parley import boards
        return boards.ticket(value)
    return values.plain(value) or values.culprit(value)
