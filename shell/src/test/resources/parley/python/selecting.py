"""``select``, selectors and event loops that wait for children and for connections; by the method in the command line."""

import asyncio
import multiprocessing
import select
import selectors
import sys
from multiprocessing import Event, Process
from multiprocessing.connection import Client, Listener, wait


def started():
    """A child that lives until the event is set."""
    event = Event()
    process = Process(target=event.wait)
    process.start()
    return process, event


def children():
    process, event = started()
    sentinel = process.sentinel
    print(type(sentinel + 0) is int, select.select([sentinel], [], [], 0))
    event.set()
    print(select.select([sentinel], [], [])[0] == [sentinel], wait([sentinel]) == [sentinel])
    process.join()
    print(process.exitcode)
    process, event = started()
    event.set()
    with selectors.DefaultSelector() as selector:
        selector.register(process.sentinel, selectors.EVENT_READ, 'the child')
        print([(key.data, key.fd == process.sentinel) for key, _ in selector.select()])
    watch = select.poll()
    watch.register(process.sentinel, select.POLLIN)
    print([number == process.sentinel for number, events in watch.poll()])
    process.join()


async def in_a_loop():
    loop = asyncio.get_running_loop()
    process, event = started()
    ended = loop.create_future()
    loop.add_reader(process.sentinel, ended.set_result, 'ended')
    loop.call_soon(event.set)
    print(await ended)
    loop.remove_reader(process.sentinel)
    process.join()


def talk(address, number):
    with Client(address, authkey=b'a key') as connection:
        connection.send(['hello', number])
        connection.send(connection.recv())


def connections(family):
    got = []
    with Listener(None, family, authkey=b'a key') as listener, selectors.DefaultSelector() as selector:
        processes = [Process(target=talk, args=(listener.address, number)) for number in range(2)]
        for process in processes:
            process.start()
        for _ in processes:
            selector.register(listener.accept(), selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                try:
                    message = key.fileobj.recv()
                except EOFError:
                    selector.unregister(key.fileobj).fileobj.close()
                    continue
                got.append(str(message))
                if message != 'welcome':
                    key.fileobj.send('welcome')
        for process in processes:
            process.join()
    print(family, sorted(got))


if __name__ == '__main__':
    multiprocessing.set_start_method(sys.argv[1])
    children()
    asyncio.run(in_a_loop())
    connections('AF_UNIX')
    connections('AF_INET')
