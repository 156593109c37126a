"""Children, one after the other, and the main program at a breakpoint; started by the method in the command line."""

import multiprocessing
import sys

multiprocessing.set_start_method(sys.argv[1])


def f(x):
    y = x * 2
    breakpoint()
    y += 1
    return y


if __name__ == '__main__':
    for x in (3, 4):
        p = multiprocessing.Process(target=f, args=(x,))
        p.start()
        p.join()
        print(p.exitcode)
    del p
    breakpoint()
    print('end')
