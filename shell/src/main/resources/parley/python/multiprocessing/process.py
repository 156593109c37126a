"""``Process`` and what a process knows of itself."""

import sys
import weakref
from _operator import index
#: While True: calls of Java, none of which may wait for another thread here, leave no turn to others; each would cost one.
from _polyglot import gil_locked_during_interop as _one_turn

from _parley import host, parcel, preload, rerun
from _parley.files import flush_streams
from _parley.sentinel import Sentinel

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

SIGNALS = {1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 6: 'SIGABRT', 7: 'SIGBUS', 8: 'SIGFPE', 9: 'SIGKILL',
           10: 'SIGUSR1', 11: 'SIGSEGV', 12: 'SIGUSR2', 13: 'SIGPIPE', 14: 'SIGALRM', 15: 'SIGTERM'}


def current_process():
    """The process that runs this."""
    return _current_process


def parent_process():
    """The process that started this one, or None in the main process."""
    global _parent_process
    if _parent_process is None and _has_parent:
        _parent_process = _ParentProcess(_current_process._parent_name, _current_process._parent_pid)
    return _parent_process


def active_children():
    """The children of this process that live; joins those that have ended."""
    for child in list(_children):
        if child._child.exitcode() is not None:
            _children.discard(child)
    return [*_children, *(worker for pool in list(_pools) if pool._state != 'TERMINATE'
                         for worker in pool._pool if worker.is_alive())]


def nanos(timeout):
    """A timeout in seconds, None for no end, as Java wants it."""
    try:
        return -1 if timeout is None or timeout > _CENTURIES else max(0, int(timeout * 1e9))
    except TypeError:
        raise TypeError(f'must be real number, not {type(timeout).__name__}') from None


_CENTURIES = 9e9  # seconds; Java has no numbers for more


def machine_int(value, bits=32):
    """An int that fits so many bits, of what may stand for one: Java takes no other."""
    value = index(value)
    if not -1 << bits - 1 <= value < 1 << bits - 1:
        raise OverflowError(f'Python int too large to convert to {bits} bits: value={value}')
    return value


def refusing(start, *arguments):
    """Has Java start something; where it refuses (no memory, too many processes), an OSError, as the system's own."""
    try:
        return start(*arguments)
    except BaseException as error:
        from _parley import frames
        failure = frames.of_java(error, OSError)
        if failure is error:
            raise
        raise failure from None


class AuthenticationString(bytes):
    """A key; it goes to children, and nowhere else."""

    REFUSED = 'Pickling an AuthenticationString object is disallowed for security reasons'

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError(self.REFUSED)
        return AuthenticationString, (bytes(self),)


def _cleanup():
    """Joins children that have ended."""
    active_children()


class BaseProcess:
    """A function in an operating-system process of its own.

    ``run()`` is what the child does: it calls ``target(*args, **kwargs)`` unless a subclass says otherwise.
    """

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        self._identity = _current_process._identity + (host.nextNumber(),)
        self._config = _current_process._config.copy()
        self._parent_pid = host.pid()
        self._parent_name = _current_process.name
        self._child = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + '-' + ':'.join(str(number) for number in self._identity)
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def run(self):
        """What the child does."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Starts the child, once."""
        self._check_closed()
        assert self._child is None, 'cannot start a process twice'
        with _one_turn(True):
            assert self._parent_pid == host.pid(), 'can only start a process object created by current process'
            assert not _current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'
            active_children()
            method = self._start_method or _default_method()
            rerun.prepare()
        if method == 'fork':
            self._fork()
        else:
            rerun.refuse()
            if method == 'forkserver':
                preload.offer()
            coming = refusing(host.ask, self.name, method)
            try:
                self._child = refusing(host.start, coming, self.daemon, self._pack(method))
            finally:
                coming.close()
        del self._target, self._args, self._kwargs  # as in CPython: what was sent is not kept alive here
        _children.add(self)

    #: How it is started; None for the default.
    _start_method = None

    _sentinel = None

    #: How it was started, where its body is sent.
    _started_by = None

    def _fork(self):
        from _parley import script, system
        system.before_fork()
        flush_streams()  # what is not written yet would be written by the copy too
        try:
            with _one_turn(True):
                parcel.before_fork()
                self._child = refusing(host.fork, self.name, self.daemon, self._start_method or '',
                                       lambda: self._go_on(script, system))
        finally:
            system.after_fork_in_parent()

    def _go_on(self, script, system):
        """In a copy of the process that starts it: runs it; the exit code. What is imported or asked of Java for the first
        time costs each copy as much as all else here: its original has done so, and Java does it."""
        become(self, java_knows=True)
        system.copied(forget=True)
        script.process = self
        with _one_turn(False):
            return run(self, script.leave_child)

    def _pack(self, method):
        """What is sent to a child that is no copy of this process."""
        from _parley import shipping
        from .context import set_spawning_popen
        self._started_by = method
        set_spawning_popen(self)
        try:
            return shipping.pack(self, self._parts(), script=rerun.compiled())
        finally:
            set_spawning_popen(None)

    def _parts(self):
        """Everything that is sent, named."""
        names = getattr(getattr(self._target, '__code__', None), 'co_varnames', ())
        yield 'target', self._target
        for index, value in enumerate(self._args):
            yield f'argument {(names[index] if index < len(names) else index)!r}', value
        for name, value in self._kwargs.items():
            yield f'argument {name!r}', value
        yield f'class {type(self).__qualname__!r}', type(self)
        for name, value in self.__dict__.items():
            if name not in ('_target', '_args', '_kwargs', '_child'):
                yield f'attribute {name!r} of {type(self).__qualname__!r}', value

    def __reduce__(self):
        from .context import assert_spawning, get_spawning_popen
        if self._child is not None:
            assert_spawning(self)
        if get_spawning_popen() is None:
            raise TypeError(AuthenticationString.REFUSED)
        return _arrive, (type(self), self.__dict__, _logging())

    def terminate(self):
        """Asks the child to end, by SIGTERM."""
        self._check_closed()
        self._child.terminate()

    def kill(self):
        """Ends the child, by SIGKILL."""
        self._check_closed()
        self._child.kill()

    def join(self, timeout=None):
        """Waits until the child has ended."""
        self._check_closed()
        assert self._parent_pid == host.pid(), 'can only join a child process'
        assert self._child is not None, 'can only join a started process'
        while True:
            code = host.join(self._child, nanos(timeout))
            if code >= 0:
                break
            # interrupted: the signal's handler has run, or raised, by now
        if code:
            _children.discard(self)

    def is_alive(self):
        """Whether the child lives."""
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == host.pid(), 'can only test a child process'
        if self._child is None:
            return False
        if self._child.exitcode() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Forgets a child that has ended."""
        if self._child is not None:
            if self._child.exitcode() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            self._child = None
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """Whether the child is ended when this process leaves."""
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._child is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        """Proves to others that a connection comes from this session, or from who was told the key."""
        if 'authkey' not in self._config:
            self._config['authkey'] = AuthenticationString(bytes.fromhex(host.authkey()))
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """The exit code, minus the signal where one ended it; None while it lives."""
        self._check_closed()
        return None if self._child is None else _plain(self._child.exitcode())

    @property
    def ident(self):
        """The operating system's number of the process, None before it starts."""
        self._check_closed()
        if self is _current_process:
            return host.pid()
        return None if self._child is None else self._child.pid()

    pid = ident

    @property
    def sentinel(self):
        """A number that stands for the child; for ``select`` it can be read when the child has ended."""
        self._check_closed()
        if self._child is None:
            raise ValueError('process not started')
        if self._sentinel is None:
            self._sentinel = Sentinel(self._child)
        return self._sentinel

    @property
    def _popen(self):
        """What the standard library's own modules end a child by."""
        return None if self._child is None else self

    def __repr__(self):
        status = None
        exitcode = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != host.pid():
            status = 'unknown'
        elif self._child is None:
            status = 'initial'
        else:
            exitcode = _plain(self._child.exitcode())
            status = 'started' if exitcode is None else 'stopped'
        info = [type(self).__name__, 'name=%r' % self._name]
        if self._child is not None:
            info.append('pid=%s' % self._child.pid())
        info.append('parent=%s' % self._parent_pid)
        info.append(status)
        if exitcode is not None:
            info.append('exitcode=%s' % ('-' + SIGNALS[-exitcode] if -exitcode in SIGNALS else exitcode))
        if self.daemon:
            info.append('daemon')
        return '<%s>' % ' '.join(info)


def _default_method():
    """The default start method, which stays what it is from now on."""
    from .context import _default_context
    return _default_context.get_start_method()


def _plain(exitcode):
    return exitcode if type(exitcode) is int else None


def _arrive(cls, state, logging=None):
    """In the child: the process object that the parent made."""
    process = cls.__new__(cls)
    process.__dict__.update(state)
    if logging is not None:
        from . import util
        level, to_stderr = logging
        util.get_logger().setLevel(level)
        if to_stderr and not util._log_to_stderr:
            util.log_to_stderr(level)
    return process


def _logging():
    """How this process logs what the package does, if it does: its children do so too."""
    util = sys.modules.get('multiprocessing.util')
    if util is None or util._logger is None:
        return None
    return util._logger.getEffectiveLevel(), util._log_to_stderr


def worker(child):
    """A pool's worker, as the pool's process sees it."""
    process = BaseProcess.__new__(BaseProcess)
    process.__dict__.update(_identity=(), _config={'daemon': True}, _parent_pid=host.pid(), _closed=False, _child=child,
                            _parent_name=_current_process.name, _name=child.name())
    return process


class _MainProcess(BaseProcess):
    """The process that was not started by another one of ours."""

    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._child = None
        self._closed = False
        self._config = {}

    def close(self):
        pass


_NAP = 0.01  # seconds


class _ParentProcess(BaseProcess):
    """What a child knows of its parent."""

    def __init__(self, name, pid):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._child = None
        self._closed = False
        self._config = {}

    def is_alive(self):
        return host.parentLives()

    def join(self, timeout=None):
        """Waits until the parent has ended."""
        from time import monotonic, sleep
        end = None if timeout is None else monotonic() + timeout
        while host.parentLives():
            left = _NAP if end is None else end - monotonic()
            if left <= 0:
                return
            sleep(min(_NAP, left))

    @property
    def ident(self):
        return self._pid

    pid = ident


def run(process, leave):
    """In the child: its body, and how it leaves; the exit code."""
    from _parley import script
    _log('child process calling self.run()')
    code = script.guarded(process.run, interrupted=1, leave=leave)
    _log('process exiting with exitcode %s', code)
    return code


def _log(*words):
    util = sys.modules.get('multiprocessing.util')
    if util is not None:
        util.info(*words)


def become(process, java_knows=False):
    """In a child, before its body runs: this is the process."""
    global _current_process, _parent_process, _has_parent
    _current_process = process
    process._child = None
    _parent_process, _has_parent = None, True  # made when somebody asks
    if _children:
        _children.clear()
    if _pools.data:
        _pools.clear()
    method = process._start_method or process._started_by
    if method is not None:  # how it was started is its default; a copy has that already
        sys.modules['multiprocessing.context']._default_context._chosen = method
        if not java_knows:
            host.useStartMethod(method)


def _pool_worker():
    """In a child whose body is no ``Process``: a pool's worker."""
    process = BaseProcess.__new__(BaseProcess)
    number = host.name().rpartition('-')[2]
    identity = tuple(map(int, number.split(':'))) if number.replace(':', '').isdecimal() else ()
    process.__dict__.update(_identity=identity, _config={'daemon': host.isDaemon()}, _parent_pid=host.parentPid(), _closed=False,
                            _parent_name=host.parentName(), _name=host.name(), _target=None, _args=(), _kwargs={})
    become(process)


def is_child_unawares():
    """Whether this module was loaded before the process was told that it is a child, as in a JVM started in advance."""
    return not _has_parent and host.isChild()


_current_process = _MainProcess()
_parent_process = None
_has_parent = False
_children = set()
_pools = weakref.WeakSet()
_dangling = weakref.WeakSet()  # all that are still referred to, ended ones too
if host.isChild():
    _pool_worker()
