"""Other programs: pipelines, conversations, and a copy of this process that becomes one."""

import logging
import multiprocessing as mp
import os
import subprocess
import sys
import tempfile
from subprocess import DEVNULL, PIPE, Popen


def pipelines():
    first = Popen(['seq', '100000'], stdout=PIPE)
    second = Popen(['grep', '7'], stdin=first.stdout, stdout=PIPE)
    third = Popen(['wc', '-l'], stdin=second.stdout, stdout=PIPE, text=True)
    first.stdout.close()
    second.stdout.close()
    print(third.communicate()[0].strip(), first.wait(), second.wait(), third.wait())
    endless = Popen(['yes'], stdout=PIPE)
    head = Popen(['head', '-2'], stdin=endless.stdout, stdout=PIPE)
    endless.stdout.close()
    print(head.communicate()[0], head.returncode)
    endless.kill()
    print(endless.wait() < 0)


def inputs():
    with tempfile.TemporaryFile() as file:
        file.write(b'x\ny\n')
        file.seek(0)
        print(subprocess.run(['wc', '-l'], stdin=file, stdout=PIPE).stdout.strip())
    print(subprocess.run(['cat'], stdin=DEVNULL, stdout=PIPE).stdout)
    print(subprocess.run(['cat'], input=b'hi' * 100_000, stdout=PIPE).stdout[-4:])


def conversation():
    with Popen(['cat'], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as echo:
        for word in 'one', 'two':
            echo.stdin.write(word + '\n')
            echo.stdin.flush()
            print(echo.stdout.readline().strip())
        echo.stdin.close()
        print(echo.wait())


def becoming(*words):
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            os.chdir('/')
            os.environ['WORD'] = 'changed'
            os.execvp(*words)
        except OSError as error:
            print(type(error).__name__, error)
            sys.stdout.flush()
            os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def pipes_of_ones_own():
    for streams in {'stdout': 0}, {'stdout': 0, 'stderr': subprocess.STDOUT}, {'stdout': 0, 'stderr': 0}, \
            {'stdout': subprocess.PIPE, 'stderr': 0}:
        left, right = os.pipe()
        program = subprocess.Popen(
            'echo out; echo err >&2' if len(streams) > 1 else 'echo out', shell=True, text=True,
            **{name: stream or right for name, stream in streams.items()})
        os.close(right)
        with os.fdopen(left) as pipe:
            print(program.communicate(), sorted(pipe.read().split()), program.returncode)
    left, right = os.pipe()
    try:
        subprocess.Popen(['/nope'], stdout=right)
    except FileNotFoundError as error:
        print(error)
    os.close(right)
    print(os.read(left, 1))
    os.close(left)


def left_open():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'text')
        for mode, text in ('w', 'first'), ('a', ' second'):
            open(path, mode).write(text)
        print(open(path).read())
        child = mp.Process(target=write, args=(path,))
        child.start()
        child.join()
        print(open(path, 'rb').read())


def write(path):
    kept.append(open(path, 'w'))
    kept[0].write('from a child')
    kept[0].flush()
    open(path, 'a').write(', and more')


kept = []


def nothing():
    pass


def logs():
    stream = mp.log_to_stderr(logging.INFO).handlers[0]
    stream.stream = sys.stdout
    stream.setFormatter(logging.Formatter('%(levelname)s %(message)s'))
    sys.stdout.flush()
    child = mp.Process(target=nothing)
    child.start()
    child.join()
    mp.get_logger().setLevel(logging.ERROR)


if __name__ == '__main__':
    mp.set_start_method(sys.argv[1])
    pipelines()
    inputs()
    conversation()
    becoming('sh', ['sh', '-c', 'echo $0 $WORD; pwd; exit 9'])
    becoming('/nope', ['x'])
    pipes_of_ones_own()
    left_open()
    logs()
