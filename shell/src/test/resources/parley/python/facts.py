"""Small facts about processes, threads and descriptors."""

import multiprocessing as mp
import os
import sys
import threading
from multiprocessing import connection


def child(sender):
    mp.parent_process().join(timeout=0.01)
    sender.send(mp.parent_process().is_alive())


def number(queue):
    queue.put(threading.main_thread().native_id)


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
    try:
        with lock:
            lock.release()
    except RuntimeError as error:
        print(error)
    print(lock.acquire(), lock.acquire(False), lock.locked(), lock.release())


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


def main():
    print(mp.get_start_method(allow_none=True))
    mp.get_context('spawn').Queue()
    print(mp.get_start_method(allow_none=True))
    mp.Event()
    print(mp.get_start_method(allow_none=True))
    try:
        mp.set_start_method('spawn')
    except RuntimeError as error:
        print(error)
    mp.set_start_method(sys.argv[1], force=True)
    parents()
    threads()
    descriptors()


if __name__ == '__main__':
    main()
