"""A listener and its clients: connections by address.

A pipe joins a process and its child. A `Listener` waits at an address, and any
process that knows the address and the key may call, with `Client`: started
somewhere else, by somebody else, even on another machine. From then on both have a
connection as from `Pipe()`.

What to watch: both sides prove that they know the key (`authkey`), and neither
sends it. This matters: what arrives by `recv()` is unpacked, and unpacking what a
stranger has packed can run his code. Port 0 means: whichever is free; `address`
tells which it is.

Expected output:

    2 + 3 is 5
    20 + 30 is 50
    200 + 300 is 500
    with a wrong key: AuthenticationError
    told to the client too: AuthenticationError
    every client has ended well: True
"""

from multiprocessing import AuthenticationError, Pipe, Process
from multiprocessing.connection import Client, Listener

KEY = b"a word that both sides know"


# The clients call one after the other: each has a connection of its own.
def ask(address, key, numbers, line):
    """Call, send two numbers, and tell what came back."""
    try:
        with Client(address, authkey=key) as connection:
            connection.send(numbers)
            line.send(connection.recv())
    except AuthenticationError as error:
        line.send(type(error).__name__)


def answer_one(listener):
    """Accept one call, and answer it."""
    with listener.accept() as connection:
        connection.send(sum(connection.recv()))


# The listener is there before the clients start, so none of them calls in vain.
def main():
    """Answer three clients, and refuse a fourth."""
    clients = []
    with Listener(("localhost", 0), authkey=KEY) as listener:
        for scale in (1, 10, 100):
            here, there = Pipe(duplex=False)
            numbers = [2 * scale, 3 * scale]
            clients.append(Process(target=ask, args=(listener.address, KEY, numbers, there)))
            clients[-1].start()
            answer_one(listener)
            print(f"{numbers[0]} + {numbers[1]} is {here.recv()}")

        here, there = Pipe(duplex=False)
        clients.append(Process(target=ask, args=(listener.address, b"a guess", [], there)))
        clients[-1].start()
        try:
            answer_one(listener)
        except AuthenticationError as error:
            print(f"with a wrong key: {type(error).__name__}")
        print(f"told to the client too: {here.recv()}")

    for client in clients:
        client.join()
    print(f"every client has ended well: {all(client.exitcode == 0 for client in clients)}")


if __name__ == "__main__":
    main()
