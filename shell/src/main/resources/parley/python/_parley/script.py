"""Runs a script as ``python3 FILE ARGS`` does, and ends the process's Python as it does."""

import sys

from _parley import compiling, console, files, frames, host, rerun

#: In a child, the ``Process`` that it is: named before the traceback of an uncaught exception.
process = None


def run_file(path, given, arguments):
    """Runs a file by its absolute path; ``given`` is how the user wrote it. The exit code."""
    main = console.main
    try:
        with open(path, 'rb') as file:
            source = file.read()
    except OSError as error:
        print(f'parley: can\'t open file {given!r}: [Errno {error.errno}] {error.strerror}', file=sys.stderr)
        files.flush()
        return 2
    _find_first(path.rpartition('/')[0] or '/')
    main['__file__'] = path
    rerun.is_script()
    return _run(source, path, [given, *arguments])


def run_text(source, name, arguments):
    """Runs a text: ``-c CODE`` or the standard input; the exit code."""
    _find_first('')
    frames.remember(name, source)
    return _run(source, name, list(arguments))


def run_module(name, arguments):
    """Runs a module, or a package's ``__main__``, as ``python3 -m NAME`` does; the exit code."""
    import os
    import runpy
    _find_first(os.getcwd())
    sys.argv[:] = ['-m', *arguments]
    try:
        _, spec, code = runpy._get_module_details(name, runpy._Error)
    except runpy._Error as error:
        print(f'parley: {error}', file=sys.stderr)
        files.flush()
        return 1
    sys.argv[0] = spec.origin
    rerun.is_script()
    return guarded(lambda: runpy._run_code(code, console.main, None, '__main__', spec))


def use(warnings, settings):
    """What the options ``-W`` and ``-X`` of Python's own command line say."""
    if len(warnings):
        sys.warnoptions[:] = list(warnings)
        import warnings as module
        module._processoptions(sys.warnoptions)
    if len(settings) and not hasattr(sys, '_xoptions'):  # GraalPy has it where it was given some itself
        sys._xoptions = {}
    for setting in settings:
        name, given, value = setting.partition('=')
        sys._xoptions[name] = value if given else True


def _find_first(folder):
    """Modules are looked for there first, and where PYTHONPATH says then."""
    import os
    sys.path[:0] = [folder, *(place for place in os.environ.get('PYTHONPATH', '').split(os.pathsep) if place)]


def _run(source, name, argv):
    sys.argv[:] = argv
    return guarded(lambda: exec(compiling.compiled(source, name), console.main))


def guarded(action, interrupted=130, leave=None):
    """Runs the main program; what it raises becomes the exit code, as in Python's own main function."""
    code = 0
    host.userCode(True)  # what is asked of Java for the first time costs each copy milliseconds: here it is known to them
    try:
        try:
            action()
        finally:
            console.ended()
    except SystemExit as leaving:
        code = console.exit_code(leaving)
    except BaseException as error:
        code = interrupted if isinstance(error, KeyboardInterrupt) else 1
        report(error)
    finally:
        files.flush()
    if leave is None:
        leave = leave_fork if host.isCopy() else leave_process
    return leave(code)


def report(error):
    """Hands an uncaught exception to ``sys.excepthook``, ours unless the user set one."""
    error = frames.of_java(error)
    if sys.excepthook is not sys.__excepthook__ and process is None:  # in a ``Process``, nobody asks it
        frames.strip(error)
        try:
            sys.excepthook(type(error), error, error.__traceback__)
            return
        except BaseException as another:
            print('Error in sys.excepthook:\n' + frames.text(another) + '\n\nOriginal exception was:', file=sys.stderr)
    files.flush()
    headline = '' if process is None else f'Process {process.name} (pid {host.pid()}):\n'
    print(headline + frames.text(error), file=sys.stderr)


def leave_fork(code):
    """The end of a copy that ``os.fork`` made: it went through the program as the original does, and ends here."""
    host.leaveCopy(leave_process(code))


def leave_spawned(code):
    """The end of a ``Process`` that is a program of its own: as that of a copied one, and then ``atexit``."""
    return leave_process(leave_child(code))


def leave_child(code):
    """The end of a ``Process`` that was copied: as under CPython, what ``multiprocessing`` has to tidy and threads, but no
    ``atexit``."""
    util = sys.modules.get('multiprocessing.util')
    try:
        if util is not None:
            util._exit_function()
    except BaseException as error:
        report(error)
        code = code or 1
    code = _join_threads(code)
    files.flush()
    return code


def leave_process(code):
    """The end of a process: threads, then ``atexit``, then streams."""
    code = _join_threads(code)
    atexit = sys.modules.get('atexit')
    if atexit is not None:
        try:
            atexit._run_exitfuncs()
        except BaseException:
            pass  # it has said what was raised, which changes no exit code
    if not host.isChild() and not host.isCopy():
        _tell_of_leaks()
    files.flush()
    return code


def _tell_of_leaks():
    """As CPython's tracker does, which then deletes them too."""
    left = list(host.shared().left())
    if left:
        print(f'UserWarning: resource_tracker: There appear to be {len(left)} leaked shared_memory objects to clean up at '
              f'shutdown: {", ".join(left)}\nMaybe call unlink() once, when nobody needs it any more', file=sys.stderr)


def _join_threads(code):
    try:
        threading = sys.modules.get('threading')
        if threading is not None and (threading._threading_atexits or threading._limbo or len(threading._active) > 1):
            threading._shutdown()
    except BaseException as error:
        report(error)
        code = code or 1
    return code
