"""Python values to messages and back.

    int, str, float, bool, None, bytes      handed to Java as they are
    containers of plain data                pickled by GraalPy's fast pickler; Java rewrites that as the tag codec
    all else                                opaque: the pickle itself, with a label for inspectors

A message is a Java ``byte[]`` that Python never looks into. Containers that share parts, or hold themselves, and
everything with an object in it, travel as one pickle: what was one object arrives as one object.
"""

from _thread import _local

from _parley import host, parcel

#: This thread's file for many bytes at once: see ``parley.python.Stage``.
_stage = _local()

codec = host.codec()
_integer, _text, _real, _bool = codec.integer, codec.text, codec.real, codec.bool
_bytes, _pickled, _opaque = codec.bytes, codec.pickled, codec.opaque
_decode = codec.decode
NONE = codec.none()
PLAIN = frozenset((int, str, float, bool))
LEAST, MOST = -2**63, 2**63 - 1

#: What ``found`` in :func:`unwrap` may be beside plain values: see ``parley.python.Found``.
EMPTY, STOPPED, CLOSED, BYTES, RAW = 2, 3, 4, 5, 6


def encode(value):
    """A value as a message."""
    kind = type(value)
    if kind is int:
        if LEAST <= value <= MOST:
            return _integer(value)
    elif kind is str:
        return _text(value)
    elif kind is float:
        return _real(value)
    elif kind is bool:
        return _bool(value)
    elif value is None:
        return NONE
    elif kind is bytes:
        return _bytes(value)
    form = parcel.dumps(value)
    message = _pickled(form)
    return _opaque(label(value), form) if message is None else message


def decode(message):
    """A message as a value."""
    found = _decode(message)
    return found if type(found) in PLAIN else unwrap(found)


def unwrap(found):
    """What Java decoded, where it is no plain scalar: bytes, a pickle, or None."""
    if found.state() == BYTES:
        return content(found)
    if found.form() == '' and not found.staged():
        return None
    return parcel.loads(content(found))


def content(found):
    """The bytes of what Java found."""
    size = found.staged()
    if not size:
        return found.form().encode('latin-1')
    if getattr(_stage, 'pid', None) != host.pid():
        _stage.file, _stage.pid = open(codec.stage(), 'rb', buffering=0), host.pid()
        codec.opened()
    _stage.file.seek(0)
    return _stage.file.read(size)


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
    """An object of the runtime that another language put: a Queue, a Lock."""
    return parcel.attach({'Value': 'Synchronized', 'Array': 'SynchronizedArray'}.get(kind, kind), address)
