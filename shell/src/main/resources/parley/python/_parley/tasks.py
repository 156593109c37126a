"""What programs build further kinds of ``map`` from, with names that are CPython's own business, such as an ``istarmap``
with a progress bar. Imported when one does.

    batches(func, items, size) ─▶ guarded ─▶ Queue.put ─▶ the iterator is fed, as one of Pool.imap is ─▶ next()
"""

from itertools import islice, starmap

from _parley import imap


def mapstar(args):
    """Calls a function for each of a batch."""
    return list(map(*args))


def starmapstar(args):
    """Calls a function for each tuple of arguments of a batch."""
    return list(starmap(args[0], args[1]))


def batches(func, it, size):
    """The function with each batch of so many items."""
    source = iter(it)
    while batch := tuple(islice(source, size)):
        yield func, batch


def guarded(job, func, iterable):
    """A task for each item."""
    for number, item in enumerate(iterable):
        yield job, number, func, (item,), {}


class IMapIterator(imap.IMapIterator):
    """The results of tasks, in order, once they are in the pool's queue."""

    def __init__(self, pool):
        self._pool = pool
        self._job = id(self)

    def _set_length(self, length):
        """Stands for this among the tasks; how many they are is known by their end."""


class IMapUnorderedIterator(IMapIterator, imap.IMapUnorderedIterator):
    """The same in any order."""


class Queue:
    """Takes tasks for an iterator."""

    def __init__(self, pool):
        self._pool = pool

    def put(self, tasks):
        """Has the pool run them: a series of tasks, and the ``_set_length`` of who wants the results."""
        series, of = tasks
        imap.IMapIterator.__init__(of.__self__, self._pool, _run, (task[2:] for task in series), 1)


def _run(task):
    func, args, kwds = task
    return func(*args, **kwds)
