"""Processes whose parents have gone: they go on."""

import multiprocessing as mp
import os
import signal
import sys


def grandchild(queue):
    parent = mp.parent_process()
    queue.put('started')
    parent.join()
    queue.put(parent.is_alive())


def child(queue):
    process = mp.Process(target=grandchild, args=(queue,))
    process.start()
    process.join()


def killed(queue):
    process = mp.Process(target=child, args=(queue,))
    process.start()
    print(queue.get())
    process.kill()
    process.join()
    print(process.exitcode, queue.get())


def left():
    """Last: this program ends, and its copy says so."""
    sys.stdout.flush()
    mine, its = os.pipe()
    if os.fork() == 0:
        parent = os.getppid()
        os.close(its)
        os.read(mine, 1)  # its end: the original is gone
        while os.getppid() == parent:
            pass
        print('alone', flush=True)
        sys.exit(0)
    print('leaving')


if __name__ == '__main__':
    mp.set_start_method(sys.argv[1])
    killed(mp.Queue())
    left()
