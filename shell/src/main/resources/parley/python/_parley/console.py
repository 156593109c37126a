"""Runs what is typed: one text of statements at a time, in ``__main__``."""

import builtins
import sys

import _parley
from _parley import compiling, files, frames, system

ONLY_AST = 0x400
system.prepare()
main = sys.modules['__main__'].__dict__
own = set(main)  # what was there before the user: not a variable of theirs


def run(source, name):
    """Runs ``source`` and tells how it ended: ``[kind, text]``.

    Kinds: ``done``, ``value`` (the text is its ``repr``), ``left`` (the exit code), ``user``, ``stopped``, ``died``.
    """
    frames.remember(name, source)
    ended = _guarded(source, name)
    if _parley.host.isCopy():
        _end_copy(*ended)
    return ended


def _end_copy(kind, text):
    """In a copy that ``os.fork`` made while this ran: no prompt waits for it."""
    if kind == 'value':
        print(text)
    elif kind not in ('done', 'left'):
        print(text, file=sys.stderr)
    files.flush()
    _parley.host.leaveCopy(int(text) if kind == 'left' else int(kind not in ('done', 'value')))


def _guarded(source, name):
    try:
        try:
            return _run(source, name)
        finally:
            ended()
            files.flush()
    except SystemExit as leaving:
        return ['left', str(exit_code(leaving))]
    except BaseException as error:
        error = frames.of_java(error)
        return [kind_of(error), frames.text(error)]


def _run(source, name):
    tree = compile(source, name, 'exec', ONLY_AST)
    last = None
    if tree.body and type(tree.body[-1]).__name__ == 'Expr':
        last = tree.body.pop().value
    if tree.body:
        exec(compiling.compiled(tree, name, text=source), main)
    if last is None:
        return ['done', '']
    import _ast
    value = eval(compiling.compiled(_ast.Expression(last), name, 'eval', source), main)
    if value is None:
        return ['done', '']
    builtins._ = None
    text = repr(value)
    builtins._ = value
    return ['value', text]


def kind_of(error):
    """Whose failure it is, in the words of ``parley.trace.FailureKind``."""
    if isinstance(error, KeyboardInterrupt):
        return 'stopped'
    return getattr(type(error), '_parley_kind', 'user')


def ended():
    """The user's code has ended: a late Ctrl-C does not stop what follows, and no debugger stands there."""
    _parley.host.userCode(False)
    leave_debugger()


def leave_debugger():
    """Where there is one, it gives the terminal to the next process."""
    debugger = sys.modules.get('_parley.debugger')
    if debugger is not None:
        debugger.leave()


def exit_code(leaving):
    """What ``sys.exit(...)`` means as an exit code; a text goes to the error stream."""
    code = leaving.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xff
    print(code, file=sys.stderr)
    files.flush()
    return 1


def completeness(source):
    """``complete``, ``incomplete`` or ``empty``, by the rules of Python's own prompt."""
    lines = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith('#')]
    if not lines:
        return 'empty'
    ended = not source.rpartition('\n')[2].strip() and '\n' in source  # an empty line ends a block
    try:
        tree = compile(source, '<input>', 'exec', ONLY_AST)
    except SyntaxError as error:
        return 'incomplete' if _wants_more(error, lines, ended) else 'complete'
    except (ValueError, OverflowError, MemoryError, RecursionError):
        return 'complete'
    last = tree.body[-1] if tree.body else None
    return 'incomplete' if hasattr(last, 'body') and not ended else 'complete'


def _wants_more(error, lines, ended):
    message = error.msg or ''
    if 'was never closed' in message or 'unterminated triple-quoted' in message or message.startswith('unexpected EOF'):
        return True
    if ended:
        return False
    if lines[-1].lstrip().startswith('@'):
        return True  # a decorator
    at_end = error.lineno is None or error.lineno >= len(lines)
    return at_end and (message.startswith('expected an indented block') or message.startswith("expected 'except'"))
