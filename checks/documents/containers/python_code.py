"""Python: dictionaries that are policies, and strings that hold one."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from checks.documents.containers.holes import Draft, Holed, Variables
from checks.documents.containers.prose import search_blocks
from checks.documents.containers.python_strings import draft_string, string_content
from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.containers.search import Search
from checks.documents.containers.surroundings import Surroundings
from checks.documents.containers.tree import Tree
from checks.documents.containers.written import coarse, is_url_encoded
from checks.documents.kinds import looks_like_policy, mentions_policy
from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Path, Text, Unknown
from checks.documents.places import ProgramPlaces
from checks.documents.source import Passage

_DEEPEST: Final = 60
"""What is nested deeper is not known."""
_LONGEST: Final = 200
"""How much of an expression is kept to be shown."""
_PERCENT: Final = Variables(re.compile(r"%(?P<kept>%)|%(?:\(\w+\))?[-#0-9 +.]*[a-zA-Z]"))
_FORMAT: Final = Variables(re.compile(r"(?P<kept>[{}])(?:(?<=\{)\{|(?<=\})\})|\{[^{}]*\}"))
_MARKS: Final = re.compile(r"statement|version|effect|%7b", re.IGNORECASE)
"""What a line has to hold for a policy to begin or go on there."""
_TOP: Final = frozenset({"statement", "statements", "version"})


def read_python(passage: Passage, asked: Asked) -> SourceReading:
    """Read a program."""
    if passage.text.startswith("\ufeff"):
        passage = passage.within(passage.text[1:], 1, str)
    search = Search(asked.kind)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that the program's owner may mend, but that mean no harm here
            module = ast.parse(passage.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        search.unread(_problem(passage, error))
        return search.found
    _Reader(passage, search).read(module)
    return search.found


def _problem(passage: Passage, error: Exception) -> str:
    if isinstance(error, SyntaxError) and error.lineno and error.offset:
        return (
            f"Line {error.lineno}, column {max(error.offset, 1)}: this is not Python, so nothing was read: {error.msg}."
        )
    what = str(error) if isinstance(error, SyntaxError | ValueError) else "it is nested too deeply"
    return f"{passage.source.name} cannot be read as Python: {what}."


class _Reader:
    """One reading of a program."""

    def __init__(self, passage: Passage, search: Search) -> None:
        self._passage, self._text, self._search = passage, passage.text, search
        self._places = ProgramPlaces(passage.text)
        self._marked = [bisect_right(self._places.starts, found.start()) for found in _MARKS.finditer(passage.text)]

    def read(self, module: ast.Module) -> None:
        """Look for policies in all expressions; strings that stand alone are documentation."""
        waiting: list[tuple[ast.AST, Path]] = [(module, ())]
        while waiting:
            node, path = waiting.pop()
            if isinstance(node, ast.stmt) and not self._may_hold(node):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            if isinstance(node, ast.Dict) and self._dictionary(node, path):
                continue
            if isinstance(node, ast.expr) and self._string(node, path):
                continue
            waiting += reversed([(child, (*path, *_name(child))) for child in ast.iter_child_nodes(node)])

    def _may_hold(self, node: ast.stmt) -> bool:
        """Whether a statement has a line that a policy could have; decorators stand before it."""
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        number = bisect_left(self._marked, first)
        return number < len(self._marked) and self._marked[number] <= (node.end_lineno or node.lineno)

    def _dictionary(self, node: ast.Dict, path: Path) -> bool:
        """Take a dictionary for a policy, if it is one."""
        keys = {key.value.lower() for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
        if not keys & _TOP:
            return False
        policy = self._value(node, 0)
        if isinstance(policy, Object) and looks_like_policy(policy):
            self._search.tree(Tree(self._passage, policy, is_json=False), path, around=Surroundings())
            return True
        if isinstance(policy, Unknown) and "statement" in keys:
            line, column = self._passage.source.position(self._passage.offset(policy.start))
            self._search.unread(
                f"Line {line}, column {column}: this policy is put together when the program runs, so it was not"
                " checked."
            )
            return True
        return False

    def _string(self, node: ast.expr, path: Path) -> bool:
        """Look into a string, or what is put together to one; whether it is one."""
        content = self._content(node)
        if content is None:
            return False
        text = content.passage.text
        if is_url_encoded(text) or text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
            whole = Tree(self._passage, Text(*self._places.range(node), text), content=lambda *_: content)
            self._search.tree(whole, path, around=Surroundings())
        else:
            search_blocks(self._search, content.passage, path)
        return True

    def _content(self, node: ast.expr) -> Holed | None:
        """What a string that probably holds a policy says; None for other expressions."""
        variables: Variables | None = None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            node, variables = node.left, _PERCENT
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            node, variables = node.func.value, _FORMAT
        if not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            return None
        if isinstance(node, ast.Constant):
            if not (isinstance(node.value, str) and _may_hold(node.value)):
                return None
            content = self._constant(node, node.value)
        else:
            parts = list(_added(node))
            known = "".join(_known(part) for part in parts)
            if not _may_hold(known):
                return None
            alone = len(parts) == 1
            content = string_content(self._passage, *self._places.range(node)) if alone else self._sum(node, parts)
        return variables.pierce(content.passage) if variables and not content.holes else content

    def _constant(self, node: ast.Constant, value: str) -> Holed:
        content = string_content(self._passage, *self._places.range(node))
        if content.passage.text.replace("\r\n", "\n") == value:
            return content
        return Holed(coarse(self._passage, *self._places.range(node), value))

    def _sum(self, node: ast.expr, parts: list[ast.expr], *, is_json: bool = True) -> Holed:
        """Strings that are joined by `+`; other values among them are holes."""
        draft = Draft(self._passage, is_json=is_json)
        for part in parts:
            start, end = self._places.range(part)
            if _is_string(part):
                draft_string(draft, self._passage, start, end)
            else:
                draft.hole(start, self._text[start:end])
        return draft.done(self._places.range(node)[1], None)

    def _value(self, node: ast.expr, depth: int) -> Node:
        start, end = self._places.range(node)
        if depth > _DEEPEST:
            return Unknown(start, end, "")
        match node:
            case ast.Dict():
                return self._members(node, depth)
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return Array(start, end, tuple(self._value(item, depth + 1) for item in items))
            case ast.Constant(value=value):
                return self._leaf(start, end, value)
            case ast.JoinedStr() | ast.BinOp(op=ast.Add()) if any(_is_string(part) for part in _added(node)):
                string = self._sum(node, list(_added(node)), is_json=False)
                return string.fill(Text(start, end, string.passage.text))
            case _:
                return self._unknown(start, end)

    def _members(self, node: ast.Dict, depth: int) -> Node:
        """A dictionary; nothing is known of one that takes in others, or has keys that are computed."""
        start, end = self._places.range(node)
        members = tuple(
            Member(Text(*self._places.range(key), key.value), self._value(value, depth + 1))
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        )
        return Object(start, end, members) if len(members) == len(node.keys) else self._unknown(start, end)

    def _leaf(self, start: int, end: int, value: object) -> Node:
        if isinstance(value, str):
            return Text(start, end, value)
        if isinstance(value, bool) or value is None:
            return Literal(start, end, value)
        if isinstance(value, int | float):
            return Number(start, end, self._text[start:end])
        return self._unknown(start, end)

    def _unknown(self, start: int, end: int) -> Unknown:
        return Unknown(start, end, " ".join(self._text[start : min(end, start + _LONGEST)].split()))


def _may_hold(text: str) -> bool:
    return ("{" in text and mentions_policy(text)) or is_url_encoded(text)


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _added(node: ast.expr) -> Iterator[ast.expr]:
    """What is joined by `+`, in the order of the text."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add):
            waiting += [part.right, part.left]
        else:
            yield part


def _known(node: ast.expr) -> str:
    """What is known of a string."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _name(node: ast.AST) -> Path:
    """What a part of a program is called, as far as it leads to a policy."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return (name,)
        case ast.keyword(arg=str(name)):
            return (name,)
        case _:
            return ()
