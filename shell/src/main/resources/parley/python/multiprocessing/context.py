"""The front door: what ``multiprocessing`` offers, and the start methods."""

from . import process

__all__ = ()

#: What comes with later versions: each says so when it is called.
LATER = ('Array', 'Barrier', 'BoundedSemaphore', 'Condition', 'Event', 'JoinableQueue', 'Manager', 'Pipe', 'RLock',
         'RawArray', 'RawValue', 'Semaphore', 'SimpleQueue', 'Value', 'allow_connection_pickling', 'get_logger',
         'log_to_stderr', 'set_executable', 'set_forkserver_preload')


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
        from _parley import host
        return host.cpuCount()

    def Queue(self, maxsize=0):
        """A queue that processes share."""
        from .queues import Queue
        return Queue(maxsize, ctx=self.get_context())

    def Lock(self):
        """A lock that processes share; not reentrant."""
        from .synchronize import Lock
        return Lock(ctx=self.get_context())

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """A pool of worker processes."""
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def freeze_support(self):
        """Does nothing: kept for scripts that call it."""

    def get_context(self, method=None):
        if method is None:
            return self
        if method not in _contexts:
            raise ValueError('cannot find context for %r' % method)
        return _contexts[method]

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        """The module that pickles: ours."""
        from _parley import parcel
        return parcel


def _later(name):
    def missing(self, *args, **kwargs):
        raise NotImplementedError(f'not in this version of parley: multiprocessing.{name}')
    missing.__name__ = name
    missing.__qualname__ = f'BaseContext.{name}'
    missing.__doc__ = 'Comes with a later version.'
    return missing


for _name in LATER:
    setattr(BaseContext, _name, _later(_name))


class Process(process.BaseProcess):
    """A function in an operating-system process of its own."""

    _start_method = None


class SpawnProcess(Process):
    _start_method = 'spawn'


class SpawnContext(BaseContext):
    """Each process is a fresh one; function and arguments are sent to it."""

    _name = 'spawn'
    Process = SpawnProcess


_contexts = {'spawn': SpawnContext()}


class DefaultContext(BaseContext):
    """The context of the module's own functions."""

    Process = Process

    def __init__(self):
        self._chosen = None

    def get_context(self, method=None):
        return _contexts['spawn'] if method is None else super().get_context(method)

    def set_start_method(self, method, force=False):
        if self._chosen is not None and not force:
            raise RuntimeError('context has already been set')
        self._chosen = None if method is None and force else self.get_context(method)._name

    def get_start_method(self, allow_none=False):
        return None if allow_none and self._chosen is None else self._chosen or 'spawn'

    def get_all_start_methods(self):
        return ['spawn']


_default_context = DefaultContext()


def assert_spawning(obj):
    """Refuses: only the pickling of a starting process may send it."""
    from _parley.parcel import only_by_inheritance
    raise RuntimeError(only_by_inheritance(obj))
