"""Blocks of bytes with a name, and lists that lie in one: any process of this machine finds them by that name.

The layout of a list is the standard library's own, and so is its code: processes of CPython may share it.
"""

import os

from _parley import host, standard

from .process import machine_int

__all__ = ['SharedMemory', 'ShareableList']

_shared = host.shared()
_USE_POSIX = True
_SHM_NAME_PREFIX = '/psm_'


def _make_filename():
    """A name that nobody has, most likely."""
    return _SHM_NAME_PREFIX + os.urandom(4).hex()


class SharedMemory:
    """A block of bytes; made where ``create`` is true, else found by its name."""

    def __init__(self, name=None, create=False, size=0, *, track=True):
        size = machine_int(size, 64)
        if size < 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        if name is not None and not isinstance(name, str):
            raise TypeError(f'name must be a string: type={type(name).__name__}')
        given = name
        while True:
            name = given if given is not None else _make_filename()
            self._port = _shared.createMemory(name, size) if create else _shared.attachMemory(name)
            problem = self._port.problem()
            if problem != 'exists' or given is not None:
                break
        if problem == 'exists':
            raise FileExistsError(17, 'File exists', '/' + name.lstrip('/'))
        if problem == 'missing':
            raise FileNotFoundError(2, 'No such file or directory', '/' + name.lstrip('/'))
        if problem:
            raise (ValueError if 'empty' in problem or 'name' in problem else OSError)(problem)
        self._name = self._port.name()
        self._size = self._port.size()
        self._buf = memoryview(self._port.bytes())

    @property
    def buf(self):
        """A view of the bytes; None after ``close()``."""
        return self._buf

    @property
    def name(self):
        """What others find it by."""
        return self._name[1:] if self._name.startswith('/') else self._name

    @property
    def size(self):
        """In bytes."""
        return self._size

    def close(self):
        """This process uses it no more."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
            self._port.close()

    def unlink(self):
        """Nobody finds it any more; its bytes end when the last process has closed it."""
        if not self._port.unlink():
            raise FileNotFoundError(2, 'No such file or directory', '/' + self.name)

    def __reduce__(self):
        return self.__class__, (self.name, False, self.size)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.name!r}, size={self.size})'


ShareableList = standard.load('shared_memory', SharedMemory=SharedMemory).ShareableList
ShareableList.__module__ = __name__
