"""Pickles functions and classes by value where another process cannot import them.

    by name    what a module other than ``__main__`` has, and what every process's ``__main__`` has (``_parley.rerun``)
    by value   functions, lambdas and classes of ``__main__`` and of no module: code (marshalled), and copies of the
               global variables that the code uses, transitively

A class keeps its identity: it gets an id when it first travels, or before the process is copied, and a process that has
met the id uses the class that it has. In a message (a queue's item, a result) a class is its id alone; its definition lies in the session's store of
classes. All functions of ``__main__`` arrive in the one ``__main__`` of the receiving process.
"""

import marshal
import sys
from _io import BytesIO

import _functools
from _parley import frames, host

if 'functools' in sys.modules:
    import _pickle
else:  # all that _pickle wants of functools is partial, and functools wants half the standard library
    sys.modules['functools'] = _functools
    import _pickle
    del sys.modules['functools']

PROTOCOL = 5
GENERATOR_OR_COROUTINE = 0x20 | 0x80 | 0x200
main = sys.modules['__main__'].__dict__
Function, Module, Cell = type(lambda: 0), type(sys), type((lambda x: lambda: x)(0).__closure__[0])
_plain_loads = _pickle.loads
PicklingError = _pickle.PicklingError

#: Types whose instances stay where they are and travel as an address: Queue, Lock. Type -> function that attaches, which
#: gets the address, or all of ``_arguments`` where an instance has that.
SHARED = {}

#: Type -> function that gives ``(call, arguments)`` to make such a value anew: what programs said by ``reduction.register``.
REDUCERS = {}
_classes = {}  # id of a class that travelled -> the class
_ids = {}      # id(class) -> its id
_filled = set()
_in_copies = set()  # ids of classes that this process had when it was copied
MAIN = ('__main__',)
MAINS = ('__main__', '__mp_main__')  # the second in a process that has run the script again
_namespaces = {MAIN: main}
_origin = host.uid()
_arrived = {}  # global variables that came from elsewhere: (id(namespace), name) -> value
NOTHING = object()
everywhere = None  # names that each process's __main__ binds by itself, where the script runs again in each
_codes = {}    # id(code) -> (code, marshalled, names): marshalling is slow


class Parcel(_pickle.Pickler):
    """One pickling. ``inherit``: shared objects may travel; ``store``: classes travel as ids."""

    def __init__(self, stream, inherit=False, store=True, skipped=()):
        super().__init__(stream, PROTOCOL)
        self.inherit = inherit
        self.store = store
        self.skipped = skipped
        self.refused = None

    def reducer_override(self, value):
        kind = type(value)
        rule = _rules.get(kind)
        if rule is not None:
            return rule(self, value)
        known = _shared_kind(kind)
        if known is not None:
            return self._shared(value, known)
        if isinstance(value, type):
            return _class(self, value)
        if kind in REDUCERS:
            return REDUCERS[kind](value)
        self.refused = value  # if this fails, here
        return NotImplemented

    def _shared(self, value, known):
        if not self.inherit:
            raise RuntimeError(only_by_inheritance(value))
        return attach, (known.__name__, *(getattr(value, '_arguments', None) or (value._address,)))


def _shared_kind(kind):
    """The class of shared objects that it is, or extends; None for all others."""
    for known in kind.__mro__:
        if known in SHARED:
            return known
    return None


def attach(kind, *arguments):
    """An object in shared memory, by the name of its class."""
    for module in ('queues', 'sharedctypes', 'synchronize'):
        __import__('multiprocessing.' + module)
    for known, attached in SHARED.items():
        if known.__name__ == kind:
            return attached(*arguments)
    raise TypeError(f'not in this version of parley: multiprocessing.{kind}')


def only_by_inheritance(value):
    return f'{type(value).__name__} objects should only be shared between processes through inheritance'


def dumps(value, inherit=False, store=True, skipped=()):
    """The pickle of a value; after an exception :func:`refused` tells what was refused."""
    global _refusal
    if not _knows_functools and 'functools' in sys.modules:
        _meet_functools(sys.modules['functools'])
    stream = BytesIO()
    parcel = Parcel(stream, inherit, store, skipped)
    try:
        parcel.dump(value)
    except Exception as error:
        if inherit:
            _refusal = error, parcel.refused  # not in the exception: that may travel itself
        raise
    return stream.getvalue()


_refusal = None, None


def refused(error, value):
    """What could not be pickled within a value, where :func:`dumps` raised this."""
    return _refusal[1] if _refusal[0] is error else value


def loads(form):
    return _plain_loads(form)


# what other modules have

def importable(value):
    """Whether another process finds this function or class under its name."""
    name = value.__module__
    if name is None or name in MAINS:
        return False
    found = sys.modules.get(name)
    for part in value.__qualname__.split('.'):
        found = getattr(found, part, None)
        if found is None:
            return False
    return found is value


def _is_everywhere(value):
    """Whether it is what every process's ``__main__`` has under its name."""
    path = value.__qualname__.split('.')
    if everywhere is None or path[0] not in everywhere:
        return False
    found = main.get(path[0])
    for part in path[1:]:
        found = getattr(found, part, None)
    return found is value


def _of_main(name):
    """What this process's own ``__main__`` has under that name."""
    first, *others = name.split('.')
    try:
        found = main[first]
        for part in others:
            found = getattr(found, part)
        return found
    except (KeyError, AttributeError):
        raise AttributeError(f"Can't get attribute {name!r} on {sys.modules['__main__']!r}") from None


def _module(parcel, module):
    if module.__dict__ is main:
        return _main, ()
    return _import, (module.__name__,)


def _main():
    return sys.modules['__main__']


def _import(name):
    __import__(name)
    return sys.modules[name]


# functions

def names_in(code):
    """``(marshalled, names)`` of a code object: every global name that it, or a function inside it, may use."""
    known = _codes.get(id(code))
    if known is None:
        names = dict.fromkeys(code.co_names)
        for constant in code.co_consts:
            if type(constant) is type(code):
                names.update(names_in(constant)[2])
        known = _codes[id(code)] = (code, marshal.dumps(code), names)
    return known


def _function(parcel, function):
    if importable(function):
        return NotImplemented
    code = function.__code__
    home = function.__globals__
    if home is main and _is_everywhere(function):
        return _of_main, (function.__qualname__,)
    _, form, names = names_in(code)
    known = everywhere if home is main and everywhere else ()
    key = MAIN if home is main else (home.get('__name__'), _origin, id(home))
    used = [(name, home[name]) for name in names
            if name in home and name not in known and (id(home), name) not in parcel.skipped]
    cells = function.__closure__ or ()
    contents = []
    for cell in cells:
        try:
            contents.append((cell, cell.cell_contents))
        except ValueError:
            pass  # not assigned yet
    attributes = {name: getattr(function, name) for name in
                  ('__name__', '__qualname__', '__module__', '__doc__', '__defaults__', '__kwdefaults__')}
    state = (attributes, function.__annotations__ or None, function.__dict__ or None, contents, used,
             _submodules(used, names), _source(code))
    return _new_function, (form, key, cells), state, None, None, _fill_function


def _submodules(used, names):
    """``xml.dom`` is a module of its own: using ``xml`` and ``.dom`` needs it imported too."""
    found = [module.__name__ for _, module in used if type(module) is Module]
    for module in found:  # grows: xml, xml.dom, xml.dom.minidom
        found += [inner for inner in (module + '.' + name for name in names) if inner in sys.modules]
    return found or None


def _source(code):
    """What was typed, for tracebacks in the other process."""
    name = code.co_filename
    return (name, frames.sources[name]) if name in frames.sources else None


def _new_function(form, key, cells):
    home = _namespaces.get(key)
    if home is None:
        home = _namespaces[key] = {'__name__': key[0], '__builtins__': __builtins__}
    return Function(_load_code(form), home, None, None, tuple(cells) or None)


def _load_code(form):
    """The code object. GraalPy unmarshals that of a generator or coroutine wrongly: a copy is right, but for its frames'
    file name, which tracebacks look up."""
    code = marshal.loads(form)
    if code.co_flags & GENERATOR_OR_COROUTINE:
        code = code.replace(co_name=code.co_name)
        frames.nameless[code.co_name, code.co_firstlineno] = code.co_filename
    return code


def _fill_function(function, state):
    attributes, annotations, extra, contents, used, submodules, source = state
    for name, value in attributes.items():
        setattr(function, name, value)
    if annotations:
        function.__annotations__ = annotations
    if extra:
        function.__dict__.update(extra)
    for cell, value in contents:
        cell.cell_contents = value
    home = function.__globals__
    for name, value in used:
        # what this process has bound itself stays; what came from elsewhere follows its origin
        if name not in home or _arrived.get((id(home), name), NOTHING) is home[name]:
            home[name] = _arrived[id(home), name] = value
    for name in submodules or ():
        __import__(name)
    if source and source[0] not in frames.sources:
        frames.remember(*source)


def _new_cell():
    return Cell()


# classes

def _class(parcel, cls):
    if cls.__module__ == 'builtins' or importable(cls):
        return NotImplemented
    if cls.__module__ in MAINS and _is_everywhere(cls):
        return _of_main, (cls.__qualname__,)
    uid = _id_of(cls)
    if parcel.store:
        if not host.isDefined(uid):
            try:
                host.define(uid, dumps(cls, inherit=True, store=False))
            except (TypeError, AttributeError, PicklingError):
                if uid not in _in_copies:
                    raise  # else who is a copy has it under its id
        return _find_class, (uid,)
    from _parley import classes
    return classes.reduce(uid, cls)


def _id_of(cls):
    """The id of a class, given now where it has none."""
    return _ids.get(id(cls)) or _ids[id(register_class(host.uid(), cls))]


def before_fork():
    """Gives every class of ``__main__`` its id, so that this process knows what its copy sends back."""
    _identify(main, set())


def _identify(namespace, visited):
    for value in list(namespace.values()):
        if isinstance(value, type) and value.__module__ in MAINS and id(value) not in visited:
            visited.add(id(value))
            _in_copies.add(_id_of(value))
            _identify(value.__dict__, visited)


def _find_class(uid):
    if uid not in _classes:
        loads(host.definition(uid).encode('latin-1'))
    return _classes[uid]


def known_class(uid):
    return _classes.get(uid)


def register_class(uid, cls):
    _classes[uid] = cls
    _ids[id(cls)] = uid
    return cls


def fill_once(cls):
    """Whether the class still lacks its attributes: true once."""
    if id(cls) in _filled:
        return False
    _filled.add(id(cls))
    return True


# the small ones

def _property(parcel, value):
    return property, (value.fget, value.fset, value.fdel, value.__doc__)


def _wrapper(parcel, value):
    return type(value), (value.__func__,)


def _mapping(parcel, value):
    return _read_only, (dict(value),)


def _read_only(values):
    import types
    return types.MappingProxyType(values)


def _code(parcel, code):
    return _load_code, (names_in(code)[1],)


_rules = {
    Function: _function,
    Module: _module,
    Cell: lambda parcel, cell: (_new_cell, ()),
    type: _class,
    property: _property,
    staticmethod: _wrapper,
    classmethod: _wrapper,
    type(type.__dict__): _mapping,
    type(importable.__code__): _code,
}


def _cached(parcel, value):
    """A function behind ``lru_cache`` travels as the function and the cache's size."""
    if importable(value):
        return NotImplemented
    parameters = value.cache_parameters()
    return _new_cached, (parameters['maxsize'], parameters['typed'], value.__wrapped__)


def _new_cached(maxsize, typed, function):
    import functools
    return functools.lru_cache(maxsize, typed)(function)


_knows_functools = False


def _meet_functools(functools):
    global _knows_functools
    _knows_functools = True
    _rules[functools._lru_cache_wrapper] = _cached


def rule(kind, reduce):
    """Adds a rule for the instances of one type, from where that type is known."""
    _rules[kind] = lambda parcel, value: reduce(value)
