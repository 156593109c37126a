"""Pipes: prints the same under Parley and CPython. Argument: start method."""
import multiprocessing
import os
import sys
import time


def echo(connection, other):
    other.close()
    while True:
        try:
            item = connection.recv()
        except EOFError:
            print('nobody is there any more', flush=True)
            return
        connection.send(item)


def report(connection):
    for number in range(3):
        connection.send({'number': number, 'list': [number] * number, 'pair': (1, 2)})
    connection.send_bytes(b'0123456789', 2, 5)
    connection.send(b'x' * 300_000)
    connection.close()


def die(connection):
    connection.send('last words')
    os._exit(3)


def main(method):
    mp = multiprocessing.get_context(method)
    here, there = mp.Pipe()
    echoing = mp.Process(target=echo, args=(there, here))
    echoing.start()
    there.close()
    for item in (1, 'two', [3, {'four': (5,)}], None, 2.5, b'bytes', 10**30):
        here.send(item)
        assert here.recv() == item
    print(here.poll(), here.poll(0.01), here.readable, here.writable, here.closed)
    here.close()
    echoing.join()
    print(echoing.exitcode, here.closed)

    reader, writer = mp.Pipe(False)
    reporting = mp.Process(target=report, args=(writer,))
    reporting.start()
    writer.close()
    for _ in range(3):
        print(reader.recv())
    buffer = bytearray(8)
    print(reader.recv_bytes_into(buffer, 1), bytes(buffer), len(reader.recv()))
    try:
        reader.recv()
    except EOFError:
        print('the end', reader.poll())
    reporting.join()

    reader, writer = mp.Pipe(False)
    dying = mp.Process(target=die, args=(writer,))
    dying.start()
    writer.close()
    print(reader.recv())
    begin = time.monotonic()
    try:
        reader.recv()
    except EOFError:
        print('dead', time.monotonic() - begin < 5)
    dying.join()
    print(dying.exitcode)

    left, right = mp.Pipe()
    one, two = mp.Pipe()
    two.send('ready')
    from multiprocessing.connection import wait
    print(wait([left, one], 10) == [one], wait([left], 0.01), one.recv())
    right.close()
    for mistake in (lambda: left.send(1), left.recv, lambda: writer.recv(), lambda: reader.send(1),
                    lambda: one.send_bytes(b'abc', 5), lambda: right.send(1)):
        try:
            mistake()
        except Exception as error:
            print(type(error).__name__, error if isinstance(error, ValueError) else '')


if __name__ == '__main__':
    main(sys.argv[1])
