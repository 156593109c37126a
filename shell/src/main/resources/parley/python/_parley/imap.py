"""The results of ``Pool.imap``: a thread takes items from the iterable while others are computed and taken.

    iterable ──▶ feeding thread ──chunks──▶ pool ──▶ next()
                      └── waits where LEAD chunks for each worker are on their way or wait for next()

What fails on the way in (the iterable, an item that cannot be sent) stands in its place among the results.
"""

import threading
import time
from collections import deque
from itertools import islice

from _parley import values

#: For each worker, so many chunks are taken from the iterable ahead of ``next()``; until ``close()``.
LEAD = 16


class IMapIterator:
    """Results in order."""

    def __init__(self, pool, func, iterable, chunksize):
        from multiprocessing.pool import packed
        pool._check_running()
        if chunksize < 1:
            raise ValueError('Chunksize must be 1+, not {0:n}'.format(chunksize))
        self._pool = pool
        self._function = packed(func, pool)
        self._ready = []  # the results of the chunk that is being taken
        self._changed = threading.Condition()  # guards all below
        self._entries = deque()  # jobs of one chunk, or exceptions
        self._coming = 0  # jobs that will be entries
        self._ahead = 0  # chunks that next() has not taken
        self._fed = False
        pool._feeds.add(self)
        threading.Thread(target=self._feed, args=(iterable, chunksize), name='imap', daemon=True).start()

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; raises what the function or the iterable raised."""
        from multiprocessing.pool import raised
        if not self._ready:
            entry = self._take(None if timeout is None else time.monotonic() + timeout)
            if isinstance(entry, BaseException):
                raise entry
            message = entry.result(0)
            if message is None:
                raise raised(entry.error(0))
            self._ready = values.decode(message)[::-1]
        return self._ready.pop()

    __next__ = next

    def _take(self, end):
        from multiprocessing.context import TimeoutError
        with self._changed:
            if not self._changed.wait_for(lambda: self._entries or self._fed and not self._coming, _left(end)):
                raise TimeoutError
            if not self._entries:
                raise StopIteration
            entry = self._entries.popleft()
        try:
            if not isinstance(entry, BaseException) and not _is_done(entry, end):
                raise TimeoutError
        except BaseException:
            with self._changed:
                self._entries.appendleft(entry)
            raise
        with self._changed:
            self._ahead -= 1
            self._changed.notify_all()
        return entry

    # the feeding thread

    def _feed(self, iterable, chunksize):
        try:
            source = iter(iterable)
            self._await_room()
            while items := list(islice(source, chunksize)):
                self._send(items)
                self._await_room()
        except BaseException as error:
            self._add(error)
        finally:
            self._pool._fed(self)
            with self._changed:
                self._fed = True
                self._changed.notify_all()

    def _await_room(self):
        """Waits until one more chunk may be taken."""
        pool = self._pool
        with self._changed:
            self._changed.wait_for(lambda: self._ahead < LEAD * pool._processes or pool._state != 'RUN')
            self._ahead += 1
        if pool._state == 'TERMINATE':
            raise ValueError('Pool not running')

    def _send(self, items):
        try:
            message = values.encode(items)
        except Exception as error:
            self._add(error)
            return
        self._submit(message)

    def _submit(self, message):
        self._add(self._pool._port.submit(self._function, 'MAP', [message], None))

    def _add(self, entry):
        with self._changed:
            self._entries.append(entry)
            self._changed.notify_all()

    # called by the pool

    def _pool_changed(self):
        with self._changed:
            self._changed.notify_all()

    def _await_fed(self):
        with self._changed:
            self._changed.wait_for(lambda: self._fed)


class IMapUnorderedIterator(IMapIterator):
    """Results in any order."""

    def _submit(self, message):
        with self._changed:
            self._coming += 1
        try:
            self._pool._port.submit(self._function, 'MAP', [message], self._came)
        except BaseException:
            with self._changed:
                self._coming -= 1
            raise

    def _came(self, job):
        """Called by the pool's thread when a chunk is done."""
        with self._changed:
            self._coming -= 1
            self._add(job)


def _left(end):
    return None if end is None else max(0, end - time.monotonic())


def _is_done(job, end):
    from multiprocessing.process import nanos
    while True:
        code = job.awaitChunk(0, nanos(_left(end)))
        if code >= 0:
            return code > 0
        # interrupted: the signal's handler has run, or raised, by now
