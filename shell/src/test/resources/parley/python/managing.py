"""A manager for others, and one who uses it: each may be CPython or Parley.

    managing.py serve KEY         prints its port, serves until somebody says that it may stop
    managing.py use KEY PORT      uses all kinds of objects there
"""

import queue
import sys
import threading
from multiprocessing import AuthenticationError, current_process
from multiprocessing.managers import BaseManager, SyncManager


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, k=1):
        self.n += k
        return self.n


class Serving(SyncManager):
    pass


shared, stop = queue.Queue(), threading.Event()
Serving.register('get_shared', callable=lambda: shared)
Serving.register('get_stop', callable=lambda: stop)
Serving.register('Counter', Counter)


class Using(SyncManager):
    pass


for name in ('get_shared', 'get_stop', 'Counter'):
    Using.register(name)


def serve(key):
    server = Serving(('127.0.0.1', 0), key).get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.address[1], flush=True)
    stop.wait()
    print('stopped', flush=True)


def use(key, port):
    current_process().authkey = key  # for proxies that come from there
    address = '127.0.0.1', port
    try:
        Using(address, key + b'!').connect()
    except AuthenticationError as error:
        print(error)
    manager = Using(address, key)
    manager.connect()
    items = manager.list([3, 1, 2])
    items.sort()
    items.append({'x': (1, b'2')})
    assert list(items) == [1, 2, 3, {'x': (1, b'2')}] and len(items) == 4 and items[-1]['x'][0] == 1
    names = manager.dict(a=1)
    names['inner'] = items
    assert names['inner'][0] == 1 and sorted(names.keys()) == ['a', 'inner'] and str(names).startswith('{')
    try:
        names['nothing']
    except KeyError as error:
        assert error.args == ('nothing',)
    lock, event, value, row = manager.Lock(), manager.Event(), manager.Value('i', 1), manager.Array('i', [1, 2])
    with lock:
        assert not lock.acquire(False)
    event.set()
    value.value += 1
    row[0] = 9
    assert event.is_set() and value.value == 2 and row[0] == 9
    space = manager.Namespace(x=1)
    space.y = [2]
    assert space.x == 1 and space.y == [2] and repr(space)
    tasks = manager.Queue()
    tasks.put(['task', None])
    assert tasks.get() == ['task', None] and tasks.empty()
    try:
        tasks.get(False)
    except queue.Empty:
        print('empty')
    counter = manager.Counter()
    counter.add(5)
    assert counter.add() == 6
    manager.get_shared().put('hello')
    assert manager.get_shared().get() == 'hello' and manager._number_of_objects() > 5
    manager.get_stop().set()
    print('done')


if __name__ == '__main__':
    key = sys.argv[2].encode()
    serve(key) if sys.argv[1] == 'serve' else use(key, int(sys.argv[3]))
