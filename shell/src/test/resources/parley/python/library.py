"""What programs take from the standard library as well: restricted pickles, regular expressions, what runs around a fork,
and files that nobody closes."""

import io
import multiprocessing
import multiprocessing.queues
import multiprocessing.synchronize
import os
import pickle
import queue
import re
import signal
import sys
import threading
import tempfile


class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        print('asked for', name)
        if name == 'OrderedDict':
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f'{name} is forbidden')


def pickles():
    for form in (b"cos\nsystem\n(S'echo loaded'\ntR.", b'ccollections\nOrderedDict\n(tR.', pickle.dumps([1, 'a'])):
        try:
            print(Restricted(io.BytesIO(form)).load())
        except pickle.UnpicklingError as error:
            print('refused:', error)
    print(pickle.Unpickler(io.BytesIO(pickle.dumps({'a': (1, None)}))).load())


def expressions():
    words = re.compile("[a-z']+")
    print(words.findall("it's a line"), [found.span() for found in words.finditer('ab  c')])
    print(re.split(r'(\s)', 'a b\tc'), re.sub(r'(\w)(\w)', r'\2\1', 'abcd'), re.subn('x*', '-', 'abxd'))
    print(words.sub(lambda found: found.group().upper(), 'some text', count=1), words.findall(string='key word', pos=4))
    try:
        words.findall(b'bytes')
    except TypeError as error:
        print(error)


def read(path):
    with open(path) as file:
        return file.read()


def files(context):
    with context.Pool(1) as pool, tempfile.TemporaryDirectory() as folder:
        pool.apply(len, ('',))
        path = os.path.join(folder, 'a')
        open(path, 'w').write('written')
        print(pool.apply(read, (path,)))


def child():
    pass


def around(context):
    os.register_at_fork(before=lambda: print('before', flush=True), after_in_parent=lambda: print('in parent', flush=True))
    process = context.Process(target=child)
    process.start()
    process.join()
    if context.get_start_method() == 'fork':
        pid = os.fork()
        if pid == 0:
            os._exit(3)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def stumble():
    raise ValueError('of a thread')


def thread(target):
    thread = threading.Thread(target=target, name='stumbles')
    thread.start()
    thread.join()


def threads():
    kept, sys.stderr = sys.stderr, io.StringIO()
    thread(sys.exit)
    thread(stumble)
    lines = sys.stderr.getvalue().splitlines()
    sys.stderr = kept
    print(lines[0], lines[-1])
    threading.excepthook = lambda args: print(
        args.exc_type, args.exc_value, args.exc_traceback is None, args.thread.name, len(args), repr(args).split(' ')[0],
        isinstance(args, threading.ExceptHookArgs))
    thread(stumble)
    threading.excepthook = threading.__excepthook__
    try:
        threading.excepthook(3)
    except TypeError as error:
        print(error)


def fail():
    sys.excepthook = lambda *_: print('my own', flush=True)
    sys.stderr = io.StringIO()
    raise ValueError('of a child')


def wait(ready):
    ready.set()
    signal.pause()


def ends(context):
    process = context.Process(target=fail)
    process.start()
    process.join()
    print(process.exitcode)
    ready = context.Event()
    process = context.Process(target=wait, args=(ready,))
    process.start()
    ready.wait()
    os.kill(process.pid, signal.SIGQUIT)
    process.join()
    print(process.exitcode)


if __name__ == '__main__':
    context = multiprocessing.get_context(sys.argv[1])
    pickles()
    expressions()
    files(context)
    ends(context)
    threads()
    print(multiprocessing.queues.Empty is queue.Empty, multiprocessing.synchronize.SEM_VALUE_MAX >= 2**31 - 1)
    if sys.argv[1] == 'fork':
        around(context)
