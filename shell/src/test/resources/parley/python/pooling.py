"""Pools as programs bend them: workers with children, their numbers, progress, and results that never come."""

import multiprocessing
import multiprocessing.pool
import sys
import time


class NeverDaemon(multiprocessing.get_context(sys.argv[1]).Process):
    @property
    def daemon(self):
        return False

    @daemon.setter
    def daemon(self, value):
        pass


class Context(type(multiprocessing.get_context(sys.argv[1]))):
    Process = NeverDaemon


class ByContext(multiprocessing.pool.Pool):
    def __init__(self, *args, **kwargs):
        kwargs['context'] = Context()
        super().__init__(*args, **kwargs)


class ByProcess(multiprocessing.pool.Pool):
    def Process(self, *args, **kwargs):
        process = super().Process(*args, **kwargs)
        process.__class__ = NeverDaemon
        return process


def square(x):
    return x * x


def nested(count):
    with multiprocessing.Pool(2) as pool:
        return pool.map(square, range(count))


def who(_):
    process = multiprocessing.current_process()
    return process._identity[0] > 0, process.daemon, process.name.rpartition('-')[0]


def slow(x):
    time.sleep(0.05)
    return x


def hang(_):
    time.sleep(600)


def add(x, y):
    return x + y


def starred(self, function, pairs, size=1):
    """A kind of map of one's own, made of what the pool is made of."""
    pools = multiprocessing.pool
    results = pools.IMapIterator(self)
    tasks = self._guarded_task_generation(results._job, pools.starmapstar, self._get_tasks(function, pairs, size))
    self._taskqueue.put((tasks, results._set_length))
    return (value for some in results for value in some)


multiprocessing.pool.Pool.starred = starred


def wrong(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    with multiprocessing.Pool(2) as pool:
        print(set(pool.map(who, range(4))))
    print(multiprocessing.Process(target=square).name)
    for kind in ByContext, ByProcess:
        with kind(2) as pool:
            print(pool.map(nested, [2, 3]))
    with multiprocessing.Pool(1) as pool:
        result = pool.apply_async(hang, (1,), error_callback=print)
        wrong(lambda: result.get(0.3))
    print(result.ready())
    wrong(lambda: result.get(0.1))
    with multiprocessing.Pool(2) as pool:
        result = pool.map_async(slow, range(10), chunksize=1)
        print(0 < result._number_left <= 10)
        result.wait()
        print(result._number_left, result.get())
    with multiprocessing.Pool(2) as pool:
        print(list(pool.starred(add, zip(range(7), range(7)), 3)))
        wrong(lambda: list(pool.starred(add, [(1, 2), (1, 'x')])))
    wrong(lambda: multiprocessing.Pool(2.5))
    wrong(lambda: multiprocessing.Queue(2.5))
    print(repr(multiprocessing.pool.ThreadPool(1))[:36])
    left = ByContext(1)
    print(left.apply(square, (3,)))
    other = multiprocessing.Process(target=square, args=(4,))
    other.start()
    other.join()
    print(left.apply(square, (5,)))  # its workers are none of the other process's
