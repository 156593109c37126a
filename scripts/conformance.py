"""What of ``multiprocessing`` and ``concurrent.futures`` is here: every public name that CPython has, one line each.

    ./parley run scripts/conformance.py          the whole table
    ./parley run scripts/conformance.py short    only what differs or is left out, and how many are done

Watch the end: how many names are done. CPython, which must be there as ``python3``, says which names there are.
"""

import importlib
import inspect
import json
import subprocess
import sys

MODULES = ['multiprocessing'] + ['multiprocessing.' + name for name in (
    'connection', 'context', 'dummy', 'managers', 'pool', 'process', 'queues', 'shared_memory', 'sharedctypes',
    'synchronize', 'util')] + ['concurrent.futures']

DIFFERS = {
    'multiprocessing.allow_connection_pickling': 'does nothing: connections travel anyway',
    'multiprocessing.freeze_support': 'does nothing: there is nothing frozen',
    'multiprocessing.set_executable': 'does nothing: Parley starts its own processes',
    'multiprocessing.set_forkserver_preload': 'only checks: the fork server has imported the common modules',
    'multiprocessing.connection.Connection.fileno': 'of a pipe, a socket that a thread of this process writes to',
    'multiprocessing.sharedctypes.Value': 'no wide characters: GraalPy reads them wrongly',
    'multiprocessing.sharedctypes.Array': 'no wide characters: GraalPy reads them wrongly',
    'multiprocessing.sharedctypes.RawValue': 'no wide characters: GraalPy reads them wrongly',
    'multiprocessing.sharedctypes.RawArray': 'no wide characters: GraalPy reads them wrongly',
    'multiprocessing.connection.Listener': 'no key, no other machines; who breaks off a handshake is skipped',
    'multiprocessing.process.BaseProcess.sentinel': 'the pid: good for connection.wait, not for select',
}
LEFT_OUT = {
    'multiprocessing.reducer': 'internal; multiprocessing.reduction is there',
}


def names():
    """Every public name: of modules, and of their classes."""
    found = set()
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        public = getattr(module, '__all__', None) or [
            name for name in dir(module) if not name.startswith('_') and not inspect.ismodule(getattr(module, name))]
        for name in public:
            value = getattr(module, name, None)
            if value is None:
                continue
            found.add(f'{module_name}.{name}')
            if inspect.isclass(value) and value.__module__.startswith(('multiprocessing', 'concurrent')):
                found.update(f'{module_name}.{name}.{member}' for member in dir(value) if not member.startswith('_'))
    return sorted(found)


def main():
    if sys.argv[1:] == ['names']:
        print(json.dumps(names()))
        return
    here = set(names())
    theirs = json.loads(subprocess.run(['python3', __file__, 'names'], stdout=subprocess.PIPE, check=True).stdout)
    count = {'done': 0, 'differs': 0, 'left out': 0}
    for name in theirs:
        what, why = 'done', ''
        if name not in here:
            what, why = 'left out', LEFT_OUT.get(name, 'NOT ARGUED')
        elif name in DIFFERS:
            what, why = 'differs', DIFFERS[name]
        count[what] += 1
        if what != 'done' or sys.argv[1:] != ['short']:
            print(f'{name:<60} {what:<9} {why}'.rstrip())
    print(', '.join(f'{what}: {number}' for what, number in count.items()))


if __name__ == '__main__':
    main()
