"""``except*``, which GraalPy reads and does not compile: it is made of ``except``; imported where a program has it.

    try:                 _star_1 = None
        BODY             try:
    except* T as e:          try:
        HANDLER                  BODY
    else:                    except BaseException as _star_1_error:
        ELSE                     _star_1 = Star(_star_1_error)
    finally:                     if _star_1.match(T):
        END                          try:
                                         try: raise _star_1.part
                                         except BaseException as e: HANDLER
                                     except BaseException as _star_1_error: _star_1.failed(_star_1_error)
                             else: ELSE
                             if _star_1 is not None: _star_1.finish()
                         finally: END

What the parts mean is that of PEP 654; the exception that is left in the end is put together as CPython does.
"""

import ast


def compiled(source, name, mode='exec'):
    """The code of a program, whatever it is made of."""
    tree = source if isinstance(source, ast.AST) else ast.parse(source, name, mode)
    return compile(ast.fix_missing_locations(Plain().visit(tree)), name, mode, dont_inherit=True)


class Plain(ast.NodeTransformer):
    """Replaces each ``try`` with ``except*`` by what it is made of."""

    def __init__(self):
        self._count = 0

    def visit_TryStar(self, node):
        """One ``try``, and those in it."""
        self._count += 1
        star = f'_star_{self._count}'
        self.generic_visit(node)
        inner = ast.Try(body=node.body, handlers=[_handler(f'{star}_error', [
            _statement(f'{star} = __import__("_parley.groups", fromlist=["Star"]).Star({star}_error)'),
            *(_one(handler, star) for handler in node.handlers)])], orelse=node.orelse, finalbody=[])
        finish = _statement(f'if {star} is not None: {star}.finish()')
        outer = [inner, finish]
        if node.finalbody:
            outer = [ast.Try(body=outer, handlers=[], orelse=[], finalbody=node.finalbody)]
        return [_at(node, part) for part in (_statement(f'{star} = None'), *outer)]


def _one(handler, star):
    part = ast.Try(body=[_statement(f'raise {star}.part')], handlers=[_handler(handler.name, handler.body)],
                   orelse=[], finalbody=[])
    kept = ast.Try(body=[part], handlers=[_handler(f'{star}_error', [_statement(f'{star}.failed({star}_error)')])],
                   orelse=[], finalbody=[])
    match = ast.Call(func=_expression(f'{star}.match'), args=[handler.type], keywords=[])
    return _at(handler, ast.If(test=match, body=[kept], orelse=[]))


def _handler(name, body):
    return ast.ExceptHandler(type=_expression('BaseException'), name=name, body=body)


def _statement(text):
    return _placeless(ast.parse(text).body[0])


def _expression(text):
    return _placeless(ast.parse(text, mode='eval').body)


def _placeless(tree):
    for node in ast.walk(tree):
        for attribute in ('lineno', 'col_offset', 'end_lineno', 'end_col_offset'):
            if hasattr(node, attribute):
                delattr(node, attribute)
    return tree


def _at(place, node):
    """The node, at the place of another one, with all in it that has no place of its own."""
    if 'lineno' in node._attributes and not hasattr(node, 'lineno'):
        ast.copy_location(node, place)
    for child in ast.iter_child_nodes(node):
        _at(node if hasattr(node, 'lineno') else place, child)
    return node


class Star:
    """What is left of an exception while one handler after the other takes its part."""

    def __init__(self, error):
        self._error = error
        self._rest = error
        self._raised = []  # by handlers
        self._again = []  # parts that handlers raised again, as they were
        self.part = None

    def match(self, types):
        """Takes the part that a handler is for; whether there is any."""
        for one in types if isinstance(types, tuple) else (types,):
            if not (isinstance(one, type) and issubclass(one, BaseException)):
                raise TypeError('catching classes that do not inherit from BaseException is not allowed')
            if issubclass(one, BaseExceptionGroup):
                raise TypeError('catching ExceptionGroup with except* is not allowed. Use except instead.')
        self.part = None
        if isinstance(self._rest, BaseExceptionGroup):
            self.part, self._rest = self._rest.split(types)
        elif isinstance(self._rest, types):
            self.part, self._rest = BaseExceptionGroup('', [self._rest]), None
        return self.part is not None

    def failed(self, error):
        """A handler has raised something."""
        (self._again if error is self.part else self._raised).append(error)

    def finish(self):
        """Raises what nobody has handled, and what handlers have raised."""
        if not isinstance(self._error, BaseExceptionGroup):
            if self._rest is not None:
                raise self._rest
            if self._again or self._raised:
                raise (self._again or self._raised)[0]
            return
        left = self._left()
        if self._raised:
            raise BaseExceptionGroup('', self._raised if left is None else [*self._raised, left])
        if left is not None:
            raise left

    def _left(self):
        """The group as it was, with those exceptions only that nobody has handled."""
        kept = {id(leaf) for part in (*self._again, self._rest) if part is not None for leaf in _leaves(part)}
        return self._error.split(lambda error: id(error) in kept)[0] if kept else None


def _leaves(error):
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for part in error.exceptions for leaf in _leaves(part)]
