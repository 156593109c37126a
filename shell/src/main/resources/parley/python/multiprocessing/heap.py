"""Blocks of shared memory, many small ones to an arena: the standard library's own heap, over arenas of ours.

An arena is found by its name: a block that travels is the same bytes in the process where it arrives.
"""

from _parley import standard

from .shared_memory import SharedMemory

__all__ = ['BufferWrapper']


class Arena:
    """Bytes from which a heap takes its blocks; gone when the process that made it has no block in it any more."""

    def __init__(self, size):
        from .util import Finalize
        self._bind(SharedMemory(create=True, size=size))
        Finalize(self, self._memory.unlink, exitpriority=-100)  # after those of the user, who may still look at it

    def _bind(self, memory):
        self._memory = memory
        self.size = memory.size
        self.buffer = memory.buf

    def __reduce__(self):
        return _attach, (self._memory,)


def _attach(memory):
    arena = Arena.__new__(Arena)
    arena._bind(memory)
    return arena


_heap = standard.load('heap', Arena=Arena)
BufferWrapper, Heap = _heap.BufferWrapper, _heap.Heap
BufferWrapper.__module__ = Heap.__module__ = __name__
