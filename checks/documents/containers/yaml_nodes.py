"""YAML to nodes with positions, from the parser's events: no depth and no number of aliases makes it run away.

Plain scalars are read by what YAML 1.1 and 1.2 have in common. Where the two differ, the value is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import yaml

from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Text, Unknown
from checks.documents.source import Edit, Passage
from checks.documents.syntax import Fault, FaultKind
from checks.documents.syntax.builder import DEEPEST

_HALF: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, which stand alone in texts that were decoded wrongly, and which the loader cannot take."""
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES: Final = re.compile(r"(?:(?:&[^\s,\[\]{}]+|!(?:<[^>]*>)?[^\s,\[\]{}]*)(?:\s+|#[^\n]*\n)*)+")
_TAG: Final = re.compile(r"!\S*")
_MERGE: Final = "<<"
_MOST: Final = 100_000
"""So many values may aliases stand for."""
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS: Final = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_SWITCHES: Final = re.compile(r"(?:[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)\Z")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_ODD_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*|0[xob][0-9a-fA-F_]+"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+|\.(?:inf|Inf|INF|nan|NaN|NAN))\Z"
)


class Nodes(NamedTuple):
    """What a text of YAML held.

    Attributes:
        roots: Its documents.
        faults: Keys that stand twice, and scalars that two versions of YAML read differently.
        problem: A full sentence: why the rest was not read; empty if all was.
    """

    roots: tuple[Node, ...]
    faults: tuple[Fault, ...]
    problem: str


def read_nodes(passage: Passage) -> Nodes:
    """Read a text of YAML.

    Args:
        passage: The text, without a byte order mark.
    """
    builder = _Builder(passage.text)
    problem = ""
    try:
        for event in yaml.parse(_HALF.sub("\ufffd", passage.text), Loader=_LOADER):
            builder.take(event)
            if builder.too_deep:
                place = _place(passage, _begin(event))
                problem = f"{place}: values are nested more than {DEEPEST} deep, so the rest was not read."
                break
    except yaml.YAMLError as error:
        problem = _problem(passage, error)
    if not problem and builder.too_many:
        problem = f"The aliases stand for more than {_MOST} values, so some were not read."
    return Nodes(tuple(builder.roots), tuple(builder.faults), problem)


def _place(passage: Passage, position: int) -> str:
    line, column = passage.source.position(passage.offset(min(position, len(passage.text))))
    return f"Line {line}, column {column}"


def _begin(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _stop(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _problem(passage: Passage, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    position = mark.index if mark else getattr(error, "position", 0)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return f"{_place(passage, position)}: this is not YAML, so the rest was not read: {said}."


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is being read."""

    is_mapping: bool
    start: int
    outer: int
    tag: str
    anchor: str | None
    flow: bool
    key: Text | None = None
    size: int = 1
    members: list[Member] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


class _Builder:
    """The documents of a text in the making."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._aliased = 0
        self.roots: list[Node] = []
        self.faults: list[Fault] = []
        self.too_deep = self.too_many = False

    def take(self, event: yaml.Event) -> None:
        """Go on with an event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            outer = _begin(event)
            start = self._own_start(outer, tagged=bool(event.tag or event.anchor))
            self._stack.append(
                _Frame(
                    isinstance(event, yaml.MappingStartEvent),
                    start,
                    outer,
                    event.tag or "",
                    event.anchor,
                    bool(event.flow_style),
                )
            )
            self.too_deep = len(self._stack) > DEEPEST
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(_stop(event))
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._anchors.clear()

    def _own_start(self, start: int, *, tagged: bool) -> int:
        """Where a value begins, behind its anchor and tag."""
        found = _PROPERTIES.match(self._text, start) if tagged else None
        return found.end() if found else start

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        outer, end = _begin(event), _stop(event)
        start = self._own_start(outer, tagged=bool(event.tag or event.anchor))
        tag = event.tag or ""
        plain = not event.style and not tag
        if self._is_key():
            text = Text(min(start, end), end, event.value)
            if event.anchor:
                self._anchors[event.anchor] = (text, 1)
            self._stack[-1].key = text
            return
        node: Node = Text(min(start, end), end, event.value)
        if plain:
            node = self._plain(min(start, end), end, event.value)
        self._attach(self._called(node, tag, outer, end), 1, event.anchor)

    def _plain(self, start: int, end: int, value: str) -> Node:
        if value in _NULLS:
            return Literal(start, end, None)
        if value in _BOOLEANS:
            return Literal(start, end, _BOOLEANS[value])
        if _NUMBER.match(value):
            return Number(start, end, value)
        what = "as true or false" if _SWITCHES.match(value) else "as a number"
        if not (_SWITCHES.match(value) or _ODD_NUMBER.match(value)):
            return Text(start, end, value)
        sentence = f"{value} stands without quotation marks: YAML 1.1 reads it {what}, YAML 1.2 may not."
        remedy = f"Write '{value}', if the text is meant."
        self.faults.append(
            Fault(FaultKind.AMBIGUOUS_SCALAR, start, end, sentence, remedy, (Edit(start, end, f"'{value}'"),))
        )
        return Unknown(start, end, value)

    def _is_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].is_mapping and self._stack[-1].key is None

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = _begin(event), _stop(event)
        node: Node = Unknown(start, end, self._text[start:end])
        size = 1
        # There is none if it is an alias of nothing, or of what it stands in.
        if anchored := self._anchors.get(event.anchor or ""):
            self._aliased += anchored[1]
            self.too_many |= self._aliased > _MOST
            if not self.too_many:
                node, size = anchored
        if self._is_key():
            self._stack[-1].key = node if isinstance(node, Text) else Text(start, end, self._text[start:end])
            return
        self._attach(node, size, None)

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        node: Node
        if frame.is_mapping:
            members = self._members(frame)
            if not frame.flow:
                end = max((_end(member) for member in frame.members), default=frame.start)
            node = Object(frame.start, max(end, frame.start), tuple(members))
        else:
            if not frame.flow:
                end = max((item.end for item in frame.items), default=frame.start)
            node = Array(frame.start, max(end, frame.start), tuple(frame.items))
        if self._is_key():
            # A list or mapping as a key: JSON has no such thing.
            self._stack[-1].key = Text(frame.start, node.end, self._text[frame.start : node.end])
            return
        self._attach(self._called(node, frame.tag, frame.outer, node.end), frame.size, frame.anchor)

    def _members(self, frame: _Frame) -> list[Member]:
        """The members of a mapping: its own first, then those that it merges and does not have."""
        members: list[Member] = []
        first: dict[str, Text] = {}
        merged: list[Node] = []
        for member in frame.members:
            key = member.key
            if key.value == _MERGE and self._text[key.start : key.end] == _MERGE:
                merged += member.value.items if isinstance(member.value, Array) else [member.value]
                continue
            before = first.setdefault(key.value, key)
            if before is not key:
                sentence = (
                    f"The key {key.value} stands twice in one mapping, and most readers keep only the last value."
                )
                related = (before.start, before.end, "first here")
                self.faults.append(
                    Fault(FaultKind.DUPLICATE_KEY, key.start, key.end, sentence, "Merge the two.", (), related)
                )
            members.append(member)
        for node in merged:
            for member in node.members if isinstance(node, Object) else ():
                if member.key.value not in first:
                    first[member.key.value] = member.key
                    members.append(member)
        return members

    def _called(self, node: Node, tag: str, start: int, end: int) -> Node:
        """A value with a tag of its own is given to the function of that name, as in CloudFormation's short form."""
        if not tag.startswith("!") or tag == "!":
            return node
        found = _TAG.search(self._text, start, end)
        name = "Ref" if tag == "!Ref" else f"Fn::{tag[1:]}"
        key = Text(found.start() if found else start, found.end() if found else start, name)
        return Object(start, end, (Member(key, node),))

    def _attach(self, node: Node, size: int, anchor: str | None) -> None:
        """A value is complete: give it to what it stands in."""
        if anchor:
            self._anchors[anchor] = (node, size)
        if not self._stack:
            self.roots.append(node)
            return
        frame = self._stack[-1]
        frame.size += size
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is not None:
            frame.members.append(Member(frame.key, node))
            frame.key = None


def _end(member: Member) -> int:
    """Where a member ends; an alias stands for a value somewhere else."""
    return member.value.end if member.value.start >= member.key.start else member.key.end
