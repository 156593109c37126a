"""What happens when a process ends: in the script's process all of it, in a child what the package has to tidy."""

import atexit
import logging.handlers
import multiprocessing as mp
import os
import sys
import tempfile
import weakref
from multiprocessing import util


class Thing:
    pass


def child(folder):
    atexit.register(print, 'atexit of the child', flush=True)
    util.Finalize(None, print, args=('finalizer of the child',), kwargs={'flush': True}, exitpriority=5)
    print(os.path.isdir(folder), flush=True)


def main():
    handler = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(sys.stdout))
    logging.getLogger('kept').addHandler(handler)
    logging.getLogger('kept').warning('kept until the end')
    util.Finalize(None, print, args=('finalizer',), exitpriority=5)
    folder = tempfile.TemporaryDirectory()
    thing = Thing()
    weakref.finalize(thing, print, 'finalize')
    atexit.register(lambda: print('atexit', os.path.isdir(folder.name)))
    process = mp.get_context(sys.argv[1]).Process(target=child, args=(folder.name,))
    process.start()
    process.join()
    print(process.exitcode)
    pool = mp.get_context(sys.argv[1]).Pool(2)  # nobody closes it
    print(pool.map(len, ['one', 'three']))
    return folder, thing, pool


if __name__ == '__main__':
    kept = main()
