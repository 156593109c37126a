"""What children find imported; with a second argument, whether that is so of a module of one's own too."""

import asyncio
import email.mime.text
import http.server
import multiprocessing as mp
import os
import random
import sys
import unittest.mock
import xml.dom.minidom
import xmlrpc.client


def look(queue, parent):
    found = [__name__, 'wave' in sys.modules]
    if sys.argv[2:]:
        import where
        found.append(where.PID not in (parent, os.getpid()))
    queue.put(found)


def draw(queue):
    queue.put(random.random())


def main():
    mp.set_start_method(sys.argv[1])
    mp.set_forkserver_preload(['wave', 'where', 'not_there'])
    queue = mp.Queue()
    for _ in range(3):
        process = mp.Process(target=look, args=(queue, os.getpid()))
        process.start()
        print(queue.get())
        process.join()
        print(process.exitcode)
    drawing = [mp.Process(target=draw, args=(queue,)) for _ in range(6)]  # more than wait in advance
    for process in drawing:
        process.start()
    print(len({queue.get() for _ in drawing}))
    for process in drawing:
        process.join()
    with mp.Pool(2) as pool:
        print(pool.map(abs, [-1, -2]))
    try:
        mp.set_forkserver_preload([1])
    except TypeError as error:
        print(error)


if __name__ == '__main__':
    main()
