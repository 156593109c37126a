"""Managers, pools of threads, and connections over sockets."""

import multiprocessing
import sys
import threading
from multiprocessing import AuthenticationError, Manager, Pool, Process
from multiprocessing.connection import Client, Listener
from multiprocessing.managers import BaseManager
from multiprocessing.pool import ThreadPool


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, k=1):
        self.n += k
        return self.n


class Mine(BaseManager):
    pass


Mine.register('Counter', Counter)


def work(squares, seen, i, lock, names):
    with lock:
        squares[i] = i * i
        seen.append(i)
        names.total += i


def count(counter):
    for _ in range(10):
        counter.add()


def run(target, arguments):
    processes = [Process(target=target, args=args) for args in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def standard():
    with Manager() as manager:
        squares, seen, lock, names = manager.dict(), manager.list(), manager.Lock(), manager.Namespace(total=0)
        run(work, [(squares, seen, i, lock, names) for i in range(2)])
        print(dict(sorted(squares.items())), sorted(seen), names.total, len(squares), 1 in squares, squares.get(9, 'none'))
        queue, event, value, row = manager.Queue(), manager.Event(), manager.Value('i', 3), manager.Array('i', [1, 2])
        queue.put({'a': [1]})
        event.set()
        value.value += 1
        row[0] = 9
        print(queue.get(), queue.empty(), event.is_set(), value.value, row[0], len(row))
        nested = manager.list([manager.dict(x=1)])
        nested[0]['x'] = 5
        print(nested[0]['x'], str(seen) == repr(list(seen)), repr(squares)[:22])
        with Pool(1) as pool:
            print(pool.starmap(work, [(squares, seen, i, lock, names) for i in range(6, 8)]), names.total)
        try:
            squares['nope']
        except KeyError as error:
            print('KeyError', error)
        print(manager.Barrier(1).wait())


def own():
    with Mine() as manager:
        counter = manager.Counter()
        run(count, [(counter,)])
        print(counter.add(0))


def sockets():
    with Listener(('localhost', 0), authkey=b'key') as listener:
        def serve():
            with listener.accept() as connection:
                connection.send([1, {'x': (1, 2)}])
                print(connection.recv())
                connection.send_bytes(b'raw')

        def refuse():
            try:
                listener.accept()
            except AuthenticationError as error:
                print(error)

        server = threading.Thread(target=serve)
        server.start()
        with Client(listener.address, authkey=b'key') as client:
            print(client.recv())
            client.send('hi')
            print(client.recv_bytes())
        server.join()
        server = threading.Thread(target=refuse)
        server.start()
        try:
            Client(listener.address, authkey=b'wrong')
        except AuthenticationError:
            server.join()
            print('refused')


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    standard()
    own()
    with ThreadPool(3) as pool:
        print(pool.map(abs, [-3, 2]))
    sockets()
