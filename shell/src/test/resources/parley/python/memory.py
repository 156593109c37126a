"""Shared memory that has a name, and a list in it."""

import multiprocessing
import struct
import sys
from multiprocessing import Process, shared_memory


def write(name):
    memory = shared_memory.SharedMemory(name=name)
    memory.buf[0] = 42
    struct.pack_into('<i', memory.buf, 4, 12345)
    memory.buf[8:13] = b'hello'
    memory.close()


def change(shared):
    shared[0] = shared[0] + 1
    shared[1] = 'ab'


def change_by_name(name):
    shared = shared_memory.ShareableList(name=name)
    shared[2] = 2.5
    shared.shm.close()


def run(target, *args):
    process = Process(target=target, args=args)
    process.start()
    process.join()


def tries(what, kind):
    try:
        what()
    except kind as error:
        print(type(error).__name__, getattr(error, 'errno', None))


def blocks():
    memory = shared_memory.SharedMemory(create=True, size=100)
    name = memory.name
    print(memory.size, name.startswith('psm_'), len(memory.buf), bytes(memory.buf[:4]))
    run(write, name)
    print(memory.buf[0], struct.unpack_from('<i', memory.buf, 4), bytes(memory.buf[8:13]))
    tries(lambda: shared_memory.SharedMemory(name=name, create=True, size=10), FileExistsError)
    memory.close()
    print(memory.buf)
    memory.unlink()
    tries(lambda: shared_memory.SharedMemory(name=name), FileNotFoundError)
    tries(memory.unlink, FileNotFoundError)
    for bad in ({'create': True}, {'create': True, 'size': -1}, {}):
        tries(lambda: shared_memory.SharedMemory(**bad), ValueError)


def lists():
    shared = shared_memory.ShareableList([1, 'abc', 1.5, None, True, b'xy'])
    run(change, shared)
    run(change_by_name, shared.shm.name)
    print(list(shared), len(shared), shared.count(True), shared.index('ab'), shared.format)
    try:
        shared[1] = 'x' * 100
    except ValueError as error:
        print(error)
    shared.shm.close()
    shared.shm.unlink()


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    blocks()
    lists()
