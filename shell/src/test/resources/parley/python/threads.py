"""Threads beside processes: those that start them, those that run in them, and what ends while they run."""

import importlib
import multiprocessing as mp
import os
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def square(x):
    return x * x


def in_child(target):
    process = mp.Process(target=target)
    process.start()
    process.join(60)
    print(target.__name__, process.exitcode, flush=True)
    process.kill()


def pools_of_several_threads(rounds):
    found = {}

    def work(number):
        with mp.Pool(2) as pool:
            found[number] = pool.map(square, range(number))

    for _ in range(rounds):
        threads = [threading.Thread(target=work, args=(number,)) for number in range(3, 6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(sorted(found.items()), flush=True)


def executor_behind_executor():
    with ProcessPoolExecutor(3) as processes, ThreadPoolExecutor(5) as threads:
        futures = [threads.submit(lambda i=i: processes.submit(square, i).result()) for i in range(6)]
        print([future.result() for future in futures], flush=True)


def a_thread_that_is_no_daemon():
    def last():
        time.sleep(0.2)
        print('the last', flush=True)

    threading.Thread(target=last).start()


def a_daemon_that_sleeps():
    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()


def an_alarm_that_nobody_handles():
    signal.alarm(1)
    time.sleep(50)


def a_module_written_just_now():
    folder = tempfile.mkdtemp()
    with tempfile.TemporaryDirectory() as folder:
        open(folder + '/written_just_now.py', 'w').write('answer = 42\n')
        sys.path.insert(0, folder)
        print(importlib.import_module('written_just_now').answer)
        open(folder + '/text', 'w').write('said\n')
        sys.stdout.flush()
        os.system('cat ' + folder + '/text')


def main():
    mp.set_start_method(sys.argv[1])
    is_fork = sys.argv[1] == 'fork'
    pools_of_several_threads(4 if is_fork else 1)  # a thread that is copied is what goes wrong
    if is_fork:
        for _ in range(8):  # copied at the moment when a thread that was waited for ends
            executor_behind_executor()
            in_child(a_thread_that_is_no_daemon)
    in_child(a_thread_that_is_no_daemon)
    in_child(a_daemon_that_sleeps)
    in_child(an_alarm_that_nobody_handles)
    a_module_written_just_now()


if __name__ == '__main__':
    main()
