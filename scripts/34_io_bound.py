"""Work that waits: threads against processes.

A program that talks to others mostly waits: for a disk, for a network, for people.
Who waits computes nothing, so it gives the interpreter's lock away, and any number
can wait at the same time. For such work threads are as good as processes, and
cost much less.

What to watch: the office here keeps everybody waiting until three have asked; only
if that takes too long, it answers anyway. One after the other never more than one
waits. Three threads wait at the same time, like three processes.

Expected output:

    one after the other: 3 answers, waiting at the same time: 1
    three threads: 3 answers, waiting at the same time: 3
    three processes: 3 answers, waiting at the same time: 3
"""

import socket
import socketserver
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool
from threading import Condition, Thread

ENOUGH = 3


class Office(socketserver.ThreadingTCPServer):
    """Answers when enough are waiting, or when its patience, in seconds, is over."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("localhost", 0), Counter)
        self.changed = Condition()
        self.open(patience=0)

    def open(self, patience):
        """Begin anew: nobody has come yet."""
        self.patience, self.waiting, self.most = patience, 0, 0


class Counter(socketserver.BaseRequestHandler):
    """The conversation with one who asks; each has a thread of the office."""

    def handle(self):
        """Count who waits, wait, answer."""
        office = self.server
        with office.changed:
            office.waiting += 1
            office.most = max(office.most, office.waiting)
            office.changed.notify_all()
            office.changed.wait_for(lambda: office.most == ENOUGH, office.patience)
            office.waiting -= 1
        self.request.sendall(b"yes")


def ask(address):
    """Call the office, and wait for its answer."""
    with socket.create_connection(address) as line:
        return line.recv(100).decode()


# All of this is the same for three ways of asking.
def try_way(what, office, patience, ask_all):
    """Open the office, let three ask, and print how many have waited at once."""
    office.open(patience)
    answers = ask_all(ask, [office.server_address] * ENOUGH)
    print(f"{what}: {answers.count('yes')} answers, waiting at the same time: {office.most}")


# The processes are started first, while this program has no thread but one.
if __name__ == "__main__":
    with Pool(ENOUGH) as processes, ThreadPool(ENOUGH) as threads, Office() as office:
        Thread(target=office.serve_forever, args=(0.01,), daemon=True).start()
        try_way("one after the other", office, 0.02, lambda function, things: list(map(function, things)))
        try_way("three threads", office, 60, lambda function, things: threads.map(function, things, chunksize=1))
        try_way("three processes", office, 60, lambda function, things: processes.map(function, things, chunksize=1))
        office.shutdown()
