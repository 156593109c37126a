"""Pools of worker processes."""

from operator import index

from _parley import files, host, mending, parcel, preload, rerun, shipping, values

from . import context
from .process import BaseProcess, _pools, nanos, refusing, worker

__all__ = ['Pool', 'ThreadPool']

_slices = host.builtin('encode_slices')
_joined = host.builtin('decode_slices')

mending.start_regex()  # a pool's manager is a thread, and copies this process

RUN, CLOSE, TERMINATE = 'RUN', 'CLOSE', 'TERMINATE'


class RemoteTraceback(Exception):
    """The traceback of the process that raised; the cause of what is raised here."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A result that cannot be sent."""

    def __init__(self, exc, value):
        self.exc = exc if isinstance(exc, str) else repr(exc)
        self.value = value if isinstance(value, str) else repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return '<%s: %s>' % (self.__class__.__name__, self)


class Pool:
    """Worker processes that share out the calls of a function."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        if processes is None:
            processes = host.cpuCount()
        processes = index(processes)
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        from .process import current_process
        assert not current_process().daemon, 'daemonic processes are not allowed to have children'
        self._life = [TERMINATE]  # its state, for who looks when it is gone
        self._feeds = set()  # of the calls of imap whose items are not all taken yet
        self._processes = processes
        method = host.startMethod() if context is None else context.get_start_method()
        rerun.prepare()
        self._present = dict(parcel.main) if method == 'fork' else None  # what the copies have
        if method == 'fork':
            parcel.before_fork()
        else:
            rerun.refuse()
            if method == 'forkserver':
                preload.offer()
            if parcel.everywhere is not None and initializer is None:
                initializer = int  # so that the script's top level runs in each worker, whether or not it gets work
        self._port = refusing(host.pool, processes, _initializer(initializer, initargs), maxtasksperchild or 0, method,
                              self._daemons(context))
        self._state = RUN
        _watch(self)
        self._seen = {}  # by pid: the workers that somebody has looked at
        _pools.add(self)

    @property
    def _pool(self):
        """The workers that live now, as processes: programs look at them, or kill one to see what happens."""
        living = {child.pid(): child for child in self._port.workers()}
        self._seen = {pid: self._seen.get(pid) or worker(child) for pid, child in living.items()}
        return list(self._seen.values())

    def _daemons(self, ctx):
        """Whether the workers may have no children: a known way around that is a class of process that is never one."""
        ctx = ctx or context._default_context
        if type(self).Process is Pool.Process and getattr(ctx.Process, 'daemon', None) is BaseProcess.daemon:
            return True
        process = self.Process(ctx)
        process.daemon = True
        return process.daemon

    @staticmethod
    def Process(ctx, *args, **kwds):
        """A process of that context."""
        return ctx.Process(*args, **kwds)

    # calls that wait

    def apply(self, func, args=(), kwds={}):
        """The result of one call."""
        return self.apply_async(func, args, kwds)._get_or_abandon()

    def map(self, func, iterable, chunksize=None):
        """The results of one call for each item, in order."""
        return self.map_async(func, iterable, chunksize)._get_or_abandon()

    def starmap(self, func, iterable, chunksize=None):
        """The results of one call for each tuple of arguments, in order."""
        return self.starmap_async(func, iterable, chunksize)._get_or_abandon()

    # calls that do not

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        result = ApplyResult(callback, error_callback)
        return result._start(self, func, 'APPLY', [values.encode([list(args), dict(kwds)])])

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, 'MAP', chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, 'STARMAP', chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mode, chunksize, callback, error_callback):
        self._check_running()
        items = iterable if isinstance(iterable, (list, tuple)) else list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(items), self._processes * 4)
            chunksize += bool(extra)
        if chunksize < 1:
            chunksize = 1
        chunks = _slices(items, chunksize)
        if chunks is None:
            chunks = [values.encode(list(items[at:at + chunksize])) for at in range(0, len(items), chunksize)]
        return MapResult(callback, error_callback)._start(self, func, mode, chunks)

    def imap(self, func, iterable, chunksize=1):
        """The results in order, each as soon as it is there.

        A thread takes items from ``iterable``, which may be endless, as results are asked for: at most 16 chunks for
        each worker ahead, so that memory stays small. After ``close()`` it takes them all.
        """
        from _parley.imap import IMapIterator
        return IMapIterator(self, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """The results in any order, each as soon as it is there; takes items as ``imap`` does."""
        from _parley.imap import IMapUnorderedIterator
        return IMapUnorderedIterator(self, func, iterable, chunksize)

    # what programs make further kinds of map from

    @staticmethod
    def _get_tasks(func, it, size):
        from _parley import tasks
        return tasks.batches(func, it, size)

    @staticmethod
    def _guarded_task_generation(result_job, func, iterable):
        from _parley import tasks
        return tasks.guarded(result_job, func, iterable)

    @property
    def _taskqueue(self):
        from _parley import tasks
        return tasks.Queue(self)

    # its life

    @property
    def _state(self):
        return self._life[0]

    @_state.setter
    def _state(self, state):
        self._life[0] = state

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    def close(self):
        """Takes no more calls; the workers leave when those it has are done."""
        if self._state == RUN:
            self._state = CLOSE
            self._tell_feeds()
            self._close_when_fed()

    def _tell_feeds(self):
        for feed in list(self._feeds):
            feed._pool_changed()

    def _fed(self, feed):
        """A call of ``imap`` has handed out all its items."""
        self._feeds.discard(feed)
        self._close_when_fed()

    def _close_when_fed(self):
        if self._state == CLOSE and not self._feeds:
            self._port.close()

    def terminate(self):
        """Ends the workers at once."""
        self._state = TERMINATE
        self._tell_feeds()
        self._port.terminate()

    def join(self):
        """Waits until the workers have left."""
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state == CLOSE:
            for feed in list(self._feeds):
                feed._await_fed()
            self._close_when_fed()
        while self._port.join() < 0:
            pass  # interrupted: the signal's handler has run, or raised, by now

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, *exception):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={self._processes}>'


_watched = set()


def _watch(pool):
    """When nobody has it any more, and it still runs, warns as its ``__del__`` would: GraalPy does not call that."""
    import weakref
    life, shown, port = pool._life, repr(pool), pool._port

    def is_gone(reference):
        _watched.discard(reference)
        if life[0] == RUN:
            import warnings
            warnings.warn(f'unclosed running multiprocessing pool {shown}', ResourceWarning)
            port.close()

    _watched.add(weakref.ref(pool, is_gone))


def _initializer(function, arguments):
    if function is None:
        return None
    parts = [('initializer', function)]
    names = getattr(getattr(function, '__code__', None), 'co_varnames', ())
    parts += [(f'argument {(names[at] if at < len(names) else at)!r}', value) for at, value in enumerate(arguments)]
    return shipping.pack(_Bound(function, tuple(arguments)), parts)


class _Bound:
    """A function with its arguments."""

    def __init__(self, function, arguments):
        self.function = function
        self.arguments = arguments

    def __call__(self):
        self.function(*self.arguments)


class ApplyResult:
    """A result that is still being computed."""

    def __init__(self, callback, error_callback):
        self._callback = callback
        self._error_callback = error_callback
        self._job = None
        self._outcome = None

    def _start(self, pool, func, mode, chunks):
        pool._check_running()
        if files.written:
            files.flush_files()  # the work may be to read them
        self._pool = pool  # which lives until the result is there
        self._life = pool._life
        self._count = len(chunks)
        if chunks:
            told = self._callback is not None or self._error_callback is not None
            self._job = pool._port.submit(packed(func, pool), mode, chunks, self._tell if told else None)
        else:
            self._outcome = (True, [])
            if self._callback is not None:
                self._callback([])
        return self

    def ready(self):
        return self._job is None or self._job.ready() and not self._is_lost()

    def _is_lost(self):
        """Whether the pool was ended before the result came: it never will."""
        return self._life[0] == TERMINATE and not self._job.successful() and self._job.failure().kind() == 'stopped'

    def successful(self):
        if not self.ready():
            raise ValueError('{0!r} not ready'.format(self))
        return self._job is None or self._job.successful()

    def wait(self, timeout=None):
        """Waits until the result is there, at most ``timeout`` seconds."""
        if self._job is not None:
            while self._job.awaitAll(nanos(timeout)) < 0:
                pass  # interrupted: the signal's handler has run, or raised, by now

    def get(self, timeout=None):
        """The result; raises what the function raised."""
        self.wait(timeout)
        if not self.ready():
            if timeout is None:
                raise context.ProcessError('the pool was terminated before the result was there')
            raise context.TimeoutError
        success, value = self._settled()
        if success:
            return value
        raise value

    def _get_or_abandon(self):
        try:
            return self.get()
        except KeyboardInterrupt:
            if self._job is not None:
                self._job.abandon()
            raise

    def _settled(self):
        self._pool = None
        if self._outcome is None:
            if self._job.successful():
                self._outcome = (True, self._assemble())
            else:
                self._outcome = (False, raised(self._job.failure()))
        return self._outcome

    def _assemble(self):
        return values.decode(self._job.result(0))

    def _tell(self, job):
        """Called by the pool's thread when the result is there."""
        self._job = job
        if self._is_lost():
            return
        try:
            success, value = self._settled()
            callback = self._callback if success else self._error_callback
            if callback is not None:
                callback(value)
        except BaseException as error:
            from _parley import script
            script.report(error)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The results of many calls that are still being computed."""

    @property
    def _number_left(self):
        """How many chunks are not done yet: programs show it as progress."""
        return 0 if self._job is None else self._job.left()

    def _assemble(self):
        results = _joined(self._job.results())
        if results is not None:
            return results
        results = []
        for chunk in range(self._count):
            results += values.decode(self._job.result(chunk))
        return results


def __getattr__(name):
    """Pools of threads are the standard library's own; that and what few programs use is loaded where it is used."""
    if name == 'ThreadPool':
        from _parley import standard
        return standard.load('pool').ThreadPool
    if name in ('IMapIterator', 'IMapUnorderedIterator', 'mapstar', 'starmapstar'):
        from _parley import tasks
        return getattr(tasks, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def packed(func, pool):
    return host.hold(shipping.pack(func, [('function', func)], pool._present))


def raised(error):
    """The exception of another process, with its traceback as the cause."""
    if error.kind() != 'user':
        return KeyboardInterrupt() if error.kind() == 'stopped' else context.WorkerDied(error.summary())
    exception = None
    if error.form() != '':
        try:
            exception = parcel.loads(error.form().encode('latin-1'))
        except Exception:
            pass  # its class is not known here: its text must do
    if exception is None:
        exception = context.ProcessError(error.summary())
    exception.__cause__ = RemoteTraceback('\n"""\n%s"""' % error.traceback())
    return exception
