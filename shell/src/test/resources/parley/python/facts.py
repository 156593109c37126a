"""Small facts about processes, threads and descriptors."""

import gc
import multiprocessing as mp
import os
import pickle
import random
import sys
import tempfile
import threading
import time
import traceback
import uuid
import warnings
import weakref
from multiprocessing import connection, util
from multiprocessing.pool import ThreadPool


def child(sender):
    mp.parent_process().join(timeout=0.01)
    sender.send(mp.parent_process().is_alive())


def number(queue):
    queue.put(threading.main_thread().native_id)


def take(lock, queue):
    queue.put(lock.acquire(False))


def parents():
    receiver, sender = mp.Pipe(False)
    process = mp.Process(target=child, args=(sender,))
    process.start()
    print('the parent lives:', receiver.recv())
    process.join()


def threads():
    queue = mp.Queue()
    process = mp.Process(target=number, args=(queue,))
    process.start()
    print('threads have numbers of their own:', queue.get() != threading.main_thread().native_id)
    process.join()
    lock = threading.Lock()
    print(lock.acquire(), lock.acquire(False), lock.locked(), lock.release())
    lock = util.ForkAwareThreadLock()
    lock.acquire()
    process = mp.get_context('fork').Process(target=take, args=(lock, queue))
    process.start()
    print('free in a copy:', queue.get())
    process.join()


def sleeping():
    times = [time.monotonic()]
    for seconds in (1.0, 1, True, 0):
        time.sleep(seconds)
        times.append(time.monotonic())
    exact = times[1] - times[0]
    print('whole seconds:', [round(b - a - exact) for a, b in zip(times[1:], times[2:])])
    for wrong in (-1, 'x', None):
        try:
            time.sleep(wrong)
        except (TypeError, ValueError) as error:
            print(type(error).__name__)
    with mp.Pool(1) as pool:
        print(pool.map(time.sleep, [0, 0.01]))


def failing(n, at):
    for i in range(n):
        if i == at:
            raise ValueError('no more')
        yield i


def failing_iterables():
    for pool in mp.Pool(1), ThreadPool(1):
        caught, names = 0, set()
        with pool:
            for i in range(150):
                try:
                    list(pool.imap(abs, failing(5, i % 3)))
                except ValueError as error:
                    names.update(frame.f_code.co_name for frame, line in traceback.walk_tb(error.__traceback__))
                    traceback.clear_frames(error.__traceback__)
                    caught += 1
        print(caught, 'failing_iterables' in names)


def locks():
    lock = threading.Lock()
    with lock:
        print(lock.locked())
    lock.acquire()
    lock.release()
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    print(lock.acquire(False), lock.acquire(False))


def builtins():
    print(time.sleep, pickle.loads(pickle.dumps(time.sleep)) is time.sleep)
    gc.set_threshold(500, 5)
    print(gc.get_threshold()[:2])


def descriptors():
    read, write = os.pipe()
    with connection.Connection(read, writable=False) as left, connection.Connection(write, readable=False) as right:
        print(left.fileno() == read, left.readable, left.writable)
        right.send(['text', 5])
        right.send_bytes(b'bytes')
        print(left.recv(), left.recv_bytes())
        right.close()
        try:
            left.recv()
        except EOFError:
            print('the end')


def answer(end):
    end.send('answer')


def dropped():
    left, right = mp.Pipe()
    process = mp.Process(target=answer, args=(right,))
    process.start()
    del right  # not closed
    print(left.recv())
    process.join()
    try:
        left.recv()
    except EOFError:
        print('nobody has the other end')


def method(sender):
    sender.send(mp.get_start_method(allow_none=True))


def methods():
    for name in mp.get_all_start_methods():
        receiver, sender = mp.Pipe(False)
        process = mp.get_context(name).Process(target=method, args=(sender,))
        process.start()
        print('started by', name, 'the default is', receiver.recv())
        process.join()


def forgotten():
    warnings.simplefilter('ignore')
    pool = mp.Pool(1)
    number = pool.apply(os.getpid)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always', ResourceWarning)
        pool = None
        for _ in range(50):
            gc.collect()
            if said:
                break
            time.sleep(0.1)
    print([(one.category, str(one.message)) for one in said], number != os.getpid())
    print(mp.Pool(1).apply_async(abs, (-5,)).get(timeout=60))


class Thing:
    pass


def collected(name):
    told = []
    for is_old in (False, True):
        thing = Thing()
        thing.itself = thing
        reference = weakref.ref(thing, lambda _: told.append(name))
        if is_old:
            gc.collect()
        print(name, 'not yet:', reference() is thing, told)
        del thing
        gc.collect()
        print(name, 'gone:', reference(), told)


def garbage():
    collected('session')
    process = mp.Process(target=collected, args=('child',))
    process.start()
    process.join()


def draw():
    return os.urandom(8), uuid.uuid4(), random.random()


def send_drawn(sender):
    sender.send(draw())


def randoms():
    drawn = [draw()]
    for _ in range(2):
        receiver, sender = mp.Pipe(False)
        process = mp.Process(target=send_drawn, args=(sender,))
        process.start()
        drawn.append(receiver.recv())
        process.join()
    drawn.append(draw())
    print('drawn by three processes:', [len(set(column)) for column in zip(*drawn)])


def clocks():
    print(all(time.clock_gettime_ns(clock) > 0 for clock in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC,
                                                             time.CLOCK_PROCESS_CPUTIME_ID)))
    print(abs(time.clock_gettime(time.CLOCK_REALTIME) - time.time()) < 5)
    used = os.times()
    print(len(used), used.user > 0, used.elapsed == used[4], type(used).__name__)


def write(path):
    with open(path, 'w') as pipe:
        pipe.write('through a named pipe')


def named_pipes():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'pipe')
        os.mkfifo(path, 0o600)
        for wrong in path, os.path.join(folder, 'no', 'pipe'):
            try:
                os.mkfifo(wrong)
            except OSError as error:
                print(type(error).__name__, error)
        writer = mp.Process(target=write, args=(path,))
        writer.start()
        with open(path) as pipe:
            print(oct(os.stat(path).st_mode), pipe.read())
        writer.join()
    print(os.nice(0) - os.nice(0))


def closed():
    simple = mp.SimpleQueue()
    simple.close()
    for use in simple.get, simple.empty, lambda: simple.put(1), lambda: mp.Lock().acquire(True, 'x'), \
            lambda: mp.Event().wait('x'):
        try:
            print('gave', use())
        except (OSError, TypeError, ValueError) as error:
            print(type(error).__name__, error)


def main():
    print(mp.get_start_method(allow_none=True))
    mp.get_context('spawn').Queue()
    print(mp.get_start_method(allow_none=True))
    mp.Event()
    print(mp.get_start_method(allow_none=True) == mp.get_start_method())
    try:
        mp.set_start_method('spawn')
    except RuntimeError as error:
        print(error)
    mp.set_start_method(sys.argv[1], force=True)
    parents()
    threads()
    sleeping()
    failing_iterables()
    locks()
    builtins()
    descriptors()
    dropped()
    methods()
    forgotten()
    garbage()
    randoms()
    clocks()
    named_pipes()
    closed()


if __name__ == '__main__':
    main()
