"""Programs in JavaScript, TypeScript, Java, Go, C#, Ruby, PHP and Rust as the tree that all languages share.

The grammars call the same things by other names; each kind of part is read in one place, whatever the language.
"""

from __future__ import annotations

from tree_sitter import Node as Part

from checks.regions.callers.code import (
    Assign,
    Attempt,
    Class,
    Function,
    Handler,
    Node,
    Other,
    Parameter,
    Program,
    Return,
    Statement,
)
from checks.regions.callers.grammar_kinds import TELLING
from checks.regions.callers.grammar_names import NameReader
from checks.regions.callers.naming import mentions
from checks.regions.callers.syntax_trees import SyntaxTree, descendants, field


def read_program(text: str, grammar: str) -> Program:
    """Read a program.

    Args:
        text: Its text.
        grammar: The name of its language's grammar.
    """
    return _Reader(SyntaxTree(text, grammar)).read()


class _Reader(NameReader):
    """One reading of a program."""

    def read(self) -> Program:
        """All of it, with what near the service's name could not be read."""
        root = Other(0, len(self._tree.text), self._all(self._tree.root.named_children, 0))
        problems = [(*place, "This is nested too deeply, so no call was looked for in it") for place in self._deep[:1]]
        for part in self._tree.errors():
            start, end = self._tree.range(part)
            if mentions(self._tree.text[start:end]):
                first = min(start + len(self._tree.text[start:end].split("\n")[0]), end)
                problems.append((start, max(first, start), "This could not be read, though it names the service"))
        return Program(root, tuple(problems[:1]))

    def function(self, part: Part, depth: int) -> Node | None:
        """A function with its own names."""
        name, body = field(part, "name"), field(part, "body")
        if body is None:
            return None
        listed = field(part, "parameters", "parameter")
        parameters: list[Parameter] = []
        if listed is not None:
            many = self._named(listed) if "parameters" in listed.type or listed.type == "parameter_list" else [listed]
            for one in many:
                parameters += self._parameter(one, depth)
        inner = self._all(self._named(body), depth)
        if "block" not in body.type and "body" not in body.type:
            node = self._node(body, depth)
            inner = (
                Return(node.start, node.end, inner[0] if body.type == "arrow_expression_clause" and inner else node),
            )
        return Function(
            *self._tree.range(part), "" if name is None else self._tree.written(name), tuple(parameters), inner
        )

    def _parameter(self, part: Part, depth: int) -> list[Parameter]:
        default = field(part, "value", "right", "default_value")
        named = part.children_by_field_name("name") or [field(part, "pattern", "left") or part]
        return [
            Parameter(self._tree.written(one).lstrip("$&*"), None if default is None else self._node(default, depth))
            for one in named
        ]

    def type(self, part: Part, depth: int) -> Node | None:
        """A class."""
        name, body = field(part, "name"), field(part, "body")
        if body is None:
            return None
        title = "" if name is None else self._tree.written(name)
        return Class(*self._tree.range(part), title, self._all(self._named(body), depth))

    def given_back(self, part: Part, depth: int) -> Node | None:
        """What a function gives back."""
        inside = self._named(part)
        return Return(*self._tree.range(part), self._node(inside[0], depth)) if inside else None

    def statement(self, part: Part, depth: int) -> Node | None:
        """An expression whose value nobody uses."""
        inside = self._named(part)
        if not inside:
            return None
        node = self._node(inside[0], depth)
        return node if isinstance(node, Assign | Attempt) else Statement(*self._tree.range(part), node)

    def attempt(self, part: Part, depth: int) -> Node | None:
        """Statements whose errors are handled."""
        body = field(part, "body")
        clauses = [one for one in self._named(part) if one.type in {"catch_clause", "rescue"}]
        first = [one for one in self._named(part) if one not in clauses and one != body]
        before = self._all([one for one in first if "resource" in one.type], depth)
        if part.type == "begin":
            inner = self._all(first, depth)
        else:
            inner = () if body is None else self._all(self._named(body), depth)
            before += self._all([one for one in first if "finally" in one.type], depth)
        found = Attempt(*self._tree.range(part), inner, tuple(self._handler(one, depth) for one in clauses))
        return Other(*self._tree.range(part), (*before, found)) if before else found

    def _handler(self, part: Part, depth: int) -> Handler:
        start, end = self._tree.range(part)
        body = field(part, "body")
        inside = [one for one in self._named(part) if "block" not in one.type and "compound" not in one.type]
        types = [one for one in inside if one.type not in {"identifier", "exception_variable", "then"}]
        caught = tuple(
            self._tree.written(one)
            for kind in types
            for one in descendants(kind)
            if one.type in {"type_identifier", "constant", "qualified_name", "scoped_type_identifier"}
            or (one.type == "identifier" and kind.child_by_field_name("name") != one)
        )
        held = [one for one in (body, *(one for one in self._named(part) if one.type == "then")) if one is not None]
        told = any(inner.type in TELLING for one in held for inner in descendants(one))
        head = min([self._tree.range(one)[0] for one in held], default=end)
        written = self._tree.text[start:head].rstrip().rstrip("{").rstrip()
        end = start + len(written.split("\n")[0]) if written else end
        return Handler(start, end, caught, not told, self._all(held, depth))

    def rescued(self, part: Part, depth: int) -> Node | None:
        """A statement of Ruby whose errors are answered by a value."""
        body, handler = field(part, "body"), field(part, "handler")
        if body is None or handler is None:
            return None
        told = handler.type in TELLING or any(one.type in TELLING for one in descendants(handler))
        place = (self._tree.range(body)[1] + 1, self._tree.range(handler)[1])
        found = Handler(*place, (), not told, ())
        return Attempt(*self._tree.range(part), (self._node(body, depth),), (found,))
