"""The tree of a document's values, whatever language it was written in, each with the range it came from.

Ranges are places in the text of the passage that was read; `Passage.span` leads from there to the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Text(NamedTuple):
    """A string; `value` is what it means, without quotes and escapes."""

    start: int
    end: int
    value: str


class Number(NamedTuple):
    """A number, in its own spelling."""

    start: int
    end: int
    literal: str


class Literal(NamedTuple):
    """`true`, `false` or `null`."""

    start: int
    end: int
    value: bool | None


class Unknown(NamedTuple):
    """A value that the document does not state: an intrinsic function, a reference, a placeholder, something broken.

    `text` is how it is written; `partial` is what is known of a string with unknown parts in it, each part as `None`.
    """

    start: int
    end: int
    text: str
    partial: tuple[str | None, ...] = ()


class Array(NamedTuple):
    """A list."""

    start: int
    end: int
    items: tuple[Node, ...]


class Member(NamedTuple):
    """A key of an object, with its value."""

    key: Text
    value: Node


class Object(NamedTuple):
    """An object, with its members in the order of the text, twins included."""

    start: int
    end: int
    members: tuple[Member, ...]

    def get(self, key: str) -> Node | None:
        """The value of the first member of this name, None if there is none."""
        return next((member.value for member in self.members if member.key.value == key), None)

    def text(self, key: str) -> str | None:
        """The value of the first member of this name if it is a string."""
        value = self.get(key)
        return value.value if isinstance(value, Text) else None


Node = Text | Number | Literal | Unknown | Array | Object

Path = tuple[str | int, ...]
"""Keys and 0-based positions that lead from a document's root to a value."""


def path_text(path: Path) -> str:
    """A path as people write it: `Statement[0].Action[1]`; keys that are no plain words are quoted."""
    parts = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.replace("_", "a").replace("-", "a").isalnum():
            parts.append(f".{step}")
        else:
            parts.append(f"['{step}']")
    return "".join(parts).removeprefix(".")


def walk(root: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every value of a tree, outer ones first, in the order of the text. It does not recurse."""
    waiting: list[tuple[Path, Node]] = [(path, root)]
    while waiting:
        where, node = waiting.pop()
        yield where, node
        if isinstance(node, Array):
            waiting += [((*where, number), item) for number, item in reversed(list(enumerate(node.items)))]
        elif isinstance(node, Object):
            waiting += [((*where, member.key.value), member.value) for member in reversed(node.members)]
