"""A text of any language as a tree of values, which policies are looked for in.

What a language computes is in the tree too, as an object of one member: its key names the function, such as `Fn::If`
or `jsonencode()`, and its value is what the function is given. So a document that is given to a function is found;
inside a document, such a call is a value that the document does not state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from checks.documents.containers.holes import Holed, Variables, is_known
from checks.documents.containers.written import in_json_string
from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown
from checks.documents.source import Passage

_DEEPEST = 60
"""What is nested deeper inside a document is left as it is: policies need six levels."""
_LONGEST = 120
"""How much of a call is shown."""


def no_call(_name: str) -> bool:
    """A language without functions."""
    return False


def is_program_call(name: str) -> bool:
    """The functions of a programming language, as the readers of this package mark them."""
    return name.endswith("()")


@dataclass(frozen=True)
class Dialect:
    """What a language has besides plain values.

    Attributes:
        is_call: Whether the only key of an object names a function.
        value: What a call means: given its function's name, its argument, and how to read the argument's parts. A
            tuple is a string, with None for unknown parts; None is a value of which nothing is known.
        is_nothing: Whether a call leaves out what it stands for.
        variables: What a string has that is filled in.
        filled: The same for strings that are given to a function, by its name.
    """

    is_call: Callable[[str], bool] = no_call
    value: Callable[[str, Node, Callable[[Node], Node]], tuple[str | None, ...] | None] = lambda *_: None
    is_nothing: Callable[[str, Node], bool] = lambda *_: False
    variables: Variables | None = None
    filled: Mapping[str, Variables] = field(default_factory=dict)


PLAIN = Dialect()
PROGRAM = Dialect(is_call=is_program_call)


def _json_content(passage: Passage, node: Text | Unknown) -> Passage | None:
    return in_json_string(passage, node.start, node.end, node.value) if isinstance(node, Text) else None


@dataclass(frozen=True)
class Tree:
    """A tree of values.

    Attributes:
        passage: The text that the values' ranges speak of.
        root: The outermost value.
        dialect: What its language has besides plain values.
        content: What a string says, character by character; None where that is not known.
        is_json: Whether the text is written in JSON, so that the rules' edits fit in.
    """

    passage: Passage
    root: Node
    dialect: Dialect = PLAIN
    content: Callable[[Passage, Text | Unknown], Passage | Holed | None] = field(default=_json_content)
    is_json: bool = True

    @cached_property
    def judged(self) -> Passage:
        """The passage of the documents in it."""
        return self.passage if self.is_json else replace(self.passage, encode=None)

    def call(self, node: Node) -> str:
        """The name of the function that an object calls; empty if it is no call."""
        if isinstance(node, Object) and len(node.members) == 1 and self.dialect.is_call(node.members[0].key.value):
            return node.members[0].key.value
        return ""

    def through(self, node: Node) -> Iterator[Node]:
        """A value, or the values that a call is given in its place."""
        waiting = [node]
        while waiting:
            found = waiting.pop()
            if not self.call(found):
                yield found
                continue
            given = found.members[0].value if isinstance(found, Object) else found
            waiting += reversed(given.items) if isinstance(given, Array) else (given,)

    def inside(self, node: Text | Unknown, function: str = "") -> Holed | None:
        """What a string says, with what is filled in as holes.

        Args:
            node: The string.
            function: The call that it is given to.
        """
        content = self.content(self.passage, node)
        if not isinstance(content, Passage):
            return content
        variables = self.dialect.filled.get(function, self.dialect.variables)
        return variables.pierce(content) if variables else Holed(content)

    def resolved(self, node: Node, depth: int = 0) -> Node:
        """A value as its document states it: with unknowns in place of calls and variables."""
        if self.dialect is PLAIN or depth > _DEEPEST:
            return node
        if isinstance(node, Text):
            return self._text(node)
        if isinstance(node, Array):
            kept = (item for item in node.items if not self._is_nothing(item))
            return node._replace(items=tuple(self.resolved(item, depth + 1) for item in kept))
        return self._resolved_object(node, depth) if isinstance(node, Object) else node

    def _resolved_object(self, node: Object, depth: int) -> Node:
        if name := self.call(node):
            parts = self.dialect.value(name, node.members[0].value, lambda inner: self.resolved(inner, depth + 1))
            return self._string(node, parts or ())
        members = [member for member in node.members if not self._is_nothing(member.value)]
        if any(isinstance(self._text(member.key), Unknown) for member in members):
            return Unknown(node.start, node.end, self.written(node))
        return node._replace(
            members=tuple(Member(member.key, self.resolved(member.value, depth + 1)) for member in members)
        )

    def _text(self, node: Text) -> Text | Unknown:
        variables = self.dialect.variables
        if variables is None or not variables.pattern.search(node.value):
            return node
        return self._string(node, variables.split(node.value), node.value)

    def _string(self, node: Node, parts: tuple[str | None, ...], written: str = "") -> Text | Unknown:
        if parts and is_known(parts):
            return Text(node.start, node.end, "".join(part for part in parts if part))
        return Unknown(node.start, node.end, written or self.written(node), parts)

    def _is_nothing(self, node: Node) -> bool:
        name = self.call(node)
        return bool(name) and isinstance(node, Object) and self.dialect.is_nothing(name, node.members[0].value)

    def written(self, node: Node) -> str:
        """A value as it stands in the text, shortened to one line."""
        text = " ".join(self.passage.text[node.start : node.end][: _LONGEST + 1].split())
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
