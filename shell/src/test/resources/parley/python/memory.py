"""Shared memory that has a name, and a list in it; structures that lie in shared memory."""

import ctypes
import multiprocessing
import struct
import sys
from multiprocessing import Process, shared_memory, sharedctypes


class Point(ctypes.Structure):
    _fields_ = [('x', ctypes.c_int), ('y', ctypes.c_double)]

    def shifted(self):
        return self.x + 1, self.y + 1



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


def move(point, path, plain):
    with point.get_lock():
        point.x, point.y = point.get_obj().shifted()
    for at, step in enumerate(path):
        step.x += at
    plain.x *= 2


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


def structures():
    point = sharedctypes.Value(Point, 3, 2.5)
    path = sharedctypes.Array(Point, [(1, 0.5), (2, 1.5)])
    plain = sharedctypes.RawValue(Point, 10, 4.5)
    run(move, point, path, plain)
    print(point.x, point.y, [(step.x, step.y) for step in path], len(path), plain.x, plain.y)
    twin = sharedctypes.copy(plain)
    plain.x = 0
    print(twin.x, type(point).__name__, sharedctypes.synchronized(twin).y, isinstance(point, sharedctypes.SynchronizedBase))
    for what in (lambda: sharedctypes.Value(object), lambda: sharedctypes.Value(Point, 'text'),
                 lambda: multiprocessing.Pipe()[0].send(plain)):
        try:
            what()
        except Exception as error:
            print(type(error).__name__)


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    blocks()
    lists()
    structures()
