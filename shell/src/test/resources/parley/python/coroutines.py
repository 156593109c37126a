"""Programs and signals in a loop of asyncio."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE


async def programs():
    process = await asyncio.create_subprocess_exec('echo', 'hi there', stdout=PIPE)
    print((await process.communicate())[0], process.returncode)
    process = await asyncio.create_subprocess_shell('cat; exit 3', stdin=PIPE, stdout=PIPE, stderr=PIPE)
    print(await process.communicate(b'in'), process.returncode)
    process = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    for word in b'one\n', b'two\n':
        process.stdin.write(word)
        await process.stdin.drain()
        print(await process.stdout.readline())
    process.stdin.close()
    print(await process.wait())
    several = [await asyncio.create_subprocess_shell(f'echo {i}', stdout=PIPE) for i in range(4)]
    print([out for out, _ in await asyncio.gather(*[one.communicate() for one in several])])
    process = await asyncio.create_subprocess_exec('sleep', '100')
    process.terminate()
    print(await process.wait())
    try:
        await asyncio.create_subprocess_exec('/nope')
    except FileNotFoundError as error:
        print(error)


async def signals():
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, came.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await came.wait()
    print('from here')
    came.clear()
    process = await asyncio.create_subprocess_shell(f'kill -USR1 {os.getpid()}')
    await came.wait()
    print('from outside', await process.wait())
    came.clear()
    process = await asyncio.create_subprocess_shell(f'sleep 0.3; kill -USR1 {os.getpid()}; exec sleep 60')
    await came.wait()
    print('while nothing else happens', process.returncode, loop.remove_signal_handler(signal.SIGUSR1))
    process.kill()
    await process.wait()


async def crowd():
    """More at once than a server lets wait by default."""
    async def answer(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    async def ask(number):
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        writer.write(b'client %d\n' % number)
        line = await reader.readline()
        writer.close()
        return line

    server = await asyncio.start_server(answer, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    answers = await asyncio.gather(*[ask(number) for number in range(150)])
    print(len(set(answers)), answers[-1])
    server.close()


def wait():
    signal.signal(signal.SIGALRM, lambda number, frame: print(signal.Signals(number).name))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    signal.pause()
    print('after the pause')


if __name__ == '__main__':
    asyncio.run(programs())
    asyncio.run(signals())
    asyncio.run(crowd())
    wait()
