"""The module ``gc`` over Java's collector, which counts no objects and has generations of its own."""

import gc
from _operator import index
from _thread import get_ident
from _weakref import ref

from _parley import host, signals

#: Seconds until callbacks are not waited for any more, where the main thread asks, which runs them; and where another one
#: does, for which it may wait. GraalPy looks every 25 ms whether a weak reference has been cleared.
PATIENCE = 2, 0.2

_thresholds = 700, 10, 10


_due = host.builtin('tell')


class _Witness:
    """An object that nothing refers to."""


def prepare():
    """Once, before the user's first code."""
    gc.collect = collect
    if not hasattr(gc, 'get_threshold'):
        gc.get_threshold, gc.set_threshold = get_threshold, set_threshold


def collect(generation=2):
    """Lets go what nothing refers to any more, of every generation; 0, since Java does not count it.

    Weak references to it are cleared, and their callbacks have run."""
    generation = index(generation)
    if not 0 <= generation <= 2:
        raise ValueError('invalid generation')
    _tell('start', generation)
    _run_callbacks()
    _tell('stop', generation)
    return 0


def _run_callbacks():
    """GraalPy runs together those that it has seen by then, which need not be all of a collection: so there is one of them,
    and when that was run, a last one."""
    told, last = [], []
    reference = ref(_Witness(), told.append)
    host.collectGarbage()
    _wait_for(told)
    if told:
        witness = _Witness()
        reference = ref(witness, last.append)
        _due(reference)
        _wait_for(last)


def _wait_for(told):
    from time import monotonic, sleep
    end = monotonic() + PATIENCE[get_ident() != signals.main_thread()]
    while not told and monotonic() < end:
        sleep(0.001)


def _tell(phase, generation):
    for callback in tuple(gc.callbacks):
        callback(phase, {'generation': generation, 'collected': 0, 'uncollectable': 0})


def get_threshold():
    """What was set; nothing follows from it."""
    return _thresholds


def set_threshold(threshold0, threshold1=10, threshold2=10, /):
    """Keeps three numbers."""
    global _thresholds
    _thresholds = threshold0, threshold1, threshold2
