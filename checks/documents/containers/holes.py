"""Texts with holes: parts that a template or a program fills in, so that the document does not state them.

In the text, a hole is one character of a private area of Unicode; it is put into quotation marks where a value is
expected, so that the rest reads as JSON. Afterwards the values that have holes are made `Unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown
from checks.documents.source import Edit, Passage
from checks.documents.syntax import Fault

_MARK: Final = re.compile(r"""[\\"'\n]""")
_AREAS: Final = (0xF0000, 0x100000)
_AREA: Final = 0xFFFD
"""How many characters each of the two areas has."""
_DEEPEST: Final = 60
"""A template's document that is nested deeper is none."""


@dataclass(frozen=True)
class Holed:
    """A text, and what stands in its holes.

    Attributes:
        passage: The text; it is edited around the holes.
        holes: What each hole is in the source, by its character.
        alone: The holes that stand for a whole value, which need not be a string.
    """

    passage: Passage
    holes: Mapping[str, str] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    def fill(self, node: Node) -> Node:
        """A value of the text, with what has holes made unknown."""
        return self._fill(node, 0) if self.holes else node

    def _fill(self, node: Node, depth: int) -> Node:
        if isinstance(node, Text):
            return self._text(node)
        if isinstance(node, Array | Object) and depth > _DEEPEST:
            return Unknown(node.start, node.end, "")
        if isinstance(node, Array):
            return node._replace(items=tuple(self._fill(item, depth + 1) for item in node.items))
        if not isinstance(node, Object):
            return node
        keys = [self._text(member.key) for member in node.members]
        if any(isinstance(key, Unknown) for key in keys):
            return Unknown(node.start, node.end, next(key.text for key in keys if isinstance(key, Unknown)))
        return node._replace(
            members=tuple(Member(member.key, self._fill(member.value, depth + 1)) for member in node.members)
        )

    def _text(self, node: Text) -> Text | Unknown:
        if self.holes.keys().isdisjoint(node.value):
            return node
        if node.value in self.alone:
            return Unknown(node.start, node.end, self.holes[node.value])
        partial: list[str | None] = []
        written, position = [], 0
        for number, character in enumerate(node.value):
            if character in self.holes:
                known = node.value[position:number]
                partial += [known, None] if known else [None]
                written += [known, self.holes[character]]
                position = number + 1
        rest = node.value[position:]
        return Unknown(node.start, node.end, "".join([*written, rest]), (*partial, rest) if rest else tuple(partial))

    def fault(self, fault: Fault) -> Fault:
        """A fault of the text, with the holes shown as they are written, and without edits that would lose one."""
        if not self.holes:
            return fault
        edits = fault.edits if all(self._keeps_holes(edit) for edit in fault.edits) else ()
        return fault._replace(sentence=self._shown(fault.sentence), remedy=self._shown(fault.remedy), edits=edits)

    def _keeps_holes(self, edit: Edit) -> bool:
        before = [character for character in self.passage.text[edit.start : edit.end] if character in self.holes]
        return before == [character for character in edit.text if character in self.holes]

    def _shown(self, sentence: str) -> str:
        for hole, written in self.holes.items():
            sentence = sentence.replace(hole, written).replace(f"U+{ord(hole):04X}", written)
        return sentence


@lru_cache(maxsize=4)
def _free_area(text: str) -> int:
    """An area of Unicode that the text does not use."""
    return _AREAS[1] if re.search("[\U000f0000-\U000ffffd]", text) else _AREAS[0]


class Draft:
    """A text with holes in the making, from left to right."""

    def __init__(self, outer: Passage, *, is_json: bool = True) -> None:
        """Begin a text.

        Args:
            outer: What it stands in.
            is_json: Whether it is JSON; if not, it is a string, and all holes are parts of it.
        """
        self._is_json = is_json
        self._outer = outer
        self._area = _free_area(outer.text)
        self._parts: list[str] = []
        self._offsets: list[int] = []
        self._holes: dict[str, str] = {}
        self._alone: set[str] = set()
        self._inside = ""
        self._escaped = -1
        self._length = 0

    def add(self, text: str, start: int) -> None:
        """Go on with a text that stands at `start` as it is."""
        self._append(text, range(start, start + len(text)))

    def add_written(self, text: str, start: int) -> None:
        """Go on with a text that is written in some other way at `start`."""
        self._append(text, [start] * len(text))

    def hole(self, start: int, written: str) -> None:
        """Go on with an unknown part.

        Args:
            start: Its place.
            written: How it is written.
        """
        mark = chr(self._area + min(len(self._holes), _AREA))
        self._holes[mark] = written
        if self._inside or not self._is_json:
            self.add_written(mark, start)
        else:
            self._alone.add(mark)
            self.add_written(f'"{mark}"', start)

    def _append(self, text: str, offsets: range | list[int]) -> None:
        for found in _MARK.finditer(text):
            place = self._length + found.start()
            if found[0] == "\n":
                self._inside = ""
            elif found[0] == "\\":
                self._escaped = place + 1 if self._inside and place != self._escaped else -1
            elif place != self._escaped and self._inside in {"", found[0]}:
                self._inside = "" if self._inside else found[0]
        self._parts.append(text)
        self._offsets += offsets
        self._length += len(text)

    def done(self, end: int, encode: Callable[[str], str] | None) -> Holed:
        """The text.

        Args:
            end: The place where it ends.
            encode: How new text has to be written in the outer one.
        """
        holes = dict(self._holes)

        def around_holes(new: str) -> str:
            parts = re.split(f"([{re.escape(''.join(holes))}])", new) if holes else [new]
            return "".join(holes.get(part) or encode(part) for part in parts if encode)

        return Holed(
            self._outer.within("".join(self._parts), [*self._offsets, end], around_holes if encode else None),
            holes,
            frozenset(self._alone),
        )


class Variables(NamedTuple):
    """How a language marks the parts of a string that it fills in.

    Attributes:
        pattern: What matches is a variable; or it is an escape, if its group `kept` matches: then that is meant.
    """

    pattern: re.Pattern[str]

    def split(self, text: str) -> tuple[str | None, ...]:
        """What is known of a text, and None for each part that is not."""
        known: list[str | None] = []
        position = 0
        for found in self.pattern.finditer(text):
            _extend(known, text[position : found.start()])
            if found["kept"] is None:
                known.append(None)
            else:
                _extend(known, found["kept"])
            position = found.end()
        _extend(known, text[position:])
        return tuple(known)

    def pierce(self, passage: Passage) -> Holed:
        """A text with its variables as holes."""
        text, position = passage.text, 0
        draft = Draft(passage)
        for found in self.pattern.finditer(text):
            draft.add(text[position : found.start()], position)
            if found["kept"] is None:
                draft.hole(found.start(), found[0])
            else:
                draft.add_written(found["kept"], found.start())
            position = found.end()
        if not position:
            return Holed(passage)
        draft.add(text[position:], position)
        return draft.done(len(text), str)


def _extend(known: list[str | None], text: str) -> None:
    if known and isinstance(known[-1], str):
        known[-1] += text
    elif text:
        known.append(text)


def is_known(partial: tuple[str | None, ...]) -> bool:
    """Whether a string has no unknown part."""
    return None not in partial
