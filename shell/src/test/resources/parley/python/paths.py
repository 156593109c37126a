"""Sockets at paths."""

import asyncio
import multiprocessing as mp
import os
import selectors
import socket
import socketserver
import sys
import tempfile
import threading


def client(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
        end.connect(path)
        end.sendall(b'from a child')
        end.shutdown(socket.SHUT_WR)
        print('answer', end.makefile().read(), flush=True)


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read().upper())


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def talk(path):
    server = await asyncio.start_unix_server(echo, path)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b'over a path\n')
    print(await reader.readline())
    writer.close()
    server.close()


def refused(what, *arguments):
    try:
        return what(*arguments)
    except OSError as error:
        return type(error).__name__, error.errno


def main(method):
    context = mp.get_context(method)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind('plain')
            server.listen()
            print(server.family, server.getsockname(), os.path.exists('plain'))
            process = context.Process(target=client, args=(os.path.abspath('plain'),))
            process.start()
            peer, address = server.accept()
            print(repr(address), peer.family == socket.AF_UNIX, peer.getsockname(), repr(peer.getpeername()))
            print(peer.recv(100), peer.recv(100))
            peer.sendall(b'heard')
            peer.close()
            process.join()
            server.settimeout(0.1)
            print(refused(server.accept))
            server.setblocking(False)
            print(refused(server.accept))
            with socket.socket(socket.AF_UNIX) as one:
                one.connect('plain')
                with selectors.DefaultSelector() as selector:
                    selector.register(server, selectors.EVENT_READ)
                    print(len(selector.select(10)))
                other, _ = server.accept()
                one.settimeout(0.1)
                print(refused(one.recv, 1))
                other.send(b'x')
                print(one.recv(1))
                other.close()
                print(one.recv(1))
            print(refused(socket.socket(socket.AF_UNIX).bind, 'plain'))
        print(refused(socket.socket(socket.AF_UNIX).connect, 'plain'), socket.socket(socket.AF_UNIX).connect_ex('missing'))
        print(refused(socket.socket(socket.AF_UNIX).connect, 'x' * 200))
        with socketserver.UnixStreamServer('upper', Upper) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            process = context.Process(target=client, args=(os.path.abspath('upper'),))
            process.start()
            process.join()
            server.shutdown()
            thread.join()
        asyncio.run(talk('talk'))
        os.chdir('/')


if __name__ == '__main__':
    main(sys.argv[1])
