"""Where a text came from: sources, passages inside them, places and edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policies.document import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `start` (included) to `end` (excluded) of a source's text, 0-based characters, by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """A text with a name: a file, standard input, or a live document.

    Attributes:
        name: The path as the user gave it, `<stdin>`, or what names a live document.
        text: The whole text, decoded; a byte order mark is kept.
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, position = [0], self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def span(self, start: int, end: int) -> Span:
        """The range with its line and column, both 1-based and in characters."""
        line = bisect_right(self._line_starts, start)
        return Span(start, end, line, start - self._line_starts[line - 1] + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of a character, both 1-based."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, 1-based, without its end."""
        starts = self._line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].removesuffix("\r")


def _verbatim(text: str) -> str:
    return text


@dataclass(frozen=True)
class Passage:
    """A text that stands inside a source, perhaps in another writing: escaped, indented, URL-encoded.

    Attributes:
        source: What it stands in.
        text: The text as it reads.
        offsets: The place in the source of each character, and of the end: `len(text) + 1` numbers; or one number if
            the text stands there as it is, beginning at that place.
        encode: How new text has to be written in the source; None if the source cannot be edited there.
    """

    source: Source
    text: str = field(repr=False)
    offsets: int | Sequence[int] = field(default=0, repr=False)
    encode: Callable[[str], str] | None = field(default=_verbatim, repr=False)

    @classmethod
    def whole(cls, source: Source) -> Passage:
        """All of a source, as it stands."""
        return cls(source, source.text)

    def offset(self, position: int) -> int:
        """The place in the source of a character of this text."""
        return position + self.offsets if isinstance(self.offsets, int) else self.offsets[position]

    def span(self, start: int, end: int) -> Span:
        """The range of the source that a range of this text stands for."""
        return self.source.span(self.offset(start), self.offset(end))

    def edit(self, edit: Edit) -> Edit | None:
        """An edit of this text as an edit of the source; None if the source cannot be edited there."""
        if self.encode is None:
            return None
        return Edit(self.offset(edit.start), self.offset(edit.end), self.encode(edit.text))

    def within(self, text: str, offsets: int | Sequence[int], encode: Callable[[str], str] | None) -> Passage:
        """A passage inside this one; `offsets` and `encode` lead to this one's text, and from there to the source.

        Args:
            text: The inner text.
            offsets: As in the attribute, but places in this passage's text.
            encode: How new text has to be written in this passage's text.
        """
        if isinstance(offsets, int) and isinstance(self.offsets, int):
            places: int | Sequence[int] = offsets + self.offsets
        elif isinstance(offsets, int):
            places = [self.offset(offsets + position) for position in range(len(text) + 1)]
        else:
            places = [self.offset(place) for place in offsets]
        outer = self.encode
        both = None if outer is None or encode is None else lambda new: outer(encode(new))
        return Passage(self.source, text, places, both)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made; of edits that overlap, the first one in the text is made.

    Args:
        text: The text that the edits speak of.
        edits: In any order; equal ones count once.
    """
    parts, position = [], 0
    for edit in sorted(set(edits), key=lambda item: (item.start, item.end)):
        if edit.start >= position:
            parts += [text[position : edit.start], edit.text]
            position = edit.end
    return "".join([*parts, text[position:]])
