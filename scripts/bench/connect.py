"""How often per second a client connects, proves a key both ways, sends a small dict and closes, beside CPython.

    ./parley run scripts/bench/connect.py         Parley beside CPython, in one run
    python3 scripts/bench/connect.py --here        one of them alone

The listener is another process. Each row is connections in the first second, and in the best of those that follow:
``first | warm``. The last columns are Parley's divided by CPython's.
"""

import multiprocessing
import time
from multiprocessing.connection import Client, Listener

import beside

SECONDS = 9
KEY = b'a key'
NEWS = {'name': 'probe', 'number': 7, 'where': [1.5, None]}
FAMILIES = 'AF_UNIX', 'AF_INET'


def serve(family, told):
    with Listener(family=family, backlog=16, authkey=KEY) as listener:
        told.send(listener.address)
        news = NEWS
        while news:
            with listener.accept() as connection:
                news = connection.recv()


def connect(address, news):
    with Client(address, authkey=KEY) as connection:
        connection.send(news)


def in_a_second(address):
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < 1:
        connect(address, NEWS)
        count += 1
    return count / (time.perf_counter() - start)


def measure():
    found = {}
    for family in FAMILIES:
        here, there = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(family, there))
        server.start()
        address = here.recv()
        rates = [in_a_second(address) for _ in range(SECONDS)]
        connect(address, {})
        server.join()
        found[family] = [rates[0], max(rates[1:])]
    return found


if __name__ == '__main__':
    beside.rates(__file__, measure)
