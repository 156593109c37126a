"""Executors, also of asyncio; signal handlers and threads in children."""

import asyncio
import concurrent.futures
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def square(x):
    return x * x


def fail(x):
    raise ValueError(f'bad {x}')


class Stubborn:
    def __reduce__(self):
        raise pickle.PicklingError('stubborn')


def leave():
    os._exit(3)


def remember(value):
    global remembered
    remembered = value


def recall():
    return remembered


def wait_for_signal(ready):
    def end(number, frame):
        print('handled', number, flush=True)
        sys.exit(9)
    signal.signal(signal.SIGTERM, end)
    ready.set()
    time.sleep(60)


def take_turns():
    done, ticks = threading.Event(), []

    def tick():
        for _ in range(5):
            ticks.append(time.time())
            time.sleep(0.01)
        done.set()

    threading.Thread(target=tick).start()
    turns = 0
    while not done.is_set():
        turns += 1
    print(len(ticks), turns > 0, flush=True)


async def ask(executor):
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*(loop.run_in_executor(executor, square, i) for i in range(3)))


def executors():
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(square, range(6))), list(executor.map(square, range(6), chunksize=3)))
        try:
            executor.submit(fail, 3).result()
        except ValueError as error:
            print(repr(error), type(error.__cause__).__name__)
        try:
            executor.submit(Stubborn).result()
        except pickle.PicklingError as error:
            print(repr(error), executor.submit(square, 5).result())
        futures = [executor.submit(square, i) for i in range(4)]
        print(sorted(future.result() for future in concurrent.futures.as_completed(futures)))
        print(asyncio.run(ask(executor)))
    with ProcessPoolExecutor(1, initializer=remember, initargs=(7,)) as executor:
        print(executor.submit(recall).result())
    with ProcessPoolExecutor(1) as executor:
        try:
            executor.submit(leave).result()
        except concurrent.futures.process.BrokenProcessPool as error:
            print(type(error).__name__)
    with ThreadPoolExecutor(2) as executor:
        print(list(executor.map(square, range(3))))


def children():
    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=wait_for_signal, args=(ready,))
    process.start()
    ready.wait()
    process.terminate()
    process.join()
    print(process.exitcode)
    process = multiprocessing.Process(target=take_turns)
    process.start()
    process.join()
    print(process.exitcode, multiprocessing.connection.wait([process.sentinel]) == [process.sentinel])


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    executors()
    children()
