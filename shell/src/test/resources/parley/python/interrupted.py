"""Reads that wait: Ctrl-C ends them, the handler of another signal runs in between, and nothing of what comes is lost."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading


def soon(*actions):
    def act():
        for action in actions:
            ready.wait(0.2)  # by then the main thread waits
            action()
    ready = threading.Event()
    threading.Thread(target=act, daemon=True).start()


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


def tell():
    os.kill(os.getpid(), signal.SIGUSR1)


def ways():
    """By name: how to wait, and how to end that."""
    mine, other = socket.socketpair()
    yield 'recv', lambda: mine.recv(10), lambda: other.sendall(b'recv')
    yield 'recv_into', lambda: mine.recv_into(bytearray(10)), lambda: other.sendall(b'some')
    lines = mine.makefile()
    yield 'makefile', lines.readline, lambda: other.sendall(b'line\n')
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(('127.0.0.1', 0))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    yield 'recvfrom', lambda: datagrams.recvfrom(10)[0], lambda: sender.sendto(b'datagram', datagrams.getsockname())
    readable, writable = os.pipe()
    yield 'read', lambda: os.read(readable, 10), lambda: os.write(writable, b'read')
    first, last = os.pipe()
    file = os.fdopen(first)
    yield 'file', file.readline, lambda: os.write(last, b'of a file\n')
    program = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    yield 'program', lambda: program.stdout.read(10), lambda: program.stdin.write(b'program')
    yield 'select', lambda: len(select.select([readable], [], [])[0]), lambda: os.write(writable, b'x')
    program.stdin.close()
    program.wait()
    listener = socket.create_server(('127.0.0.1', 0))
    yield 'accept', lambda: type(listener.accept()[0]), lambda: socket.create_connection(listener.getsockname())


def main():
    heard = []
    signal.signal(signal.SIGUSR1, lambda number, frame: heard.append(number == signal.SIGUSR1))
    for name, wait, end in ways():
        soon(interrupt)
        try:
            print(name, wait())
        except KeyboardInterrupt:
            print(name, 'interrupted')
        soon(tell, end)
        print(name, wait(), heard)
        heard.clear()


if __name__ == '__main__':
    main()
    sys.stdout.flush()
