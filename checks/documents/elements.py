"""The elements of a policy document as they are written, down to single values; each knows its place.

Places are worked out when they are asked for: most documents have nothing that has to be pointed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from checks.documents.nodes import Array, Literal, Node, Number, Object, Path, Text, Unknown
from checks.documents.source import Passage
from policies.document import Span

Answer = TypeVar("Answer")


class Memory:
    """Something that keeps what is worked out of it, since many rules ask the same."""

    def once(self, work: Callable[..., Answer], *arguments: object) -> Answer:
        """What a function makes of this and some arguments; it is called once.

        Args:
            work: The function; its first argument is this.
            arguments: The others; they are compared as keys of a dictionary are.
        """
        known: dict[object, Answer] = self.__dict__.setdefault("_known", {})
        key = (work, *arguments) if arguments else work
        if key not in known:
            known[key] = work(self, *arguments)
        return known[key]


class Value(NamedTuple):
    """One value of an element.

    Attributes:
        text: What it says; a number or a boolean in its spelling; an unknown value as it is written.
        node: The value as it was read.
        passage: What it was read from.
        path: What leads to it from the document's root.
    """

    text: str
    node: Node
    passage: Passage
    path: Path

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.passage.span(self.node.start, self.node.end)

    @property
    def known(self) -> bool:
        """Whether the document states it; if not, no rule may guess."""
        return not isinstance(self.node, Unknown)

    @property
    def is_text(self) -> bool:
        """Whether it is a string."""
        return isinstance(self.node, Text)


@dataclass(frozen=True)
class Element(Memory):
    """One element of a document or statement, such as `Action`.

    Attributes:
        key: The name as it was read.
        node: The value as it was read.
        passage: What it was read from.
        path: What leads to it from the document's root.
    """

    key: Text
    node: Node
    passage: Passage = field(repr=False)
    path: Path

    @property
    def name(self) -> str:
        """Its name, as it is written."""
        return self.key.value

    @property
    def name_span(self) -> Span:
        """Where the name stands."""
        return self.passage.span(self.key.start, self.key.end)

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.passage.span(self.node.start, self.node.end)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The value, or the values of the list; nested lists and objects are among them as they are."""
        node, passage, path = self.node, self.passage, self.path
        if isinstance(node, Array):
            return tuple(Value(_spelling(item), item, passage, (*path, at)) for at, item in enumerate(node.items))
        return (Value(_spelling(node), node, passage, path),)

    @cached_property
    def known(self) -> tuple[Value, ...]:
        """The strings that the document states."""
        return tuple(value for value in self.values if isinstance(value.node, Text))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What those strings say."""
        return tuple(value.text for value in self.known)

    @cached_property
    def complete(self) -> bool:
        """Whether every value is a string that the document states."""
        return bool(self.values) and len(self.known) == len(self.values)


class PrincipalEntry(NamedTuple):
    """One principal of a statement. `"*"` is of type `AWS`, and its `type_span` is that of the element's name."""

    type: str
    type_span: Span
    value: Value


class ConditionEntry(NamedTuple):
    """One operator on one key.

    Attributes:
        operator: As it is written, with its qualifier and `IfExists`.
        operator_span: Where it stands.
        key: As it is written.
        key_span: Where it stands.
        element: The key with its values.
    """

    operator: str
    operator_span: Span
    key: str
    key_span: Span
    element: Element

    @property
    def values(self) -> tuple[Value, ...]:
        """The values, which are alternatives."""
        return self.element.values

    @property
    def path(self) -> Path:
        """What leads to the key's values from the document's root."""
        return self.element.path


def elements_of(passage: Passage, node: Object, path: Path) -> Iterator[Element]:
    """The members of an object as elements, twins included."""
    return (Element(key, value, passage, (*path, key.value)) for key, value in node.members)


def _spelling(node: Node) -> str:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Number):
        return node.literal
    if isinstance(node, Literal):
        return "null" if node.value is None else str(node.value).lower()
    return node.text if isinstance(node, Unknown) else ""
