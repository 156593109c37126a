"""What of ``multiprocessing`` and ``concurrent.futures`` is here: every public name that CPython has, one line each.

    ./parley run scripts/conformance.py          the whole table
    ./parley run scripts/conformance.py short    only what differs or is left out, and how many are done

Watch the end: how many names are done. CPython, which must be there as ``python3``, says which names there are, and how
they are called; one of 3.11 says the same as one of 3.12. A function with other parameters, or other defaults, differs.
"""

import importlib
import inspect
import json
import subprocess
import sys

MODULES = ['multiprocessing'] + ['multiprocessing.' + name for name in (
    'connection', 'context', 'dummy', 'managers', 'pool', 'process', 'queues', 'shared_memory', 'sharedctypes',
    'synchronize', 'util')] + ['concurrent.futures']

#: What the documentation describes beyond the public names of its modules.
DOCUMENTED = ['multiprocessing.connection.Connection', 'multiprocessing.connection.answer_challenge',
              'multiprocessing.connection.deliver_challenge', 'multiprocessing.managers.BaseProxy._callmethod',
              'multiprocessing.managers.BaseProxy._getvalue', 'multiprocessing.managers.Namespace',
              'multiprocessing.managers.SyncManager.Barrier', 'multiprocessing.pool.AsyncResult',
              'concurrent.futures.process.BrokenProcessPool', 'concurrent.futures.thread.BrokenThreadPool']

DIFFERS = {
    'multiprocessing.allow_connection_pickling': 'does nothing: connections travel anyway',
    'multiprocessing.freeze_support': 'does nothing: there is nothing frozen',
    'multiprocessing.set_executable': 'does nothing: Parley starts its own processes',
    'multiprocessing.connection.Connection.fileno': 'a descriptor that a thread of this process writes to',
    'multiprocessing.process.BaseProcess.sentinel': 'no open file: good for connection.wait, select and what uses that',
    'multiprocessing.queues.Queue.put': 'raises itself what cannot be pickled; there, a thread prints it',
}
LEFT_OUT = {
    'multiprocessing.reducer': 'internal; multiprocessing.reduction is there',
}


def names():
    """Every public name, of modules and of their classes, and how it is called."""
    found = {}
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        public = getattr(module, '__all__', None) or [
            name for name in dir(module) if not name.startswith('_') and not inspect.ismodule(getattr(module, name))]
        for name in public:
            add(found, module_name, name)
    for path in DOCUMENTED:
        module_name, _, name = path.rpartition('.')
        try:
            add(found, module_name, name)
        except ImportError:  # of a class
            module_name, _, owner = module_name.rpartition('.')
            owner = getattr(importlib.import_module(module_name), owner)
            found[path] = call_of(getattr(owner, name, None))
    return found


def add(found, module_name, name):
    value = getattr(importlib.import_module(module_name), name, None)
    if value is None:
        return
    found[f'{module_name}.{name}'] = call_of(value)
    if inspect.isclass(value) and value.__module__.startswith(('multiprocessing', 'concurrent')):
        for member in dir(value):
            if not member.startswith('_'):
                found[f'{module_name}.{name}.{member}'] = call_of(getattr(value, member))


def call_of(value):
    """Its parameters, as text; None where it has none, or they are not told."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    plain = (parameter.replace(annotation=parameter.empty) for parameter in parameters)
    return ', '.join(str(parameter).partition(' at 0x')[0] for parameter in plain)


def judge(name, call, here):
    """``(what, why)`` of one of CPython's names."""
    if name not in here:
        return 'left out', LEFT_OUT.get(name, 'NOT ARGUED')
    if name in DIFFERS:
        return 'differs', DIFFERS[name]
    if call is not None and here[name] is not None and call != here[name]:
        return 'differs', f'called ({here[name]}), there ({call})'
    return 'done', ''


def main():
    if sys.argv[1:] == ['names']:
        print(json.dumps(names()))
        return
    here = names()
    there = json.loads(subprocess.run(['python3', __file__, 'names'], stdout=subprocess.PIPE, check=True).stdout)
    count = {'done': 0, 'differs': 0, 'left out': 0}
    for name, call in sorted(there.items()):
        what, why = judge(name, call, here)
        count[what] += 1
        if what != 'done' or sys.argv[1:] != ['short']:
            print(f'{name:<60} {what:<9} {why}'.rstrip())
    print(', '.join(f'{what}: {number}' for what, number in count.items()))


if __name__ == '__main__':
    main()
