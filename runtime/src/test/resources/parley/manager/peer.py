"""CPython's side of a manager: a server or a client, for ManagerPeersIT.

    peer.py serve            serves, prints its port, until its input ends
    peer.py use PORT         uses a manager at that port; what it prints is the test
    peer.py wrong PORT       tries another key
    peer.py hold PORT        takes the lock of the Namespace 'box', prints, waits to be killed
"""

import multiprocessing
import queue
import sys
import threading
from multiprocessing.managers import SyncManager

KEY = b'key'
multiprocessing.current_process().authkey = KEY  # nested proxies come with no key of their own


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, k):
        self.n += k
        return self.n

    def fail(self):
        raise ValueError('as asked')


class Peer(SyncManager):
    pass


Peer.register('Counter', Counter)


def child(numbers, names, lock):
    for _ in range(5):
        with lock:
            numbers['child'] = numbers.get('child', 0) + 1
    names.append('child')


def raised(call, *args):
    try:
        call(*args)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def containers(manager):
    numbers = manager.dict({'a': 1}, b=[1, 2])
    print(numbers, numbers['a'], numbers.get('zz', 5), list(numbers), numbers.items(), len(numbers), 'a' in numbers)
    print(raised(lambda: numbers['nope']), numbers.setdefault('n', 1), numbers.pop('n'), numbers.copy())
    names = manager.list([3, 1, 2])
    names.sort()
    names.append(9)
    print(names, names[-1], names[1:3], names[::-2], names.index(2), raised(lambda: names[99]))
    names[0:2] = [7]
    del names[0]
    names += [5]
    print(names, [*names], names + [1])
    numbers['inner'] = names
    inner = numbers['inner']
    inner.append('x')
    print(type(inner).__name__, names[-1])
    space = manager.Namespace(x=1)
    space.y = 'two'
    print(space, space.x, raised(lambda: space.z))
    value, row = manager.Value('i', 3), manager.Array('i', [1, 2, 3])
    value.value += 1
    row[0] = 9
    print(value, row, row[1:], len(row), raised(row.__setitem__, 0, 2**40).split(':')[0])
    return numbers, names


def waiting(manager):
    lock, again, some = manager.Lock(), manager.RLock(), manager.BoundedSemaphore(1)
    print(lock.acquire(), lock.acquire(False), lock.acquire(True, 0.01), lock.release(), raised(lock.release))
    print(again.acquire(), again.acquire(), again.release(), again.release(), raised(again.release))
    print(some.acquire(), some.release(), raised(some.release))
    letters = manager.Queue(1)
    letters.put({'k': (1, 2)})
    print(letters.full(), raised(letters.put_nowait, 1), letters.get(), raised(letters.get, True, 0.01))
    event, condition, barrier, got = manager.Event(), manager.Condition(), manager.Barrier(2), []
    with condition:
        def told():
            with condition:
                condition.notify()
            event.set()
            got.append(barrier.wait())

        thread = threading.Thread(target=told)
        thread.start()
        print(condition.wait(30), event.wait(30), sorted([barrier.wait(), *(thread.join() or got)]), barrier.parties)


def use(port):
    manager = Peer(('127.0.0.1', port), authkey=KEY)
    manager.connect()
    numbers, names = containers(manager)
    waiting(manager)
    counter = manager.Counter()
    print(counter.add(4), counter.add(1), raised(counter.fail))
    lock = manager.Lock()
    children = [multiprocessing.Process(target=child, args=(numbers, names, lock)) for _ in range(2)]
    for each in children:
        each.start()
    for each in children:
        each.join()
    print(numbers['child'], names.count('child'))


def serve():
    server = Peer(('127.0.0.1', 0), authkey=KEY).get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.address[1], flush=True)
    sys.stdin.read()


def hold(port):
    manager = Peer(('127.0.0.1', port), authkey=KEY)
    manager.connect()
    items = manager.list()
    print('holds', flush=True)
    manager.Event().wait()
    print(items)


if __name__ == '__main__':
    what, port = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if what == 'serve':
        serve()
    elif what == 'use':
        use(port)
    elif what == 'wrong':
        print(raised(Peer(('127.0.0.1', port), authkey=b'wrong').connect))
    else:
        hold(port)
