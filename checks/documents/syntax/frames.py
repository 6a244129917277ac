"""Objects and lists while they are being read, and what becomes of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Text, Unknown
from checks.documents.source import Edit
from checks.documents.syntax.faults import Fault, FaultKind
from checks.documents.syntax.lexer import LITERAL, NUMBER, STRING, Token
from checks.documents.syntax.quoting import shown

CLOSER: Final = {"{": "}", "[": "]"}
OPENER: Final = {"}": "{", "]": "["}
NAMES: Final = {"{": "object", "[": "list"}
_LITERALS: Final = {"true": True, "false": False, "null": None}

KEY_OR_END, KEY, COLON, VALUE, NEXT, ITEM_OR_END, ITEM = range(7)
"""What may come next: in an object its first key, a key after a comma, a colon, a value; a comma or the end; in a list
its first item, or an item after a comma."""


@dataclass(slots=True)
class Frame:
    """An object or list that is being read."""

    kind: str
    start: int
    state: int
    virtual: bool = False
    key: Token | None = None
    comma: int = -1
    members: list[Member] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


def leaf(token: Token) -> Node:
    """A value that is no object or list, from its token."""
    kind, start, end, value = token
    if kind == STRING:
        return Text(start, end, value)
    if kind == NUMBER:
        return Number(start, end, value)
    if kind == LITERAL:
        return Literal(start, end, _LITERALS[value])
    return Unknown(start, end, value)


def bare(node: Node) -> object:
    """A value without its place, to compare."""
    if isinstance(node, Array):
        return [bare(item) for item in node.items]
    if isinstance(node, Object):
        return [(member.key.value, bare(member.value)) for member in node.members]
    return (*node[2:], type(node))


def twins(members: Sequence[Member]) -> Iterator[Fault]:
    """Keys that stand twice in an object: a JSON decoder keeps the last value, and hides the others."""
    first: dict[str, int] = {}
    for number, (key, value) in enumerate(members):
        before = first.setdefault(key.value, number)
        if before == number:
            continue
        other = members[before]
        same = bare(value) == bare(other.value)
        # The twin goes with the comma before it.
        edits = (Edit(members[number - 1].value.end, value.end, ""),) if same else ()
        what = "with the same value" if same else "and a decoder would keep only the last value"
        yield Fault(
            FaultKind.DUPLICATE_KEY,
            key.start,
            key.end,
            f"The key {shown(key.value)} stands twice in one object, {what}.",
            "Delete one." if same else "Merge the two.",
            edits,
            (other.key.start, other.key.end, "first here"),
        )
