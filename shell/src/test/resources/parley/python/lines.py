"""A manager and its clients in one session: many at once; a client that is killed; a manager that is killed."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.managers import BaseManager, SyncManager

CROWD = int(sys.argv[2])
PATIENCE = 60  # seconds


class Strict(BaseManager):
    pass


Strict.register('numbers', callable=list)


def change(lock, names, i):
    with lock:
        names['n'] += 1
    names[i] = i


def many(manager):
    lock, names = manager.Lock(), manager.dict(n=0)
    processes = [multiprocessing.Process(target=change, args=(lock, names, i)) for i in range(CROWD)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print('right', names.copy() == {'n': CROWD, **{i: i for i in range(CROWD)}})
    return lock, names  # their end, whenever they are collected, would be counted below


def keep(names, ready):
    own = [names.copy() for _ in range(3)], names  # the proxy it got, and what it makes
    address, authkey = names._token.address, names._authkey
    manager = SyncManager(address, authkey)
    manager.connect()
    own += manager.list([1]), manager.list([2])
    ready.put(manager._number_of_objects())
    time.sleep(PATIENCE)


def killed_client(manager):
    names, ready = manager.dict(), multiprocessing.Queue()
    before = manager._number_of_objects()
    process = multiprocessing.Process(target=keep, args=(names, ready))
    process.start()
    print('its own', ready.get() - before)
    process.kill()
    process.join()
    end = time.monotonic() + PATIENCE
    while manager._number_of_objects() != before and time.monotonic() < end:
        time.sleep(0.01)
    print('left of it', manager._number_of_objects() - before, names.copy())


def threads(manager):
    row = manager.list()
    for i in range(3):  # one after another, and each has its turn
        thread = threading.Thread(target=row.append, args=(i,))
        thread.start()
        thread.join()
    print('threads', row[:])


def wrong_key():
    with Strict(authkey=b'one') as manager:
        try:
            Strict(manager.address, b'another').connect()
        except multiprocessing.AuthenticationError:
            print('refused')
        other = Strict(manager.address, b'one')
        other.connect()
        print('admitted')


def killed_manager():
    manager = multiprocessing.Manager()
    names = manager.dict(n=1)
    os.kill(manager._process.pid, signal.SIGKILL)
    manager._process.join()
    for attempt in (lambda: names['n'], lambda: manager.list()):
        try:
            attempt()
        except (EOFError, OSError):
            print('gone')


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    with multiprocessing.Manager() as manager:
        kept = many(manager)
        killed_client(manager)
        threads(manager)
        del kept
    wrong_key()
    killed_manager()
