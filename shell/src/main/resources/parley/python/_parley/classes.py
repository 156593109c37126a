"""Classes by value: a shell first, so that methods may mention their class, then its attributes."""

import sys

from _parley import parcel

#: Made anew by the class statement, never copied.
DERIVED = {'__dict__', '__weakref__', '__abstractmethods__', '__qualname__', '__module__', '__slots__', '_abc_impl',
           '_abc_registry', '_abc_cache', '_abc_negative_cache', '_abc_negative_cache_version'}


def reduce(uid, cls):
    """What the pickler writes for a class that travels by value."""
    _meet_libraries(cls)
    fields = cls.__dict__
    head = {name: fields[name] for name in ('__module__', '__qualname__', '__slots__') if name in fields}
    enum = sys.modules.get('enum')
    if enum is not None and isinstance(cls, enum.EnumType):
        return _reduce_enum(uid, cls, head, enum)
    if cls.__bases__ == (tuple,) and '_field_defaults' in fields:
        return _reduce_namedtuple(uid, cls)
    ctypes = sys.modules.get('ctypes')
    if ctypes is not None and issubclass(cls, (ctypes.Structure, ctypes.Union)):
        return _reduce_structure(uid, cls)
    slots = fields.get('__slots__', ())
    slots = (slots,) if isinstance(slots, str) else tuple(slots)
    left_out = DERIVED | set(slots) | {f'_{cls.__name__.lstrip("_")}{name}' for name in slots if name.startswith('__')}
    rest = {name: value for name, value in fields.items() if name not in left_out}
    return _new_class, (uid, type(cls), cls.__name__, cls.__bases__, head), rest, None, None, _fill


def _new_class(uid, meta, name, bases, head):
    known = parcel.known_class(uid)
    if known is not None:
        return known
    abc = sys.modules.get('abc')
    maker = abc.ABCMeta if abc is not None and issubclass(meta, abc.ABCMeta) else type
    return parcel.register_class(uid, maker.__new__(meta, name, bases, dict(head)))


def _fill(cls, rest):
    if not parcel.fill_once(cls):
        return
    for name, value in rest.items():
        type.__setattr__(cls, name, value)
        named = getattr(type(value), '__set_name__', None)
        if named is not None:
            named(value, cls, name)
    if hasattr(cls, '__abstractmethods__'):
        sys.modules['abc'].update_abstractmethods(cls)


# enumerations: made by their metaclass from names and values

def _reduce_enum(uid, cls, head, enum):
    members = {name: member._value_ for name, member in cls.__members__.items()}
    common = {name for base in cls.__mro__[1:] for name in base.__dict__ if name.startswith('__')} - {'__str__', '__repr__', '__doc__'}
    rest = {name: value for name, value in cls.__dict__.items()
            if name not in members and name not in DERIVED and name not in common
            and not (name.startswith('_') and name.endswith('_') and not name.startswith('__'))
            and value is not getattr(enum.Enum, name, None)}
    return _new_enum, (uid, type(cls), cls.__name__, cls.__bases__, head, members), rest, None, None, _fill


def _new_enum(uid, meta, name, bases, head, members):
    known = parcel.known_class(uid)
    if known is not None:
        return known
    body = meta.__prepare__(name, bases)
    for key, value in (head | members).items():
        body[key] = value
    return parcel.register_class(uid, meta.__new__(meta, name, bases, body))


# structures of ctypes: made by their metaclass from their fields

_LAYOUT = ('_pack_', '_anonymous_', '_fields_')


def _reduce_structure(uid, cls):
    layout = {name: cls.__dict__[name] for name in _LAYOUT if name in cls.__dict__}
    made = {field[0] for field in layout.get('_fields_', ())}.union(_LAYOUT, DERIVED)
    rest = {name: value for name, value in cls.__dict__.items() if name not in made}
    head = {'__module__': cls.__module__, '__qualname__': cls.__qualname__, **layout}
    return _new_structure, (uid, type(cls), cls.__name__, cls.__bases__, head), rest, None, None, _fill


def _new_structure(uid, meta, name, bases, head):
    known = parcel.known_class(uid)
    return known if known is not None else parcel.register_class(uid, meta(name, bases, head))


# named tuples: made by their factory, then what the class statement added

def _reduce_namedtuple(uid, cls):
    import collections
    bare = collections.namedtuple(cls.__name__, cls._fields).__dict__
    rest = {name: value for name, value in cls.__dict__.items() if name not in bare and name not in DERIVED}
    rest['__qualname__'] = cls.__qualname__
    arguments = (uid, cls.__name__, cls._fields, tuple(cls._field_defaults.values()), cls.__module__)
    return _new_namedtuple, arguments, rest, None, None, _fill


def _new_namedtuple(uid, name, fields, defaults, module):
    known = parcel.known_class(uid)
    if known is not None:
        return known
    import collections
    return parcel.register_class(uid, collections.namedtuple(name, fields, defaults=defaults, module=module))


# marks of libraries that are compared by identity

def _meet_libraries(cls):
    if '__dataclass_fields__' in cls.__dict__:
        dataclasses = sys.modules['dataclasses']
        for name in ('MISSING', 'KW_ONLY', '_HAS_DEFAULT_FACTORY', '_FIELD', '_FIELD_CLASSVAR', '_FIELD_INITVAR'):
            parcel.rule(type(getattr(dataclasses, name)), _mark_of_dataclasses)


def _mark_of_dataclasses(value):
    dataclasses = sys.modules['dataclasses']
    for name, known in dataclasses.__dict__.items():
        if known is value:
            return getattr, (dataclasses, name)
    raise TypeError('unknown mark of dataclasses: ' + repr(value))
