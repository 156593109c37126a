"""A project: a chat server, and clients that keep it busy.

The server is one process, each client another. A client calls, says its name, and
from then on what it says is told to all, itself included. `wait()` gives the server
all connections on which something has come, so one loop serves everybody, and needs
no locks: whatever it does, it does alone.

What to watch: the clients talk all at once, in an order that nobody knows before.
But the server takes one message after the other and passes each on to all, so they
all hear the same conversation. The clients listen in a thread while they talk:
if all only talked, and nobody listened, the lines would fill up, and everything
would stand still.

Expected output:

    the server closes after serving: 3
    Ann heard 61 lines
    Bob heard 61 lines
    Cay heard 61 lines
    all heard the same, in the same order: True
    of each speaker all lines, in their order: True
    last words: the server: good night
    exit codes: [0, 0, 0, 0]
"""

from multiprocessing import Pipe, Process, Queue, current_process
from multiprocessing.connection import Client, Listener, wait
from threading import Thread

NAMES = ("Ann", "Bob", "Cay")
LINES = 20


# Children know the key of their parent, `authkey`: so no stranger can join the room.
def serve(guests, report):
    """Open a room for so many guests; close it when all of them have said goodbye."""
    with Listener(("localhost", 0), authkey=current_process().authkey) as listener:
        report.send(listener.address)
        names = {}
        while len(names) < guests:
            guest = listener.accept()
            names[guest] = guest.recv()

        talking = set(names)
        while talking:
            for guest in wait(talking):
                line = guest.recv()
                if line is None:
                    talking.remove(guest)
                else:
                    tell_all(names, f"{names[guest]}: {line}")
        tell_all(names, "the server: good night")
        for guest in names:
            guest.send(None)
        report.send(len(names))


def tell_all(guests, line):
    """Send one line to all."""
    for guest in guests:
        guest.send(line)


# A client is two: a thread that listens, and this one that talks.
def chat(name, address, minutes):
    """Join the room, talk and listen, and hand in the minutes."""
    heard = []
    with Client(address, authkey=current_process().authkey) as room:
        room.send(name)
        ears = Thread(target=listen, args=(room, heard))
        ears.start()
        for number in range(LINES):
            room.send(f"line {number}")
        room.send(None)
        ears.join()
    minutes.put((name, heard))


def listen(room, heard):
    """Write down all lines until the room closes."""
    for line in iter(room.recv, None):
        heard.append(line)


# The server says at which address it can be reached, once it can be.
def main():
    """Start the server, then the clients, and compare what they have heard."""
    minutes = Queue()
    report, to_parent = Pipe(duplex=False)
    server = Process(target=serve, args=(len(NAMES), to_parent))
    server.start()
    address = report.recv()
    clients = [Process(target=chat, args=(name, address, minutes)) for name in NAMES]
    for client in clients:
        client.start()
    print(f"the server closes after serving: {report.recv()}")

    heard = dict(minutes.get() for _ in NAMES)
    for name in NAMES:
        print(f"{name} heard {len(heard[name])} lines")
    first = heard[NAMES[0]]
    spoken = [[line for line in first if line.startswith(name)] for name in NAMES]
    expected = [[f"{name}: line {number}" for number in range(LINES)] for name in NAMES]
    print(f"all heard the same, in the same order: {all(heard[name] == first for name in NAMES)}")
    print(f"of each speaker all lines, in their order: {spoken == expected}")
    print(f"last words: {first[-1]}")
    for process in (server, *clients):
        process.join()
    print(f"exit codes: {[process.exitcode for process in (server, *clients)]}")


if __name__ == "__main__":
    main()
