"""One side of a connection, for any Python and for Parley.

    talk.py serve FAMILY KEY WHAT       listens at an address of that family, prints it, accepts, does WHAT
    talk.py connect ADDRESS KEY WHAT    connects, does WHAT

    echo            sends back what comes, until 'the end'
    drive N         sends N values of all kinds, then 100 MB, and checks what comes back
    push            sends 100 MB, whoever reads it
"""

import datetime
import os
import random
import sys
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener

LARGE = 100_000_000


def values(n):
    r = random.Random(n)
    plain = [None, True, 0, -1, 2**31, 2**63, -2**100, 1.5, 1j, '', 'ä€😀', b'', b'\0' * 300, bytearray(b'x'), (), (1,), [], {},
             set(), {1, 'a'}, frozenset([2]), datetime.date(2024, 2, 29), datetime.timedelta(1, 2, 3),
             datetime.datetime(2024, 1, 2, 3, 4, 5, 6, datetime.timezone.utc)]
    for i in range(n):
        some = [r.choice(plain) for _ in range(r.randrange(4))]
        yield r.choice([some, tuple(some), {i: some, 'k': r.choice(plain)}, r.choice(plain), 'x' * r.randrange(40000)])


def same(one, other):
    return one == other and type(one) is type(other)


def drive(connection, n):
    wrong = 0
    for value in values(n):
        connection.send(value)
        wrong += not same(value, connection.recv())
    connection.send({'list': list(range(1000)), 'none': None})
    assert list(connection.recv().items()) == [('list', list(range(1000))), ('none', None)]
    large = os.urandom(1000) * (LARGE // 1000)
    connection.send(large)
    assert connection.recv() == large
    connection.send('the end')
    print('wrong:', wrong)


def echo(connection):
    while True:
        value = connection.recv()
        if value == 'the end':
            break
        connection.send(value)
    try:
        connection.recv()
    except EOFError:
        print('end')


def push(connection):
    connection.send(b'x' * LARGE)


def main():
    how, where, key, what = sys.argv[1:5]
    doing = {'echo': echo, 'push': push, 'drive': lambda connection: drive(connection, int(sys.argv[5]))}[what]
    authkey = key.encode() or None
    try:
        if how == 'serve':
            with Listener(family=where, authkey=authkey) as listener:
                print(listener.address, flush=True)
                with listener.accept() as connection:
                    doing(connection)
        else:
            host, _, port = where.rpartition(':')
            with Client((host, int(port)) if host else where, authkey=authkey) as connection:
                doing(connection)
    except AuthenticationError as error:
        print(type(error).__name__, error)
    print('done')


if __name__ == '__main__':
    main()
