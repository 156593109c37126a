"""How fast locks, values, pipes, queues and pools are between processes, beside CPython.

    ./parley run scripts/bench/ipc.py             Parley beside CPython, in one run
    python3 scripts/bench/ipc.py --here            one of them alone

Each row is work per second, in the first second and warm (the best round of all): ``first | warm``. Both programs run the
same file, each row in a program of its own; the last columns are Parley's divided by CPython's.
"""

import multiprocessing

import beside

SECONDS = 8
PIECE = b'x' * 100_000


def add(total, n):
    for _ in range(n):
        with total.get_lock():
            total.value += 1


def help_to_add(total, go, done):
    while n := go.get():
        add(total, n)
        done.put(n)


def echo(connection):
    while True:
        item = connection.recv()
        if item is None:
            return
        connection.send(item)


def produce(queue, what, n):
    while queue['go'].get():
        for _ in range(n):
            queue['items'].put(what)


def nothing(x):
    return x


def lock_and_unlock():
    lock = multiprocessing.Lock()
    acquire, release = lock.acquire, lock.release

    def work(n):
        for _ in range(n):
            acquire()
            release()
    return 100_000, work, lambda: None


def add_in_two():
    total, go, done = multiprocessing.Value('i', 0), multiprocessing.Queue(), multiprocessing.Queue()
    helper = multiprocessing.Process(target=help_to_add, args=(total, go, done))
    helper.start()

    def work(n):
        go.put(n // 2)
        add(total, n // 2)
        done.get()

    def end():
        go.put(0)
        helper.join()
    return 40_000, work, end


def ping_pong():
    here, there = multiprocessing.Pipe()
    partner = multiprocessing.Process(target=echo, args=(there,))
    partner.start()

    def work(n):
        for i in range(n):
            here.send(i)
            here.recv()

    def end():
        here.send(None)
        partner.join()
    return 5_000, work, end


def queue_of(what, n):
    def make():
        queue = {'items': multiprocessing.Queue(), 'go': multiprocessing.Queue()}
        partner = multiprocessing.Process(target=produce, args=(queue, what, n))
        partner.start()

        def work(n):
            queue['go'].put(1)
            get = queue['items'].get
            for _ in range(n):
                get()

        def end():
            queue['go'].put(0)
            partner.join()
        return n, work, end
    return make


def pool(chunksize, n):
    def make():
        workers = multiprocessing.Pool(2)

        def work(n):
            workers.map(nothing, range(n), chunksize)

        def end():
            workers.close()
            workers.join()
        return n, work, end
    return make


WORK = {
    'lock + unlock': lock_and_unlock,
    'value += 1 under its lock, two processes': add_in_two,
    'pipe, there and back': ping_pong,
    'queue of ints': queue_of(7, 20_000),
    'queue of 100 kB': queue_of(PIECE, 500),
    'Pool(2).map of 100,000, default chunks': pool(None, 100_000),
    'Pool(2).map of 100,000, chunksize 1': pool(1, 100_000),
}


def measure(name):
    n, work, end = WORK[name]()
    figures = beside.first_and_warm(work, n, SECONDS)
    end()
    return figures


if __name__ == '__main__':
    beside.rates_apart(__file__, WORK, measure)
