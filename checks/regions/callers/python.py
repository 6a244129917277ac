"""Python programs as the tree that all languages share."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from checks.documents.places import ProgramPlaces
from checks.regions.callers.code import (
    Argument,
    Assign,
    Attempt,
    Call,
    Choice,
    Class,
    Constant,
    Entry,
    Function,
    Handler,
    Item,
    Joined,
    Mapping,
    Member,
    Name,
    Node,
    Operation,
    Other,
    Parameter,
    Program,
    Return,
    Statement,
)

_DEEPEST: Final = 150
"""What is nested deeper is said to be unread."""
_OPERATORS: Final = {ast.Sub: "-", ast.Add: "+", ast.Mod: "%"}
_TELLING: Final = (ast.Raise, ast.Call, ast.Yield, ast.YieldFrom, ast.Await)
"""What a handler has to hold to let somebody know."""


def read_python(text: str) -> Program:
    """Read a program; one that is no Python has nothing but its problem."""
    mark = text.startswith("\ufeff")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that the program's owner may mend, but that mean no harm here
            module = ast.parse(text[mark:])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Program(Other(0, len(text), ()), (_problem(text, error),))
    return _Reader(text, int(mark)).read(module)


def _problem(text: str, error: Exception) -> tuple[int, int, str]:
    if isinstance(error, SyntaxError) and error.lineno:
        starts = ProgramPlaces(text).starts
        start = min(starts[min(error.lineno, len(starts)) - 1] + max((error.offset or 1) - 1, 0), len(text))
        return start, min(start + 1, len(text)), f"This is not Python ({error.msg}), so no call was looked for"
    what = str(error) if isinstance(error, SyntaxError | ValueError) else "it is nested too deeply"
    return 0, min(1, len(text)), f"This cannot be read as Python ({what}), so no call was looked for"


class _Reader:
    """One reading of a program."""

    def __init__(self, text: str, skipped: int) -> None:
        self._text = text
        self._places = ProgramPlaces(text, skipped)
        self._too_deep: list[tuple[int, int]] = []

    def read(self, module: ast.Module) -> Program:
        """All of it."""
        root = Other(0, len(self._text), self._body(module.body, 0))
        sentence = "This is nested too deeply, so no call was looked for in it"
        return Program(root, tuple((start, end, sentence) for start, end in self._too_deep[:1]))

    def _body(self, statements: Iterable[ast.stmt], depth: int) -> tuple[Node, ...]:
        return tuple(chain.from_iterable(self._statement(one, depth + 1) for one in statements))

    def _statement(self, node: ast.stmt, depth: int) -> Iterable[Node]:  # noqa: C901, PLR0912  # one branch a kind of node
        start, end = self._places.range(node)
        if depth > _DEEPEST:
            self._too_deep.append((start, end))
            return
        match node:
            case ast.Import(names=names):
                for alias in names:
                    value = Name(start, end, alias.name if alias.asname else alias.name.partition(".")[0])
                    name = Name(start, end, alias.asname or alias.name.partition(".")[0])
                    if name.id != value.id:
                        yield Assign(start, end, name, value)
            case ast.ImportFrom(names=names, module=module):
                for alias in names:
                    owner = Name(start, end, module or "")
                    target = Name(start, end, alias.asname or alias.name)
                    yield Assign(start, end, target, Member(start, end, owner, alias.name))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from (self._expression(one, depth) for one in node.decorator_list)
                yield self._function((start, end), node.name, node.args, self._body(node.body, depth), depth)
            case ast.ClassDef(name=name, body=body):
                yield from (self._expression(one, depth) for one in (*node.decorator_list, *node.bases))
                yield Class(start, end, name, self._body(body, depth))
            case ast.Assign(targets=targets, value=value):
                given = self._expression(value, depth)
                yield from (Assign(start, end, self._expression(one, depth), given) for one in targets)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield Assign(start, end, self._expression(target, depth), self._expression(value, depth))
            case ast.AugAssign(target=target, value=value, op=operator):
                left, right = self._expression(target, depth), self._expression(value, depth)
                kind = _OPERATORS.get(type(operator), "?")
                yield Assign(start, end, left, Operation(start, end, kind, left, right))
            case ast.Return(value=ast.expr() as value):
                yield Return(start, end, self._expression(value, depth))
            case ast.Expr(value=ast.Constant()):
                return
            case ast.Expr(value=value):
                yield Statement(start, end, self._expression(value, depth))
            case ast.Try() | ast.TryStar():
                yield Attempt(
                    start, end, self._body(node.body, depth), tuple(self._handler(one, depth) for one in node.handlers)
                )
                yield from self._body((*node.orelse, *node.finalbody), depth)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                yield from self._with(node, items, body, depth)
            case ast.For(target=target, iter=ast.Tuple(elts=items) | ast.List(elts=items)):
                for item in items:
                    yield Assign(start, end, self._expression(target, depth), self._expression(item, depth))
                yield from self._body((*node.body, *node.orelse), depth)
            case _:
                yield Other(start, end, self._children(node, depth))

    def _with(
        self, node: ast.stmt, items: Sequence[ast.withitem], body: Sequence[ast.stmt], depth: int
    ) -> Iterable[Node]:
        start, end = self._places.range(node)
        suppressed: list[tuple[int, int, tuple[str, ...]]] = []
        for item in items:
            value = self._expression(item.context_expr, depth)
            if isinstance(value, Call) and ast.unparse(item.context_expr).split("(")[0].endswith("suppress"):
                names = tuple(self._text[one.start : one.end] for one in value.arguments)
                suppressed.append((value.start, value.end, names))
            target = item.optional_vars
            yield value if target is None else Assign(start, value.end, self._expression(target, depth), value)
        inner = self._body(body, depth)
        handlers = tuple(Handler(first, last, names, silent=True, body=()) for first, last, names in suppressed)
        yield Attempt(start, end, inner, handlers) if handlers else Other(start, end, inner)

    def _handler(self, node: ast.ExceptHandler, depth: int) -> Handler:
        start, _ = self._places.range(node)
        names: tuple[str, ...] = ()
        end = start + len("except")
        if node.type is not None:
            listed = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = tuple(ast.unparse(one) for one in listed)
            end = self._places.range(node.type)[1]
        inside = [one for statement in node.body for one in ast.walk(statement)]
        used = any(isinstance(one, ast.Name) and one.id == node.name for one in inside)
        silent = not used and not any(isinstance(one, _TELLING) for one in inside)
        return Handler(start, end, names, silent, self._body(node.body, depth))

    def _function(  # a function's parts
        self, place: tuple[int, int], name: str, arguments: ast.arguments, body: tuple[Node, ...], depth: int
    ) -> Function:
        plain = [*arguments.posonlyargs, *arguments.args]
        missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        pairs: list[tuple[ast.arg, ast.expr | None]] = [
            *zip(plain, [*missing, *arguments.defaults], strict=True),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
            *((one, None) for one in (arguments.vararg, arguments.kwarg) if one is not None),
        ]
        given = tuple(Parameter(one.arg, self._expression(value, depth) if value else None) for one, value in pairs)
        return Function(*place, name, given, body)

    def _children(self, node: ast.AST, depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                found.append(self._expression(child, depth))
            elif isinstance(child, ast.stmt):
                found += self._statement(child, depth + 1)
            elif not isinstance(child, ast.expr_context | ast.operator | ast.cmpop):
                found += self._children(child, depth)
        return tuple(found)

    def _expression(self, node: ast.expr, depth: int) -> Node:  # noqa: C901, PLR0911, PLR0912  # one branch a kind of node
        start, end = self._places.range(node)
        if depth > _DEEPEST:
            self._too_deep.append((start, end))
            return Other(start, end, ())
        below = depth + 1
        match node:
            case ast.Constant(value=str() | int() | float() | None as value):
                return Constant(start, end, value)
            case ast.Name(id=name):
                return Name(start, end, name)
            case ast.Attribute(value=owner, attr=name):
                return Member(start, end, self._expression(owner, below), name)
            case ast.Subscript(value=owner, slice=key):
                return Item(start, end, self._expression(owner, below), self._expression(key, below))
            case ast.Call():
                return self._call(node, below)
            case ast.Dict(keys=keys, values=values):
                entries = tuple(self._entry(key, value, below) for key, value in zip(keys, values, strict=True))
                return Mapping(start, end, entries)
            case ast.JoinedStr(values=values):
                return Joined(start, end, tuple(self._expression(one, below) for one in values))
            case ast.FormattedValue(value=value):
                return self._expression(value, below)
            case ast.BinOp(left=left, right=right, op=operator):
                sides = self._expression(left, below), self._expression(right, below)
                return Operation(start, end, _OPERATORS.get(type(operator), "?"), *sides)
            case ast.IfExp(body=body, orelse=other, test=test):
                options = self._expression(body, below), self._expression(other, below)
                return Choice(start, end, options, (self._expression(test, below),))
            case ast.BoolOp(values=values):
                return Choice(start, end, tuple(self._expression(one, below) for one in values))
            case ast.NamedExpr(target=target, value=value):
                return Assign(start, end, self._expression(target, below), self._expression(value, below))
            case ast.Lambda(args=arguments, body=body):
                given = self._expression(body, below)
                return self._function((start, end), "", arguments, (Return(given.start, given.end, given),), below)
            case ast.Await(value=value):
                return self._expression(value, below)
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
                return Item(start, end, self._expression(right, below), self._expression(left, below))
            case _:
                return Other(start, end, self._children(node, below), self._text[start:end])

    def _entry(self, key: ast.expr | None, value: ast.expr, depth: int) -> Entry:
        start, end = self._places.range(value)
        inner = self._expression(value, depth)
        return (
            Entry(start, end, None, inner)
            if key is None
            else Entry(self._places.range(key)[0], end, self._expression(key, depth), inner)
        )

    def _call(self, node: ast.Call, depth: int) -> Node:
        start, end = self._places.range(node)
        arguments = []
        for one in node.args:
            spread = isinstance(one, ast.Starred)
            value = self._expression(one.value if isinstance(one, ast.Starred) else one, depth)
            arguments.append(Argument(value.start, value.end, "", value, spread))
        for keyword in node.keywords:
            value = self._expression(keyword.value, depth)
            arguments.append(Argument(*self._places.range(keyword), keyword.arg or "", value, keyword.arg is None))
        arguments.sort()
        function = self._expression(node.func, depth)
        if (
            isinstance(function, Name)
            and function.id == "dict"
            and not any(not one.name and not one.spread for one in arguments)
        ):
            keys = (Constant(one.start, one.start + len(one.name), one.name) if one.name else None for one in arguments)
            entries = (Entry(one.start, one.end, key, one.value) for key, one in zip(keys, arguments, strict=True))
            return Mapping(start, end, tuple(entries))
        return Call(start, end, function, tuple(arguments))
