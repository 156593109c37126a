"""What ``multiprocessing.sharedctypes`` has no number for: structures, unions and arrays of ``ctypes``.

An object of ``ctypes`` lies in a block of shared memory, and keeps the block; it travels as its type and its block.
"""

import ctypes

from _parley import parcel
from multiprocessing.heap import BufferWrapper

ARRAY = type(ctypes.c_int * 1)
KINDS = (type(ctypes.Structure), type(ctypes.Union), ARRAY, type(ctypes.c_int))
CODES = {'c': ctypes.c_char, 'b': ctypes.c_byte, 'B': ctypes.c_ubyte, 'h': ctypes.c_short,
         'H': ctypes.c_ushort, 'i': ctypes.c_int, 'I': ctypes.c_uint, 'l': ctypes.c_long, 'L': ctypes.c_ulong,
         'q': ctypes.c_longlong, 'Q': ctypes.c_ulonglong, 'f': ctypes.c_float, 'd': ctypes.c_double}


def place(kind, values=()):
    """An object of that type in shared memory, made from these values; zeros where there are none."""
    found = _lie(kind, BufferWrapper(ctypes.sizeof(kind)))
    ctypes.memset(ctypes.addressof(found), 0, ctypes.sizeof(kind))  # the block may have had another owner
    if isinstance(kind, ARRAY):  # GraalPy's makes no structure of a tuple
        values = [kind._type_(*value) if isinstance(value, tuple) else value for value in values]
    found.__init__(*values)
    return found


def copy(original):
    """The same bytes elsewhere, in shared memory."""
    found = place(type(original))
    ctypes.memmove(ctypes.addressof(found), ctypes.addressof(original), ctypes.sizeof(original))
    return found


def _lie(kind, block):
    found = kind.from_buffer(block.create_memoryview())
    found._block = block
    parcel._rules[kind] = _travel
    return found


def _travel(travelling, value):
    """The rule of such a type: what lies in shared memory stays there."""
    block = getattr(value, '_block', None)
    if block is None:
        return NotImplemented
    if not travelling.inherit:
        raise RuntimeError(parcel.only_by_inheritance(value))
    kind = type(value)
    return _arrive, ((kind._type_, kind._length_, block) if isinstance(value, ctypes.Array) else (kind, None, block))


def _arrive(kind, length, block):
    return _lie(kind if length is None else kind * length, block)


def fields(kind):
    """The names of a structure's or union's fields, its bases' too."""
    return [field[0] for base in reversed(kind.__mro__) for field in base.__dict__.get('_fields_', ())]
