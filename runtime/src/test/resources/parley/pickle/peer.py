"""The other side of PickleIT: reads pickles of random values, checks and answers them, in lines of hexadecimal digits.

    make SEED    a random value in each protocol
    show FORM    what Python makes of it, with types
"""

import array
import datetime
import pickle
import random
import sys


def show(value):
    kind = type(value).__name__
    if isinstance(value, (list, tuple)):
        return kind + '(' + ','.join(map(show, value)) + ')'
    if isinstance(value, (set, frozenset)):
        return kind + '(' + ','.join(sorted(map(show, value))) + ')'
    if isinstance(value, dict):
        return kind + '(' + ','.join(show(key) + ':' + show(each) for key, each in value.items()) + ')'
    return kind + ascii(value)


def atom(r):
    return r.choice([
        lambda: None, lambda: r.random() < 0.5, lambda: r.randrange(-300, 300), lambda: r.randrange(-2**33, 2**33),
        lambda: r.randrange(-2**90, 2**90), lambda: r.uniform(-1e9, 1e9), lambda: complex(r.random(), -r.random()),
        lambda: ''.join(chr(r.choice([97, 228, 8364, 128512])) for _ in range(r.choice([0, 3, 300]))),
        lambda: bytes(r.randrange(256) for _ in range(r.choice([0, 5, 300]))),
        lambda: datetime.date(r.randrange(1, 10000), r.randrange(1, 13), r.randrange(1, 29)),
        lambda: datetime.datetime(2000, 1, 1, tzinfo=r.choice([None, datetime.timezone.utc])) + datetime.timedelta(
            seconds=r.randrange(10**9), microseconds=r.randrange(10**6)),
        lambda: datetime.time(r.randrange(24), r.randrange(60), r.randrange(60), r.randrange(10**6)),
        lambda: datetime.timedelta(r.randrange(-999, 999), r.randrange(86400), r.randrange(10**6)),
    ])()


def value(r, depth=0):
    if depth > 4 or r.random() < 0.4:
        return atom(r)
    items = lambda: [value(r, depth + 1) for _ in range(r.choice([0, 1, 2, 3, 4, 9]))]
    keys = lambda: [r.choice([atom(r), (atom(r), atom(r))]) for _ in range(r.randrange(5))]
    return r.choice([
        items, lambda: tuple(items()), lambda: set(keys()), lambda: frozenset(keys()),
        lambda: dict(zip(keys(), items())), lambda: [items()] * 2, lambda: bytearray(b'ab'),
        lambda: array.array(r.choice('bBhHiIlLqQfd'), [r.randrange(100) for _ in range(3)]),
    ])()


for line in sys.stdin:
    command, argument = line.split()
    if command == 'show':
        print(show(pickle.loads(bytes.fromhex(argument))))
    else:
        it = value(random.Random(int(argument)))
        print(*[show(it)] + [pickle.dumps(it, protocol).hex() for protocol in (2, 3, 4, 5)], sep='\t')
    sys.stdout.flush()
