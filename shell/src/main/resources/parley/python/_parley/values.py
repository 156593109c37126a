"""Python values to messages and back.

    plain data in the shape of a tree       written and read by built-in functions of ours: see ``parley.builtin``
    other containers of plain data          pickled by GraalPy's fast pickler; Java rewrites that as the tag codec
    all else                                opaque: the pickle itself, with a label for inspectors

A message is a Java ``byte[]`` that Python never looks into. Containers that share parts, or hold themselves, and
everything with an object in it, travel as one pickle: what was one object arrives as one object.
"""

from _parley import host, parcel

_codec = host.codec()
_pickled, _opaque = _codec.pickled, _codec.opaque
_write, _read = host.builtin('encode'), host.builtin('decode')
is_unread, form_of = host.builtin('is_unread'), host.builtin('form')

#: What a call of the runtime that can wait gives, where it is not done.
EMPTY, STOPPED, CLOSED = 2, 3, 4


def encode(value):
    """A value as a message."""
    message = _write(value)
    if message is not None:
        return message
    form = parcel.dumps(value)
    message = _pickled(form)
    return _opaque(label(value), form) if message is None else message


def plain(value):
    """A value as a message that every language can read; None where it is not plain data."""
    message = _write(value)
    if message is not None:
        return message
    try:
        return _pickled(parcel.dumps(value))
    except Exception:
        return None


def culprit(value):
    """The name of the first type in a value that is not plain data."""
    parts = [*value, *value.values()] if type(value) is dict else value
    if type(value) in (dict, list, tuple, set, frozenset):
        for part in parts:
            if plain(part) is None:
                return culprit(part)
    return type(value).__qualname__


def decode(message):
    """A message as a value."""
    found = _read(message)
    return parcel.loads(form_of(found)) if is_unread(found) else found


def label(value):
    """A short text for inspectors."""
    try:
        text = repr(value)
    except Exception:
        text = '<' + type(value).__qualname__ + '>'
    return text if len(text) <= 200 else text[:197] + '...'


# called by pickles that Java wrote: see parley.python.PickleWriter

def unpickle(form):
    """A Python object inside a container that another language made."""
    return parcel.loads(form)


def foreign(language, text):
    raise TypeError(f'value of another language cannot be read here: language={language}, value={text}')


def shared(kind, address):
    """An object of the runtime that another language put: a Queue, a Lock, a manager's proxy."""
    if kind.endswith('Proxy'):
        from _parley import boards
        return boards.proxy(kind, address)
    return parcel.attach({'Value': 'Synchronized', 'Array': 'SynchronizedArray'}.get(kind, kind), address)
