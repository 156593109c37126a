"""A manager, and many clients of it at once: each a thread with a connection of its own.

    clients.py serve KEY              prints its pid and port, serves until its input ends
    clients.py use KEY PORT N         connects N times, prints 'ready' once all have their answers; again for each line of input
"""

import os
import sys
import threading
from multiprocessing import current_process
from multiprocessing.managers import BaseManager, DictProxy


class Serving(BaseManager):
    pass


squares = {}
Serving.register('squares', lambda: squares, DictProxy)


def serve(key):
    server = Serving(('127.0.0.1', 0), key).get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(os.getpid(), server.address[1], flush=True)
    sys.stdin.read()


def ask(table, n, turn, wrong):
    while True:
        try:
            table[n] = n * n
            if table[n] != n * n:
                wrong.append(n)
        except Exception as error:
            wrong.append(error)
        turn.wait()
        turn.wait()


def use(key, port, count):
    current_process().authkey = key
    manager = Serving(('127.0.0.1', port), key)
    manager.connect()
    table, turn, wrong = manager.squares(), threading.Barrier(count + 1), []
    for i in range(count):
        threading.Thread(target=ask, args=(table, os.getpid() * 1000 + i, turn, wrong), daemon=True).start()
    while True:
        turn.wait()
        print(f'wrong: {wrong}' if wrong else 'ready', flush=True)
        if not sys.stdin.readline():
            os._exit(0)
        turn.wait()


if __name__ == '__main__':
    key = sys.argv[2].encode()
    serve(key) if sys.argv[1] == 'serve' else use(key, int(sys.argv[3]), int(sys.argv[4]))
