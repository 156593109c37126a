"""Programs, signals and ends of processes: what CPython does is printed here too. By the method in the command line."""

import atexit
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time


def programs(queue):
    ended = subprocess.run(['sh', '-c', 'read x; echo "got $x"; echo err >&2; exit 3'], input='in\n',
                           capture_output=True, text=True)
    sleeper = subprocess.Popen(['sleep', '100'])
    facts = [ended.returncode, ended.stdout, ended.stderr, sleeper.poll()]
    sleeper.terminate()
    facts += [sleeper.wait(), sleeper.poll()]
    try:
        subprocess.run(['sleep', '100'], timeout=0.1)
    except subprocess.TimeoutExpired:
        facts.append('timeout')
    killed = subprocess.Popen(['sleep', '100'])
    os.kill(killed.pid, signal.SIGKILL)
    facts.append(os.waitpid(killed.pid, 0) == (killed.pid, 9))
    quick = subprocess.Popen(['sh', '-c', 'exit 5'])
    number, status = os.wait()
    facts += [number == quick.pid, os.waitstatus_to_exitcode(status), os.getpgid(0) == os.getpgrp()]
    queue.put(facts)


def leaves_a_thread(go):
    atexit.register(print, 'never printed')

    def late():
        go.wait()
        print('the thread is done', flush=True)

    threading.Thread(target=late).start()
    go.set()


def waits(ready):
    ready.set()
    time.sleep(100)


def main():
    queue, ready = multiprocessing.Queue(), multiprocessing.Event()
    programs(queue)
    print(queue.get())
    exits = [(sys.exit, code) for code in (None, 3, 257)]
    for target, argument in [(programs, queue), (leaves_a_thread, ready), *exits]:
        child = multiprocessing.Process(target=target, args=(argument,))
        child.start()
        child.join()
        print(child.exitcode, flush=True)
    print(queue.get())
    child = multiprocessing.Process(target=time.sleep, args=(100,))
    child.start()
    child.terminate()  # before it has done anything
    child.join()
    print(child.exitcode)

    def handler(number, frame):
        print('handled', flush=True)
        sys.exit(9)

    signal.signal(signal.SIGTERM, handler)
    ready.clear()
    child = multiprocessing.Process(target=waits, args=(ready,))
    child.start()
    ready.wait()
    child.terminate()
    child.join()
    print(child.exitcode)


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    main()
