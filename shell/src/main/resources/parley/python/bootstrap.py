"""The first Python code of a process: serves our modules out of the jar.

Evaluated once for each context; its value is a function that takes the Java side (``parley.python.Host``) and gives
a function that looks up what Java calls: ``find('console', 'run')``.
"""


def boot(host):
    import marshal
    import posix
    import sys
    from _frozen_importlib import ModuleSpec

    home = host.home()

    class Library:
        """Finder and loader of the modules in the jar: wins over the standard library's ``multiprocessing``."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            top = name.partition('.')[0]
            if name in ('pdb', 'pickle', 're', 'threading'):  # the standard library's own, mended
                from _parley import mending
                return mending.find_spec(name, path, [other for other in sys.meta_path if other is not Library])
            if top not in ('multiprocessing', '_parley', 'parley', 'grp', '_lsprof'):
                return None
            place = name.replace('.', '/')
            package = True
            source = host.source(place + '/__init__.py')
            if source is None or type(source) is not str:
                package = False
                source = host.source(place + '.py')
                if type(source) is not str:
                    return None
            origin = home + place + ('/__init__.py' if package else '.py')
            spec = ModuleSpec(name, Library, origin=origin, loader_state=source, is_package=package)
            spec.has_location = True
            if package:
                spec.submodule_search_locations = [home + place]
                if name == 'multiprocessing':  # what we do not have comes from the standard library's own
                    import os
                    spec.submodule_search_locations.append(os.path.dirname(os.__file__) + '/multiprocessing')
            return spec

        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            spec = module.__spec__
            kept = host.compiled(spec.origin, spec.loader_state)
            if type(kept) is str:
                code = marshal.loads(kept.encode('latin-1'))
            else:
                code = compile(spec.loader_state, spec.origin, 'exec', dont_inherit=True)
                host.keepCompiled(spec.origin, spec.loader_state, marshal.dumps(code))
            exec(code, module.__dict__)

        @staticmethod
        def get_source(name):
            return sys.modules[name].__spec__.loader_state

    def _exit(status):
        """Ends this process at once; the context's own ends Python alone, and as an error."""
        host.exit(status)

    limits = posix.sysconf

    def sysconf(name):
        """Semaphores are words of shared memory here: the system's limit is not ours."""
        return -1 if name == 'SC_SEM_NSEMS_MAX' else limits(name)

    for function in (_exit, sysconf):
        name = function.__qualname__ = function.__name__  # so they travel by name
        function.__module__ = 'posix'
        for module in (posix, sys.modules.get('os')):
            if module is not None:
                setattr(module, name, function)

    main = sys.modules['__main__'].__dict__  # which this text runs in: it is the user's
    main.pop('boot', None)
    main['__doc__'] = main['__cached__'] = None

    sys.meta_path.insert(0, Library)
    import _parley
    _parley.host = host
    _parley.home = home

    def find(module, name):
        return getattr(__import__('_parley.' + module, fromlist=[name]), name)

    return find


boot
