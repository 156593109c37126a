"""Numbers in shared memory: ``Value`` and ``Array``, with a lock, and ``RawValue`` and ``RawArray`` without.

A type is one of C's by its code, ``'i'``, or by its class in ``ctypes``. A number keeps its lowest bits, as in C. What is
no number, a structure say, is an object of ``ctypes`` that lies in shared memory: see ``_parley.structures``.
"""

import sys
from _operator import index as _whole

from _parley import host, parcel

from .context import assert_spawning
from .process import machine_int
from .synchronize import Lock as _Lock, RLock as _RLock

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

_shared = host.shared()
_holds, _apart = host.builtin('holds'), host.builtin('apart')
_NEVER_HELD = 0  # in place of a lock's word
_ONE = -1  # the size of a single number
_REAL = 'fd'
_CODES = 'cubBhHiIlLqQfd?'
_ACCESS = {code: (host.builtin('read_' + code), host.builtin('write_' + code)) for code in _CODES if code not in 'cu'}
_ACCESS['c'], _ACCESS['u'] = _ACCESS['B'], _ACCESS['I']
_NAMES = dict(c='char', u='wchar', b='byte', B='ubyte', h='short', H='ushort', i='int', I='uint', l='long', L='ulong',
              q='long', Q='ulong', f='float', d='double')

#: What a character's number is shown as, and several of them.
_CHARACTERS = {'c': (lambda number: bytes((number,)), b''.join), 'u': (chr, ''.join)}


def _code(typecode_or_type):
    """The code of a number's type, which of a class of ``ctypes`` is an attribute; None for another one of its classes."""
    code = typecode_or_type if isinstance(typecode_or_type, str) else getattr(typecode_or_type, '_type_', None)
    if isinstance(code, str) and len(code) == 1 and code in _CODES:
        return code
    if not _is_ctype(typecode_or_type):
        raise TypeError(f'no such type for shared memory: type={typecode_or_type!r}, known codes={" ".join(_CODES)}')
    return None


def _is_ctype(kind):
    if '_ctypes' not in sys.modules:
        return False  # nobody has one
    from _parley.structures import KINDS
    return isinstance(kind, KINDS)


def _fitted(code, value):
    """A value as the type has it, where it is none of Python's small numbers."""
    if code in _REAL:
        if not isinstance(value, (int, float)):
            raise TypeError(f'must be real number, not {type(value).__name__}')
        return float(value)
    if code == 'c':
        if not isinstance(value, bytes) or len(value) != 1:
            raise TypeError('one character bytes, bytearray or integer expected')
        return value[0]
    if code == 'u':
        if not isinstance(value, str) or len(value) != 1:
            raise TypeError('a unicode character expected')
        return ord(value)
    if code == '?':
        return 1 if value else 0
    return (_whole(value) & 0xffff_ffff_ffff_ffff ^ 0x8000_0000_0000_0000) - 0x8000_0000_0000_0000


@_apart
def _fit(numbers, index, value):
    numbers._set(numbers._place, index, _fitted(numbers._code, value))


@_apart
def _plain(index):
    """As an int, what may stand for one."""
    try:
        return int(_whole(index))
    except TypeError:
        raise TypeError('indices must be integers') from None


class _Numbers:
    """Numbers of one type, read and written by index where they lie."""

    @property
    def _address(self):
        """Asked for where it goes to another process: it stays until the session ends, then."""
        return self._port.address()

    def _bind(self, port, code):
        self._port = port
        self._code = code
        self._place = port.place()
        self._get, self._set = _ACCESS[code]
        self._shown, self._join = _CHARACTERS.get(code, (None, None))

    def _read(self, index):
        value = self._get(self._place, index)
        return value if self._shown is None else self._shown(value)

    def _write(self, index, value):
        if self._shown is not None or not self._set(self._place, index, value):
            _fit(self, index, value)

    @property
    def _name(self):
        return self._port.name()

    def __reduce__(self):
        assert_spawning(self)


def _items(values):
    """As a list; of bytes, a list of characters."""
    return [values[at:at + 1] for at in range(len(values))] if isinstance(values, bytes) else list(values)


class _Number(_Numbers):
    """One number: ``value``."""

    @property
    def value(self):
        return self._read(0)

    @value.setter
    def value(self, value):
        self._write(0, value)

    def __repr__(self):
        return f'c_{_NAMES.get(self._code, "bool")}({self.value!r})'


class _Row(_Numbers):
    """Numbers in a row, used like a list whose length is fixed."""

    def _bind(self, port, code):
        super()._bind(port, code)
        self._size = port.size()

    def __len__(self):
        return self._size

    def _index(self, index):
        if type(index) is not int:
            index = _plain(index)
        at = index + self._size if index < 0 else index
        if not 0 <= at < self._size:
            raise IndexError('invalid index')
        return at

    def __getitem__(self, index):
        if isinstance(index, slice):
            found = [self._read(at) for at in range(*index.indices(self._size))]
            return found if self._join is None else self._join(found)
        return self._read(self._index(index))

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._size))
            given = _items(value) if hasattr(value, '__iter__') else ()
            if len(given) != len(places):
                raise ValueError('Can only assign sequence of same size')
            for at, one in zip(places, given):
                self._write(at, one)
        else:
            self._write(self._index(index), value)

    def __iter__(self):
        return (self._read(at) for at in range(self._size))

    def __bytes__(self):
        """What lies in memory, which a class of ``ctypes`` would show as a buffer."""
        from struct import pack
        code = 'I' if self._code == 'u' else self._code
        return pack(f'{self._size}{code}', *(self._get(self._place, at) for at in range(self._size)))

    def __repr__(self):
        return f'<{type(self).__name__} {self._code!r} {self[:]!r}>'


class _Characters(_Row):
    """A row of characters, which is also a string of bytes."""

    @property
    def raw(self):
        """All of them."""
        return self[:]

    @raw.setter
    def raw(self, value):
        if len(value) > self._size:
            raise ValueError('byte string too long')
        self[:len(value)] = value

    @property
    def value(self):
        """Those before the first zero."""
        return self[:].split(b'\0', 1)[0]

    @value.setter
    def value(self, value):
        if len(value) > self._size:
            raise ValueError('byte string too long')
        self[:len(value)] = value
        if len(value) < self._size:
            self[len(value)] = b'\0'


class SynchronizedBase:
    """Numbers with their lock; single reads and writes take it by themselves."""

    def _guard(self, numbers, lock):
        self._numbers = numbers
        self._lock = lock
        self._word = lock._place if isinstance(lock, _RLock) else _NEVER_HELD
        self.acquire = lock.acquire
        self.release = lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def get_lock(self):
        return self._lock

    def get_obj(self):
        """The numbers without the lock."""
        return self._numbers

    @property
    def _address(self):
        return self._numbers._address

    @property
    def _name(self):
        return self._numbers._name

    @property
    def _arguments(self):
        lock = self._lock
        return self._numbers._port.address(), lock

    def __reduce__(self):
        assert_spawning(self)

    def __repr__(self):
        return '<%s wrapper for %s>' % (type(self).__name__, self._numbers)


class Synchronized(SynchronizedBase):
    """A number with its lock."""

    @property
    def value(self):
        if _holds(self._word):
            return self._numbers._read(0)
        with self._lock:
            return self._numbers._read(0)

    @value.setter
    def value(self, value):
        if _holds(self._word):
            self._numbers._write(0, value)
        else:
            with self._lock:
                self._numbers._write(0, value)


class SynchronizedArray(SynchronizedBase):
    """Numbers in a row with their lock."""

    def __len__(self):
        return self._numbers._size

    def __getitem__(self, index):
        with self._lock:
            return self._numbers[index]

    def __setitem__(self, index, value):
        with self._lock:
            self._numbers[index] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __setslice__(self, start, stop, values):
        self[start:stop] = values


class SynchronizedString(SynchronizedArray):
    """Characters with their lock."""

    @property
    def value(self):
        with self._lock:
            return self._numbers.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._numbers.value = value

    @property
    def raw(self):
        with self._lock:
            return self._numbers.raw

    @raw.setter
    def raw(self, value):
        with self._lock:
            self._numbers.raw = value


def _made(kind, port, code):
    found = kind.__new__(kind)
    found._bind(port, code)
    return found


def _number(code, lock, args):
    address, reentrant = _lock_words(lock)
    made = _made(_Number, _shared.numbers(code, _ONE, address, reentrant), code)
    if len(args) > 1:
        raise TypeError('one initial value at most: given=%d' % len(args))
    if args:
        made.value = args[0]
    return made


def _row(code, lock, size_or_initializer):
    if isinstance(size_or_initializer, int):
        size, initial = machine_int(size_or_initializer, 64), ()
        if size < 0:
            raise ValueError('size cannot be negative')
    else:
        initial = _items(size_or_initializer)
        size = len(initial)
    address, reentrant = _lock_words(lock)
    made = _made(_Characters if code == 'c' else _Row, _shared.numbers(code, size, address, reentrant), code)
    for at, value in enumerate(initial):
        made._write(at, value)
    return made


def _lock_words(lock):
    return (0, False) if lock is None else (lock._address, isinstance(lock, _RLock))


def RawValue(typecode_or_type, *args):
    """A number in shared memory; who changes it takes care of others."""
    return _one(typecode_or_type, None, args)


def RawArray(typecode_or_type, size_or_initializer):
    """So many zeros in shared memory, or the numbers given."""
    return _many(typecode_or_type, None, size_or_initializer)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number in shared memory with its lock; without one where ``lock`` is False."""
    if lock is False:
        return _one(typecode_or_type, None, args)
    lock = _lock_of(lock)
    return synchronized(_one(typecode_or_type, lock, args), lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Numbers in shared memory with their lock; without one where ``lock`` is False."""
    if lock is False:
        return _many(typecode_or_type, None, size_or_initializer)
    lock = _lock_of(lock)
    return synchronized(_many(typecode_or_type, lock, size_or_initializer), lock)


def _one(typecode_or_type, lock, args):
    code = _code(typecode_or_type)
    if code is not None:
        return _number(code, lock, args)
    from _parley import structures
    return structures.place(typecode_or_type, args)


def _many(typecode_or_type, lock, size_or_initializer):
    code = _code(typecode_or_type)
    if code is not None:
        return _row(code, lock, size_or_initializer)
    from _parley import structures
    given = isinstance(size_or_initializer, int)
    values = () if given else tuple(size_or_initializer)
    return structures.place(typecode_or_type * (size_or_initializer if given else len(values)), values)


def _lock_of(lock):
    if lock is True or lock is None:
        return _RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return lock


def synchronized(obj, lock=None, ctx=None):
    """Numbers, or an object of ``ctypes``, without a lock, with this one."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    kind = _GUARDS.get(type(obj)) or _guard_of(type(obj))
    guarded = kind.__new__(kind)
    guarded._guard(obj, _lock_of(lock))
    return guarded


def _guard_of(kind):
    """The class of what has a lock, for a class of ``ctypes``; made once for each."""
    if not _is_ctype(kind):
        raise TypeError(f'not in shared memory: type={kind.__name__}')
    from _parley import structures
    if isinstance(kind, structures.ARRAY):
        base, names = _GuardedArray, ('value', 'raw')
    else:
        base, names = _GuardedStructure, structures.fields(kind) if hasattr(kind, '_fields_') else ('value',)
    attributes = {name: _guarded_attribute(name) for name in names if hasattr(kind, name)}
    found = _GUARDS[kind] = type('Synchronized' + kind.__name__, (base,), attributes)
    return found


def _guarded_attribute(name):
    def read(self):
        with self._lock:
            return getattr(self._numbers, name)

    def write(self, value):
        with self._lock:
            setattr(self._numbers, name, value)

    return property(read, write)


class _GuardedStructure(SynchronizedBase):
    """An object of ``ctypes`` with its lock: each of its fields."""

    @property
    def _arguments(self):
        return self._numbers, self._lock


class _GuardedArray(SynchronizedArray):
    """An array of ``ctypes`` with its lock."""

    def __len__(self):
        return len(self._numbers)

    _arguments = _GuardedStructure._arguments


_GUARDS = {_Number: Synchronized, _Row: SynchronizedArray, _Characters: SynchronizedString}


def copy(obj):
    """The same numbers, or the same object of ``ctypes``, elsewhere in shared memory, without a lock."""
    if isinstance(obj, _Number):
        return _number(obj._code, None, (obj.value,))
    if isinstance(obj, _Row):
        return _row(obj._code, None, obj[:])
    if not _is_ctype(type(obj)):
        raise TypeError(f'not in shared memory: type={type(obj).__name__}')
    from _parley import structures
    return structures.copy(obj)


def __getattr__(name):
    if name == 'typecode_to_type':
        from _parley.structures import CODES
        return CODES
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _attach_raw(kind, name):
    def attach(address):
        port = _shared.attachNumbers(name, address)
        return _made(kind, port, port.typecode())
    return attach


def _attach_guarded(name):
    """For Python's own way: with the lock beside it; from Java the address alone comes."""
    def attach(address, lock=None):
        port = _shared.attachNumbers(name, address)
        code = port.typecode()
        kind = _Number if name == 'Value' else _Characters if code == 'c' else _Row
        if lock is None and port.lock():
            lock = parcel.SHARED[_RLock if port.isReentrant() else _Lock](port.lock())
        found = _made(kind, port, code)
        return found if lock is None else synchronized(found, lock)
    return attach


parcel.SHARED.update({
    _Number: _attach_raw(_Number, 'Value'),
    _Row: _attach_raw(_Row, 'Array'),
    _Characters: _attach_raw(_Characters, 'Array'),
    Synchronized: _attach_guarded('Value'),
    SynchronizedArray: _attach_guarded('Array'),
    SynchronizedString: _attach_guarded('Array'),
    _GuardedStructure: synchronized,
    _GuardedArray: synchronized,
})
