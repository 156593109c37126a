"""The front door: what ``multiprocessing`` offers, and the start methods."""

import os
from _thread import _local

from _parley import host

from . import process

__all__ = ()


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


class WorkerDied(ProcessError):
    """A worker that was still needed ended: it was killed, or left by itself."""

    _parley_kind = 'died'


class BaseContext:
    """Everything that a start method offers."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    def cpu_count(self):
        """The number of processors of this machine."""
        return host.cpuCount()

    def Queue(self, maxsize=0):
        """A queue that processes share."""
        from .queues import Queue
        return Queue(maxsize, ctx=self.get_context())

    def Pipe(self, duplex=True):
        """Two connected ends; of one that is not duplex, the first receives and the second sends."""
        from .connection import Pipe
        return Pipe(duplex)

    def Manager(self):
        """A process that holds objects for others, who use them through proxies."""
        from .managers import SyncManager
        manager = SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def get_logger(self):
        """What this package logs with."""
        from .util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        """Shows what this package logs; from that level on."""
        from .util import log_to_stderr
        return log_to_stderr(level)

    def allow_connection_pickling(self):
        """Does nothing: connections travel anyway."""

    def JoinableQueue(self, maxsize=0):
        """A queue whose users say when they are done with an item."""
        from .queues import JoinableQueue
        return JoinableQueue(maxsize, ctx=self.get_context())

    def SimpleQueue(self):
        """A queue with little to it."""
        from .queues import SimpleQueue
        return SimpleQueue(ctx=self.get_context())

    def Lock(self):
        """A lock that processes share; not reentrant."""
        from .synchronize import Lock
        return Lock(ctx=self.get_context())

    def RLock(self):
        """A lock that its owner may take again."""
        from .synchronize import RLock
        return RLock(ctx=self.get_context())

    def Semaphore(self, value=1):
        """A counter that never goes below zero."""
        from .synchronize import Semaphore
        return Semaphore(value, ctx=self.get_context())

    def BoundedSemaphore(self, value=1):
        """A semaphore that refuses to be released more often than it was acquired."""
        from .synchronize import BoundedSemaphore
        return BoundedSemaphore(value, ctx=self.get_context())

    def Condition(self, lock=None):
        """A condition with its lock."""
        from .synchronize import Condition
        return Condition(lock, ctx=self.get_context())

    def Event(self):
        """A flag to wait for."""
        from .synchronize import Event
        return Event(ctx=self.get_context())

    def Barrier(self, parties, action=None, timeout=None):
        """Where processes wait for each other."""
        from .synchronize import Barrier
        return Barrier(parties, action, timeout, ctx=self.get_context())

    def RawValue(self, typecode_or_type, *args):
        """A number in shared memory."""
        from .sharedctypes import RawValue
        return RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        """Numbers in shared memory."""
        from .sharedctypes import RawArray
        return RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        """A number in shared memory, with a lock."""
        from .sharedctypes import Value
        return Value(typecode_or_type, *args, lock=lock, ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        """Numbers in shared memory, with a lock."""
        from .sharedctypes import Array
        return Array(typecode_or_type, size_or_initializer, lock=lock, ctx=self.get_context())

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """A pool of worker processes."""
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def set_forkserver_preload(self, module_names):
        """What children by ``forkserver`` find imported, once this program starts the first one."""
        if not all(isinstance(name, str) for name in module_names):
            raise TypeError('module_names must be a list of strings')
        from _parley import preload
        preload.name(module_names)

    def set_executable(self, executable):
        """Does nothing: what starts a process is Parley's own."""

    def freeze_support(self):
        """Does nothing: kept for scripts that call it."""

    def get_context(self, method=None):
        if method is None:
            return self
        if method not in _known or (method != 'spawn' and method not in host.startMethods().split()):
            raise ValueError('cannot find context for %r' % method)
        return _known[method]

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        """The module that pickles: ours."""
        from _parley import parcel
        return parcel


class _Sending(_local):
    """What this thread is about to start; its parts may hold secrets, and what goes by inheritance only."""

    process = None


_sending = _Sending()


def get_spawning_popen():
    """The process that this thread is sending its body to, or None."""
    return _sending.process


def set_spawning_popen(process):
    _sending.process = process


def __getattr__(name):
    if name == 'reduction':  # used by the standard library's own modules; a start need not wait for it
        from importlib import import_module
        return import_module('multiprocessing.reduction')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


class Process(process.BaseProcess):
    """A function in an operating-system process of its own."""


class ForkProcess(Process):
    _start_method = 'fork'


class ForkServerProcess(Process):
    _start_method = 'forkserver'


class SpawnProcess(Process):
    _start_method = 'spawn'


class ForkContext(BaseContext):
    """Each process is a copy of the one that starts it; nothing is sent."""

    _name = 'fork'
    Process = ForkProcess


class ForkServerContext(BaseContext):
    """Each process is a copy of a warm, idle one; function and arguments are sent to it."""

    _name = 'forkserver'
    Process = ForkServerProcess


class SpawnContext(BaseContext):
    """Each process is a fresh one; function and arguments are sent to it."""

    _name = 'spawn'
    Process = SpawnProcess


_known = {'fork': ForkContext(), 'forkserver': ForkServerContext(), 'spawn': SpawnContext()}


class DefaultContext(BaseContext):
    """The context of the module's own functions."""

    Process = Process

    #: What GraalPy's standard library asks of its own context.
    _get_id, _close = staticmethod(os.getpid), staticmethod(os.close)
    _is_graalpy = staticmethod(lambda: False)  # there: without processes

    def __init__(self):
        self._chosen = None

    def get_context(self, method=None):
        if method is not None:
            return super().get_context(method)
        self._use()
        return _known[host.startMethod()]

    def forget(self):
        """After a rehearsal: it was not used, and nothing was chosen."""
        self._chosen = None
        host.useStartMethod('')

    def _use(self):
        """From its first use on, the start method stays what it is."""
        if self._chosen is None:
            self._chosen = host.startMethod()

    def set_start_method(self, method, force=False):
        """Chooses how processes start where nothing is said, here and in Java."""
        if self._chosen is not None and not force:
            raise RuntimeError('context has already been set')
        self._chosen = None if method is None and force else self.get_context(method)._name
        host.useStartMethod(self._chosen or '')

    def get_start_method(self, allow_none=False):
        if allow_none and self._chosen is None:
            return None
        self._use()
        return host.startMethod()

    def get_all_start_methods(self):
        """Those that work here, the default one first."""
        return host.startMethods().split()


_default_context = DefaultContext()


def assert_spawning(obj):
    """Refuses: only the pickling of a starting process may send it."""
    from _parley.parcel import only_by_inheritance
    raise RuntimeError(only_by_inheritance(obj))
