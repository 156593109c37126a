"""A pipe: two ends, two processes.

`Pipe()` gives two connections: what is sent at one end is received at the other,
in both directions. `Pipe(duplex=False)` goes one way: the first end receives, the
second sends. Objects arrive as copies, with `send()` and `recv()`; bytes go as
they are, with `send_bytes()` and `recv_bytes()`.

What to watch: when all sending ends are closed, `recv()` raises `EOFError`: nothing
more will come. So a process closes the ends that it does not need. `poll()` asks
whether something is there, and `wait()` waits for any of several connections.

Expected output:

    something there before it was sent: False
    answer: ['ASK', 'ME']
    and bytes: [0, 1, 2]
    the other end is closed: EOFError
    sum of all numbers from three pipes: 57
    pipes that have ended: 3
    sending into a pipe for receiving: OSError
"""

from multiprocessing import Pipe, Process
from multiprocessing.connection import wait


# The child closes its end when it is done; the parent has closed its copy of it.
def answer(line):
    """Answer one question, send some bytes, and hang up."""
    words = line.recv()
    line.send([word.upper() for word in words])
    line.send_bytes(bytes(range(3)))
    line.close()


def count(line, numbers):
    """Send numbers."""
    for number in numbers:
        line.send(number)
    line.close()


# Of these pipes any may be ready first.
def collect():
    """Start three senders; return the sum of what they send, and how many have ended."""
    lines, total, ended = [], 0, 0
    for number in range(3):
        here, there = Pipe(duplex=False)
        Process(target=count, args=(there, [number, 10 + number, 7])).start()
        there.close()
        lines.append(here)
    while lines:
        for line in wait(lines):
            try:
                total += line.recv()
            except EOFError:
                lines.remove(line)
                ended += 1
    return total, ended


# This one is two-way.
if __name__ == "__main__":
    here, there = Pipe()
    print(f"something there before it was sent: {here.poll()}")
    child = Process(target=answer, args=(there,))
    child.start()
    there.close()
    here.send(["ask", "me"])
    print(f"answer: {here.recv()}")
    print(f"and bytes: {list(here.recv_bytes())}")
    try:
        here.recv()
    except EOFError as error:
        print(f"the other end is closed: {type(error).__name__}")
    child.join()

    total, ended = collect()
    print(f"sum of all numbers from three pipes: {total}")
    print(f"pipes that have ended: {ended}")
    receiver, _ = Pipe(duplex=False)
    try:
        receiver.send("wrong way")
    except OSError as error:
        print(f"sending into a pipe for receiving: {type(error).__name__}")
