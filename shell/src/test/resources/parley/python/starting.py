"""Programs that a program starts, or becomes: where what they write goes, how they end, and why they did not start."""

import fcntl
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import time


def said(path):
    with open(path) as file:
        return file.read()


def redirected(folder):
    path = os.path.join(folder, 'out')
    subprocess.run(['echo', 'nowhere'], stdout=subprocess.DEVNULL)
    subprocess.run('echo nowhere >&2', shell=True, stderr=subprocess.DEVNULL)
    with open(path, 'w') as out:
        subprocess.run(['echo', 'one'], stdout=out)
        subprocess.run('echo two; echo three >&2', shell=True, stdout=out, stderr=subprocess.STDOUT)
    print(repr(said(path)))
    with open(path) as source:
        print(subprocess.run(['cat'], stdin=source, stdout=subprocess.PIPE).stdout)
    left, right = os.pipe()
    subprocess.run(['sh', '-c', f'echo handed on >&{right}'], pass_fds=(right,))
    os.close(right)
    print(os.read(left, 100))
    print(subprocess.run('cat; pwd', shell=True, input='in ', text=True, capture_output=True, cwd='/').stdout)
    kept, file = os.dup(1), os.open(path, os.O_WRONLY | os.O_TRUNC)
    sys.stdout.flush()
    os.dup2(file, 1)
    print('printed', flush=True)
    os.system('echo by a shell')
    subprocess.run(['echo', 'by a program'])
    os.dup2(kept, 1)
    os.system('echo back')
    print(repr(said(path)), flush=True)


def pipeline():
    left, right = os.pipe()
    if os.fork() == 0:
        os.dup2(right, 1)
        os.close(left), os.close(right)
        os.execlp('echo', 'echo', 'through a pipe')
    if os.fork() == 0:
        os.dup2(left, 0)
        os.close(left), os.close(right)
        os.execlp('tr', 'tr', 'a-z', 'A-Z')
    os.close(left), os.close(right)
    os.wait(), os.wait()


def ends():
    print(os.system('exit 4'), os.system('kill -9 $$'), os.waitstatus_to_exitcode(os.system('exit 3')))
    print(subprocess.run(['sh', '-c', 'kill -9 $$']).returncode, subprocess.run(['sh', '-c', 'exit 137']).returncode)
    leader = subprocess.Popen(['sleep', '60'], start_new_session=True)
    os.killpg(leader.pid, signal.SIGTERM)
    print(leader.wait())
    for number in signal.SIGTERM, signal.SIGHUP:
        left, right = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(right, b'!')
            time.sleep(60)
        os.read(left, 1)
        os.kill(child, number)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    words = 'echo $PPID $(ps -o sid= -p $$)'
    print(len(set(subprocess.run(words, shell=True, preexec_fn=os.setsid, stdout=subprocess.PIPE).stdout.split())))


def refused():
    for words in ['/etc/passwd'], ['/'], ['no-such-program'], ['/no/such/program']:
        try:
            subprocess.run(words)
        except OSError as error:
            print(type(error).__name__, error.errno, error.filename)
    for options in {'cwd': '/no/such/folder'}, {'preexec_fn': lambda: 1 / 0}:
        try:
            subprocess.run(['true'], **options)
        except (OSError, subprocess.SubprocessError) as error:
            print(type(error).__name__, error)
    print(subprocess.run(['true']).returncode)


def shared(folder):
    memory = mmap.mmap(-1, 16)
    child = os.fork()
    if child == 0:
        memory[0:4] = b'abcd'
        os._exit(0)
    os.waitpid(child, 0)
    print(memory[:5], len(memory), isinstance(memory, mmap.mmap))
    with open(os.path.join(folder, 'grown'), 'w+b') as file:
        file.write(b'ab')
        print(file.truncate(4))
        os.ftruncate(file.fileno(), 6)
        file.seek(0)
        print(file.read())


def locked(folder):
    path = os.path.join(folder, 'locked')
    file = open(path, 'w')
    for lock in fcntl.flock, fcntl.lockf:
        lock(file, fcntl.LOCK_EX)
        left, right = os.pipe()
        child = os.fork()
        if child == 0:
            with open(path, 'r+') as other:
                try:
                    lock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    print(type(error).__name__, flush=True)
                os.write(right, b'!')
                lock(other, fcntl.LOCK_EX)
                print('got it', flush=True)
            os._exit(0)
        os.read(left, 1)
        print('lets go', flush=True)
        lock(file, fcntl.LOCK_UN)
        os.waitpid(child, 0)
    file.close()


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as folder:
        redirected(folder)
        pipeline()
        ends()
        refused()
        shared(folder)
        locked(folder)
    print(__doc__[:8], 'boot' in globals())
