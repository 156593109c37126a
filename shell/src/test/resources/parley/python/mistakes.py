"""What is wrong, and which exception says so: a line for each, the same under CPython."""

import concurrent.futures as futures
import multiprocessing as mp
import queue
import sys
import threading
import time
from multiprocessing import connection, managers, pool, shared_memory

CASES = []


def case(mistake):
    CASES.append(mistake)
    return mistake


def nothing():
    pass


def square(x):
    return x * x


def ended(process):
    process.start()
    process.join()
    return process


def closed(thing):
    thing.close()
    return thing


# processes

case(lambda: mp.set_start_method('thread'))  # before anything was started: CPython then says something else
case(lambda: mp.Process(1))
case(lambda: mp.Process(target=nothing, args=5))
case(lambda: mp.Process(target=nothing, kwargs=5))
case(lambda: mp.Process(target=nothing, wrong=5))
case(lambda: mp.Process(None, nothing, 'name', (), {}, True))
case(lambda: mp.Process(target=nothing).join())
case(lambda: mp.Process(target=nothing).terminate())
case(lambda: mp.Process(target=nothing).kill())
case(lambda: mp.Process(target=nothing).sentinel)
case(lambda: ended(mp.Process(target=nothing)).start())
case(lambda: closed(ended(mp.Process(target=nothing))).is_alive())
case(lambda: closed(ended(mp.Process(target=nothing))).join())
case(lambda: closed(ended(mp.Process(target=nothing))).pid)
case(lambda: closed(mp.Process(target=nothing)).start())
case(lambda: setattr(mp.Process(target=nothing), 'name', 5))
case(lambda: setattr(ended(mp.Process(target=nothing)), 'daemon', True))
case(lambda: setattr(mp.current_process(), 'authkey', 'text'))
case(lambda: mp.Process(target=nothing).exitcode)


@case
def closing_while_it_runs():
    process = mp.Process(target=time.sleep, args=(60,))
    process.start()
    try:
        process.close()
    finally:
        process.kill()
        process.join()


# start methods

case(lambda: mp.get_context('thread'))
case(lambda: mp.get_context(5))
case(lambda: mp.get_context('spawn').set_start_method('fork'))
case(lambda: mp.set_forkserver_preload([1]))

# queues

case(lambda: mp.Queue('many'))
case(lambda: mp.Queue(2**70))
case(lambda: mp.Queue(1).get(False))
case(lambda: mp.Queue(1).get(True, 0.01))
case(lambda: mp.Queue(1).get_nowait())
case(lambda: closed(mp.Queue()).put(1))
case(lambda: closed(mp.Queue()).get())
case(lambda: mp.Queue().join_thread())
case(lambda: mp.JoinableQueue().task_done())
case(lambda: mp.SimpleQueue(5))
case(lambda: mp.Queue().get(timeout='soon'))


@case
def putting_into_a_full_one():
    full = mp.Queue(1)
    full.put(1)
    try:
        full.put(2, timeout=0.01)
    finally:
        full.get()


# locks and what is waited for

case(lambda: mp.Lock().release())
case(lambda: mp.RLock().release())
case(lambda: threading.RLock().release())
case(lambda: mp.Lock().acquire(timeout='soon'))
case(lambda: mp.Semaphore(-1))
case(lambda: mp.Semaphore('one'))
case(lambda: mp.Semaphore(5 / 2))
case(lambda: mp.BoundedSemaphore(2**70))
case(lambda: mp.BoundedSemaphore(1).release())
case(lambda: mp.Lock().acquire(timeout=float('inf')))
case(lambda: mp.Condition(5))
case(lambda: mp.Condition().wait())
case(lambda: mp.Condition().notify())
case(lambda: mp.Condition().notify_all())
case(lambda: mp.Event().wait('soon'))
case(lambda: mp.Barrier(2).wait(0.01))
case(lambda: mp.Barrier())

# shared numbers

case(lambda: mp.Value('z'))
case(lambda: mp.Value('i', 'text'))
case(lambda: mp.Value('i', 1.5))
case(lambda: mp.Value('i', 1, 2, 3))
case(lambda: mp.Value('i', lock=5))
case(lambda: mp.Value())
case(lambda: setattr(mp.Value('i'), 'value', 'text'))
case(lambda: setattr(mp.Value('c'), 'value', 'a'))
case(lambda: mp.Array('z', 3))
case(lambda: mp.Array('i', 'text'))
case(lambda: mp.Array('i', -1))
case(lambda: mp.Array('i', [1, 'two']))
case(lambda: mp.Array('i', 3)[3])
case(lambda: mp.Array('i', 3).__setitem__(0, 'text'))
case(lambda: mp.Array('i', 3).__setitem__(slice(0, 2), [1, 2, 3]))
case(lambda: mp.Array('i', 3, lock=5))
case(lambda: mp.Array('i', 3).__setitem__(slice(0, 2), 1))
case(lambda: mp.Array('i', 2**70))
case(lambda: mp.RawArray('i', 2.5))
case(lambda: mp.Array('i', 3, lock=False).get_lock())

# pipes

LEFT, RIGHT = mp.Pipe(False)
case(lambda: LEFT.send(1))
case(lambda: RIGHT.recv())
case(lambda: RIGHT.poll())
case(lambda: closed(mp.Pipe()[0]).send(1))
case(lambda: closed(mp.Pipe()[0]).recv())
case(lambda: closed(mp.Pipe()[0]).poll())
case(lambda: closed(mp.Pipe()[0]).fileno())
case(lambda: mp.Pipe()[0].send_bytes('text'))
case(lambda: mp.Pipe()[0].send_bytes(b'text', -1))
case(lambda: mp.Pipe()[0].send_bytes(b'text', 5))
case(lambda: mp.Pipe()[0].send_bytes(b'text', 0, -1))
case(lambda: mp.Pipe()[0].send_bytes(b'text', 0, 5))
case(lambda: mp.Pipe()[0].recv_bytes(-1))
case(lambda: connection.wait([5.5], 0.01))
case(lambda: connection.Connection(-1))
case(lambda: connection.Connection('text'))


@case
def too_little_room():
    left, right = mp.Pipe()
    with left, right:
        left.send_bytes(b'much')
        right.recv_bytes_into(bytearray(2))


@case
def nobody_there_to_receive():
    left, right = mp.Pipe()
    right.close()
    left.recv()


# listeners and clients

case(lambda: connection.Listener(5))
case(lambda: connection.Listener(family='AF_NONE'))
case(lambda: connection.Listener(r'\\.\pipe'))
case(lambda: connection.Listener(authkey='text'))
case(lambda: connection.Client('/nowhere/at/all'))
case(lambda: connection.Client(5))
case(lambda: connection.Client(('localhost', 'port')))
case(lambda: connection.Listener(backlog='long'))


@case
def accepting_after_the_end():
    closed(connection.Listener()).accept()


# pools

case(lambda: mp.Pool(0))
case(lambda: mp.Pool(-1))
case(lambda: mp.Pool('two'))
case(lambda: mp.Pool(1, initializer=5))
case(lambda: mp.Pool(1, maxtasksperchild=0))
case(lambda: mp.Pool(1, maxtasksperchild='one'))
case(lambda: pool.ThreadPool(0))

for row in mp.Array('i', 3), mp.RawArray('d', 3), mp.Array('c', b'abc'):
    for index in True, 1.0, 'x', None, 2**70, -4, slice(0, 2.5):
        CASES.append(lambda row=row, index=index: row[index])
        CASES.append(lambda row=row, index=index: row.__setitem__(index, row[0]))


POOL_CASES = [
    lambda p: p.join(),
    lambda p: p.map(square, 5),
    lambda p: p.map(square, ['text']),
    lambda p: p.map(square, [1], 'one'),
    lambda p: p.starmap(square, [5]),
    lambda p: p.starmap(square, [(1, 2)]),
    lambda p: p.apply(square),
    lambda p: p.apply(square, 5),
    lambda p: p.imap(square, [1], 0),
    lambda p: p.imap_unordered(square, [1], 0),
    lambda p: next(p.imap(square, [])),
    lambda p: p.apply_async(time.sleep, (0.3,)).get(0.01),
    lambda p: p.apply_async(time.sleep, (0.3,)).successful(),
    lambda p: p.imap(time.sleep, [0.3]).next(0.01),
    lambda p: p.apply_async(square, ('text',)).get(),
    lambda p: mp.reduction.ForkingPickler.dumps(p),
    lambda p: p.apply(sys.getrefcount, 1, 2, 3),
]
CLOSED_POOL_CASES = [
    lambda p: p.map(square, [1]),
    lambda p: p.apply_async(square, (1,)),
    lambda p: p.imap(square, [1]),
    lambda p: p.__enter__(),
]

# executors

case(lambda: futures.ProcessPoolExecutor(0))
case(lambda: futures.ProcessPoolExecutor(-1))
case(lambda: futures.ProcessPoolExecutor('two'))
case(lambda: futures.ProcessPoolExecutor(1, initializer=5))
case(lambda: futures.ProcessPoolExecutor(1, max_tasks_per_child=0))
case(lambda: futures.ProcessPoolExecutor(1, max_tasks_per_child='one'))
case(lambda: futures.ThreadPoolExecutor(0))
EXECUTOR_CASES = [
    lambda e: e.submit(),
    lambda e: e.submit(square, 'text').result(),
    lambda e: e.submit(time.sleep, 0.3).result(0.01),
    lambda e: list(e.map(square, [1], chunksize=0)),
    lambda e: list(e.map(time.sleep, [0.3], timeout=0.01)),
    lambda e: e.map(square, 5),
    lambda e: e.submit(5).result(),
]

# managers

case(lambda: managers.BaseManager().shutdown())
case(lambda: managers.BaseManager().join())
case(lambda: managers.BaseManager().connect())
case(lambda: managers.SyncManager().dict())
MANAGER_CASES = [
    lambda m: m.dict()['missing'],
    lambda m: m.list().pop(),
    lambda m: m.list([1])[5],
    lambda m: m.Queue(1).get(False),
    lambda m: m.Namespace().missing,
    lambda m: m.Value('i', 0).missing,
    lambda m: m.start(),
    lambda m: m.Semaphore(-1),
    lambda m: m.missing(),
    lambda m: m.dict(5),
]

# shared memory

case(lambda: shared_memory.SharedMemory(create=True, size=0))
case(lambda: shared_memory.SharedMemory(create=True, size=-1))
case(lambda: shared_memory.SharedMemory(create=True))
case(lambda: shared_memory.SharedMemory())
case(lambda: shared_memory.SharedMemory('there_is_no_such_memory'))
case(lambda: shared_memory.ShareableList(name='there_is_no_such_memory'))
case(lambda: shared_memory.ShareableList([object()]))


def memory_cases():
    row = shared_memory.ShareableList([1, 'text', None])
    yield lambda: row[3]
    yield lambda: row.index(5)
    yield lambda: row.__setitem__(1, 'a text that is longer than its place')
    yield lambda: row.__setitem__(3, 1)
    yield lambda: row.__setitem__(0, object())
    yield lambda: shared_memory.SharedMemory(row.shm.name, create=True, size=1)
    yield row.shm.unlink
    row.shm.close()
    yield lambda: shared_memory.SharedMemory(name=5)


def tell(name, action, *arguments):
    try:
        action(*arguments)
        outcome = 'nothing'
    except (Exception, SystemExit) as error:
        outcome = f'{type(error).__module__}.{type(error).__name__}'.replace('_queue.', 'queue.')
        if sys.argv[1:] == ['texts']:
            outcome += ': ' + str(error).partition('\n')[0]
    print(name, outcome, flush=True)


def main():
    for mistake in CASES:
        tell(f'line {mistake.__code__.co_firstlineno}', mistake)
    tell('start method after its first use', mp.set_start_method, 'spawn')
    with mp.Pool(1) as workers:
        for mistake in POOL_CASES:
            tell(f'pool {mistake.__code__.co_firstlineno}', mistake, workers)
        workers.close()
        for mistake in CLOSED_POOL_CASES:
            tell(f'closed pool {mistake.__code__.co_firstlineno}', mistake, workers)
    with futures.ProcessPoolExecutor(1) as executor:
        for mistake in EXECUTOR_CASES:
            tell(f'executor {mistake.__code__.co_firstlineno}', mistake, executor)
    tell('executor after its end', executor.submit, nothing)
    with mp.Manager() as manager:
        for mistake in MANAGER_CASES:
            tell(f'manager {mistake.__code__.co_firstlineno}', mistake, manager)
    for number, mistake in enumerate(memory_cases()):
        tell(f'memory {number}', mistake)


if __name__ == '__main__':
    main()
