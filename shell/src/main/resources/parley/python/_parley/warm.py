"""What a fork server does once, so that its copies need not: imports what programs use, and runs what they run."""

import sys

from _parley import copies

#: Imported before the first fork: importing is most of what a short program does.
MODULES = ('abc', 'argparse', 'array', 'ast', 'bisect', 'codecs', 'collections', 'collections.abc', 'concurrent.futures',
           'contextlib', 'copy', 'csv', 'ctypes', 'dataclasses', 'datetime', 'decimal', 'enum', 'fractions', 'functools',
           'getopt', 'glob', 'hashlib', 'heapq', 'inspect', 'io', 'itertools', 'json', 'linecache', 'locale', 'logging',
           'math', 'multiprocessing', 'multiprocessing.managers', 'multiprocessing.pool', 'multiprocessing.process', 'multiprocessing.queues',
           'multiprocessing.synchronize', 'numbers', 'operator', 'os', 'pathlib', 'pdb', 'pickle', 'platform', 'pprint',
           'queue', 'random', 're', 'shutil', 'signal', 'socket', 'statistics', 'string', 'struct', 'subprocess', 'tempfile',
           'textwrap', 'threading', 'time', 'timeit', 'tokenize', 'traceback', 'types', 'typing', 'unittest', 'uuid',
           'warnings', 'weakref')

#: Ours, each of which the first program of a kind would import.
OURS = tuple('_parley.' + name for name in ('body', 'classes', 'console', 'frames', 'lookup', 'parcel', 'script',
                                            'shipping', 'system', 'values'))

#: Ordinary programs in small, each run until it is compiled; in a namespace that is thrown away.
PROGRAMS = (
    '''
def longest(limit):
    best = steps = 0
    for start in range(1, limit):
        n, count = start, 0
        while n != 1:
            if n % 2 == 0:
                n = n // 2
            else:
                n = 3 * n + 1
            count += 1
        if count > steps:
            best, steps = start, count
    return best
longest(300)
''',
    '''
def mandelbrot(size):
    inside = 0
    for row in range(size):
        for column in range(size):
            c = complex(3.0 * column / size - 2, 2.0 * row / size - 1)
            z = 0j
            for _ in range(50):
                z = z * z + c
                if abs(z) > 2:
                    break
            else:
                inside += 1
    return inside
mandelbrot(25)
''',
    '''
import collections, functools
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def __repr__(self):
        return f'Point({self.x}, {self.y})'
words = [f'word{i % 50}' for i in range(2000)]
count = collections.Counter(words)
table = {}
for word in words:
    table[word] = table.get(word, 0) + len(word)
pairs = sorted(table.items(), key=lambda pair: (-pair[1], pair[0]))
text = ', '.join('%s=%d' % pair for pair in pairs)
total = functools.reduce(lambda a, b: a + b, (Point(i, -i) for i in range(200)))
squares = {i: i * i for i in range(300) if i % 3}
sum(squares.values()), max(text.split(', ')), repr(total)
@functools.lru_cache(None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
fibonacci(60)
def generate(n):
    for i in range(n):
        yield i * 2
list(zip(generate(100), map(str, generate(100))))
try:
    int('x')
except ValueError as error:
    str(error)
''',
)

#: How often each program runs: after that its code, and the compiler's own, is compiled.
TIMES = 60

_MOMENT = 0.0001  # seconds: who waits so long waits really

#: The same, until the last tier of the compiler has them: what is called in loops of other processes too.
LONG = 12_000


def rehearse():
    """Imports and runs; leaves nothing behind but modules and compiled code."""
    from _parley import threads
    threads.mend()
    for name in OURS + MODULES:
        try:
            __import__(name)
        except ImportError:
            pass  # a program that needs it will be told
    for program in PROGRAMS:
        for round in range(3):
            code = compile(program.encode(), '<rehearsal>', 'exec', dont_inherit=True)
            code = compile(program, '<rehearsal>', 'exec')
            namespace = {'__name__': '__main__'}
            for _ in range(TIMES // 3):
                exec(code, namespace)
    _type()
    _ship()
    _fail()
    _start()
    _share()
    _meet()
    _manage()
    _connect()
    _compile()
    from multiprocessing import context
    context._default_context.forget()
    import gc
    gc.collect()
    sys.stdout.flush()


def _type():
    """What a prompt does with a line."""
    import builtins
    from _parley import console, frames, lookup
    for _ in range(TIMES):
        for line in ('1 + 1', '"text"', 'None', 'undefined + 1'):
            console.completeness(line)
            console.run(line, '<rehearsal>')
        lookup.complete('pri', 3)
        lookup.variables()
        lookup.shared()
    print('rehearsed')
    del builtins._


def _ship():
    """What happens to a function and to values on their way to another process and back."""
    from _parley import shipping, parcel, values

    def function(x, scale=2):
        return [x * scale, str(x)]

    import os
    missing = next(iter(os.environ))
    kept = os.environ[missing]
    for turn in range(TIMES):
        if turn % 2:  # as in a program that has changed something
            os.environ['PARLEY_REHEARSAL'] = 'text'
            del os.environ[missing]
        form = shipping.pack(function, [('function', function)])
        shipping.open_envelope(form)
        if turn % 2:
            del os.environ['PARLEY_REHEARSAL']
            os.environ[missing] = kept
        values.decode(values.encode([[1, 2.5, 'text', None, (1, 2), {'a': [True]}], {'key': 'value'}]))
        parcel.loads(parcel.dumps({'a': [1, 2.5, 'text', None, (1, 2)]}))


def _start():
    """What starts processes, and what they do when they are there; the latter in this process, where it is kept."""
    import multiprocessing
    from multiprocessing import process as processes

    def function(x):
        return x + 1

    main = processes._current_process
    context = multiprocessing.get_context('fork' if 'fork' in multiprocessing.get_all_start_methods() else 'spawn')
    for _ in range(TIMES // 10):
        queue = context.Queue()
        queue.put(('text', 1))
        queue.get()
        queue.qsize(), queue.empty()
        with context.Lock():
            pass
        child = context.Process(target=function, args=(1,))
        child.start()
        child.is_alive()
        child.join()
        with context.Pool(1) as pool:
            pool.map(function, range(4))
            pool.apply(function, (1,))
            pool.apply_async(function, (1,)).get()
    with context.Pool(2) as pool:
        for _ in range(TIMES // 10):
            pool.map(function, range(LONG))
            pool.map(function, range(LONG // 10), 1)
    copies.be_main_again(main)


def _share():
    """What processes use between each other, by one alone: locks, numbers, queues and pipes."""
    import multiprocessing as mp
    from _parley import parcel
    lock, number, real, row = mp.Lock(), mp.Value('i', 0), mp.Value('d', 0), mp.Array('i', 10)
    queue, (left, right) = mp.Queue(), mp.Pipe()
    plain = (7, 'text', 2.5, None, [1, 2, 3], (1, 'a'), {'key': [1]})
    for i in range(LONG):
        with lock:
            row[i % 10] = i
        with number.get_lock():
            number.value += 1
        real.value += 0.5
        queue.put(plain[i % len(plain)])
        queue.get()
        left.send(plain[i % len(plain)])
        right.recv()
    for piece in (b'x' * 100_000, {1, 2}):
        for _ in range(TIMES):
            queue.put(piece)
            queue.get()
            right.send(piece)
            left.recv()
    semaphore, event, condition, barrier = mp.Semaphore(2), mp.Event(), mp.Condition(), mp.Barrier(1)
    shared = lock, mp.RLock(), number, row, queue, mp.JoinableQueue(), mp.SimpleQueue(), semaphore, event, condition, barrier
    for _ in range(TIMES):
        semaphore.acquire()
        semaphore.release()
        event.set()
        event.wait()
        event.clear()
        event.is_set(), event.wait(0), event.wait(_MOMENT), semaphore.acquire(timeout=_MOMENT), semaphore.release()
        with condition:
            condition.notify_all()
            condition.wait_for(event.is_set, _MOMENT)
        barrier.wait()
        for one in shared:
            parcel.loads(parcel.dumps(one, inherit=True))
    left.close()
    right.close()


def _meet():
    """The same with another process: locks that are held, pipes and queues that are empty. What was compiled before for
    locks that are free would be thrown away in every process that finds one held."""
    import multiprocessing
    if 'fork' not in multiprocessing.get_all_start_methods():
        return
    context = multiprocessing.get_context('fork')
    main = multiprocessing.current_process()
    lock, number, stop = context.Lock(), context.Value('i', 0), context.Event()
    there, here = context.Queue(), context.Queue()
    left, right = context.Pipe()

    def contend():
        while not stop.is_set():
            for _ in range(100):
                with number.get_lock():
                    number.value += 1
                with lock:
                    pass

    def echo():
        for _ in range(LONG // 4):
            right.send(right.recv())
        for _ in range(LONG // 4):
            here.put(there.get())

    other = context.Process(target=contend)
    other.start()
    for _ in range(LONG):
        with number.get_lock():
            number.value += 1
        with lock:
            pass
    stop.set()
    other.join()
    other = context.Process(target=echo)
    other.start()
    for i in range(LONG // 4):
        left.send(i)
        left.recv()
    for i in range(LONG // 4):
        there.put(i)
        here.get()
    other.join()
    left.close()
    right.close()
    copies.be_main_again(main)


def _manage():
    """What a manager and its clients do, both in this process: the server answers in threads of Java's. With them comes
    the end of what is compiled for one thread only."""
    import multiprocessing
    import threading
    from multiprocessing import lines, managers
    key = b'rehearsal'
    server = managers.SyncManager(authkey=key).get_server()
    server.stop_event = threading.Event()
    door = lines.open_door(server)
    manager = managers.SyncManager(server.address, key)
    manager.connect()
    for _ in range(TIMES):
        names, lock = manager.dict(n=0), manager.Lock()
        row, space, value = manager.list([1]), manager.Namespace(x=1), manager.Value('i', 0)
        with lock:
            names['n'] += 1
        row.append(names['n'])
        row[0], len(row), str(row)
        space.x, value.value = value.value, space.x
    for i in range(LONG // 4):
        with lock:
            names['n'] += 1
    del names, lock, row, space, value
    lines.forget()
    door.close()
    server.listener.close()
    managers.BaseProxy._address_to_local.clear()
    for _ in range(TIMES // 20):
        with multiprocessing.Manager() as manager:
            manager.dict()['n'] = 1
    multiprocessing.current_process()._config.pop('authkey', None)  # that of the rehearsal; each session has its own


def _connect():
    """What both sides of a connection over a socket do, here in two threads."""
    import threading
    from multiprocessing.connection import Client, Listener
    key, news = b'rehearsal', {'name': 'text', 'number': 7, 'list': [1.5, True, None]}

    def serve():
        for _ in range(LONG // 2):
            with listener.accept() as connection:
                connection.recv()

    for family in 'AF_UNIX', 'AF_INET':
        with Listener(family=family, backlog=16, authkey=key) as listener:
            server = threading.Thread(target=serve)
            server.start()
            for _ in range(LONG // 2):
                with Client(listener.address, authkey=key) as connection:
                    connection.send(news)
            server.join()


def _compile():
    """What programs call first: where the loops above have it compiled into them, it is not compiled itself, and a program's
    own loop waits until it is."""
    from multiprocessing import connection, pool, process, queues, sharedctypes, synchronize
    from types import FunctionType
    from _parley import host
    compiled = host.builtin('compile')
    for name in 'take', 'give', 'take_again', 'give_back', 'encode', 'decode', 'offer', 'poll':
        compiled(host.builtin(name))
    for module in connection, pool, process, queues, sharedctypes, synchronize:
        for thing in vars(module).values():
            for part in vars(thing).values() if isinstance(thing, type) else (thing,):
                for function in (part.fget, part.fset) if isinstance(part, property) else (part,):
                    if type(function) is FunctionType:
                        compiled(function)


def _fail():
    """An exception on its way to the user."""
    from _parley import frames
    try:
        {}['missing']
    except KeyError as error:
        frames.text(error)
        frames.summary(error)
