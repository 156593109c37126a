"""What a process does that was copied from a fork server, by each start method, for the fork server to do in advance.

Done often enough it is all compiled. What begins in Java there begins in Java here too (``parley.python.Rehearsal``): code
that was compiled for another way in is thrown away in each copy.
"""

import sys

#: What scripts are like that run again in a child; the module is a small one that nothing else here imports. Some ask for
#: frames and some do not, some leave their frames to somebody, some use files, and each time they have another name: what
#: was compiled for one is for all.
SCRIPTS = ("""import sys
def {function}({parameters}):
    pass
if __name__ == '__main__':
    {function}()
""", """# \xe4
import colorsys, os, sys
from math import sqrt
LIMIT = 3
class {name}:
    def __init__(self, x): self.x = x
def helper(path):
    with open(path, 'w') as file:
        file.write('text')
        print('rehearsed', 1, 2.5, None, True, [LIMIT], sep='-', end='', flush=True, file=file)
    with open(path) as file:
        return file.read()
def {function}({parameters}):
    path = __file__  # nobody reads it again
    helper(path)
    os.stat(path)
    return [path for _ in range(LIMIT)]
try:
    {name}(1).missing
except AttributeError as error:
    sys._getframe()
if __name__ == '__main__':
    {function}()
""", """import math
{name} = [1, 2]
def {function}({parameters}):
    return len({name})
if __name__ == '__main__':
    {function}()
""")

_BY_VALUE = -1  # no script: the function is sent whole

#: The bodies that :func:`pack` can give.
BODIES = tuple(range(_BY_VALUE, len(SCRIPTS)))

#: Functions' parameters, and what they are called with.
_CALLS = (('', (), {}), ('x', (1,), {}), ('x, y', (1, 'a'), {}), ('x, y, z=0', (1, 'a'), {'z': [1]}),
          ('*xs, **ys', (1, 2), {'y': 1}))

#: What a function does.
_BODY = """with open("/dev/null", "w") as file: print("hello", 1, file=file)
    print("", end="", flush=True)"""
_CHUNK = 1000  # of a pool's work

#: How they are called.
_NAMES = {}, {'name': 'reader'}, {}, {'name': 'Process-12:3', 'daemon': False}

#: What scripts bind before it: in a set it is found at once, or behind these.
_OTHERS = {f'name_{i}' for i in range(30)}

_turn = 0
_name = ''  # of the function
_argv = None  # the program's arguments, while something is rehearsed
_main = None  # the process that this is
_before = None  # what ``__main__`` has, while something is rehearsed
_added = False  # whether the script's folder is where modules are found


def pack(method, body, path):
    """What is sent to a child that runs one of :data:`BODIES`; :func:`end` follows when it ran here.

    A script is written to the file at ``path``; without one the function is sent whole.
    """
    child = _process(method, body, path)
    try:
        return child._pack(method)
    finally:
        _forget()


def start(body, path):
    """Starts one by forkserver, as programs do; it is joined here, and runs here after that (``Worker.rehearseBoth``)."""
    from _parley import rerun
    child = _process('forkserver', body, path)
    if _turn % 4 > 1:  # as for all but a program's first process
        rerun.compiled()
    try:
        child.start()
        child.is_alive()
        child.join()
        assert child.exitcode == 0
    finally:
        _forget()


def _process(method, body, path):
    global _turn, _main, _before, _added, _name, _argv
    import multiprocessing
    import os
    from _parley import host, parcel, preload, rerun
    _main, _before = multiprocessing.current_process(), set(parcel.main)
    _turn += 1
    _argv = sys.argv[:]
    sys.argv[:] = [path, 'argument']
    _name = 'function' + str(_turn % 40) * (_turn % 3)
    parameters, args, kwargs = _CALLS[_turn % len(_CALLS)]
    if body == _BY_VALUE or not path:
        path = '<rehearsal>'
    else:
        text = SCRIPTS[body].format(name=f'name_{_turn % 7}', function=_name, parameters=parameters).encode()
        with open(path, 'wb') as file:
            file.write(text)
        _added = True
        if _turn % 2:  # as script._find_first; the list becomes one of another kind
            sys.path[:0] = [os.path.dirname(path), *()]
        else:
            sys.path.insert(0, os.path.dirname(path))
        rerun.offer(text, path, host.stamp(path), _OTHERS | {_name})
    rerun._looked = _turn % 3 > 0  # as for all but a program's first process
    preload._offered = _turn % 2 > 0
    parcel.main['__file__'] = path
    kind = multiprocessing.get_context(method).Process
    if _turn % 2:
        multiprocessing.set_start_method(method, force=True)
        kind = multiprocessing.Process
    named = _NAMES[_turn % len(_NAMES)]
    return kind(target=_function(_name, parameters, _BODY), args=args, kwargs=kwargs, **named)


def _forget():
    from _parley import parcel, rerun
    del parcel.main[_name]
    rerun.withdraw()


def pack_call():
    """A pool's function, and what it is called with; :func:`end` follows when it ran here."""
    global _main, _before
    import multiprocessing
    from _parley import host, parcel, shipping, values
    _main, _before = multiprocessing.current_process(), set(parcel.main)
    function = _function('function', 'x', 'return x')
    return host.hold(shipping.pack(function, [('function', function)])), values.encode(list(range(_CHUNK)))


def _function(name, parameters, body):
    """As somebody has defined it: in ``__main__``."""
    from _parley import parcel
    exec(f'def {name}({parameters}):\n    {body}\n', parcel.main)
    return parcel.main[name]


def end():
    """After each: this is the process that it was."""
    global _before, _added, _argv
    from _parley import parcel, rerun, script
    rerun.forget()
    script.process = None
    for name in set(parcel.main) - _before:
        del parcel.main[name]
    sys.modules.pop('colorsys', None)
    if _added:
        sys.path_importer_cache.pop(sys.path.pop(0), None)  # a copy finds the folder of its script for the first time
    if _argv is not None:
        sys.argv[:] = _argv
    _before, _argv, _added = None, None, False
    be_main_again(_main)


def touch_fork():
    """The child runs within what starts it, as it does in a copy."""
    import multiprocessing
    from _parley import host, script, system
    main = multiprocessing.current_process()
    child = multiprocessing.get_context('fork').Process(target=lambda x: x + 1, args=(1,))
    host.rehearseCopy('fork', lambda: child._go_on(script, system))
    be_main_again(main)


def touch_prompt():
    from _parley import console
    console.run('1 + 1', '<rehearsal>')
    exec(compile('print("hello")', '<rehearsal>', 'exec'), {})


def be_main_again(main):
    """After a rehearsal: nobody has started anything, or used a start method."""
    from multiprocessing import context, lines, process as processes
    from _parley import host, system
    processes._current_process, processes._parent_process, processes._has_parent = main, None, False
    context._default_context.forget()
    lines._pid = 0  # so that it is changed here, as it will be in a copy
    host.hearSignals()
    system.copied(forget=True)
