"""Strings that JSON does not have: not closed, in foreign quotation marks, or with what a string may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from checks.documents.source import Edit
from checks.documents.syntax.faults import MOST_FAULTS, Fault, FaultKind
from checks.documents.syntax.quoting import escaped, meant, mended_escape, quoted, shown

STRING, NUMBER, LITERAL, UNKNOWN, WORD = "s", "n", "l", "u", "w"
"""The kinds of tokens besides punctuation, which is its own kind; a word is text without quotation marks."""


class Token(NamedTuple):
    """A token: its kind, its range, and its value (the string's value, the number's or the word's spelling)."""

    kind: str
    start: int
    end: int
    value: str


_ESCAPE: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_CLOSING: Final = {"'": "'", "\u2018": "\u2019", "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c\u201d"}
_NEAR: Final = 200
"""How far a look ahead goes."""
_MOST_MARKS: Final = 50
"""How many of their marks are tried."""
_LONGEST: Final = 2_000
"""How far the end of a string in foreign quotation marks is looked for."""


class Strings:
    """Reads strings with faults; the faults are in `faults`, and where to go on is in `_after`."""

    def __init__(self, text: str) -> None:
        """Begin before the first character of `text`."""
        self._text = text
        self._after = 0
        self.faults: list[Fault] = []

    def _fault(  # noqa: PLR0913, PLR0917  # a fault's own parts
        self, kind: FaultKind, start: int, end: int, sentence: str, remedy: str, new: str | None = ""
    ) -> None:
        """Note a fault; `new` is what to put in its place, None if only a person can know."""
        edits = () if new is None else (Edit(start, end, new),)
        self.faults.append(Fault(kind, start, end, sentence, remedy, edits))

    def _string(self, start: int, closing: str) -> Token:
        """A string in `"` that is not closed on its line, or holds what a string may not hold."""
        text = self._text
        end = self._closing(start, closing)
        if end is None:
            return self._unclosed(start)
        self.faults += islice(self._inner_faults(start + 1, end), MOST_FAULTS)
        self._after = end + 1
        return Token(STRING, start, self._after, meant(text[start + 1 : end]))

    def _closing(self, start: int, closing: str) -> int | None:
        """Where the string that begins at `start` is closed; None if it is not, on its line or the ones that follow."""
        text, position = self._text, start + 1
        while position < len(text):
            character = text[position]
            if character == "\\" and position + 1 < len(text) and text[position + 1] not in "\r\n":
                position += 2
                continue
            if character in closing:
                return position
            if character == "\n" and not self._goes_on(start, position, closing):
                return None
            position += 1
        return None

    def _goes_on(self, start: int, newline: int, closing: str) -> bool:
        """Whether a string runs over the end of its line: its line ends within a text, and the next one closes it."""
        text = self._text
        line = text[start:newline].rstrip()
        if len(line) > 1 and line[-1] in {",", "{", "[", "]", "}", ":", *closing}:
            return False
        end = text.find("\n", newline + 1)
        following = text[newline + 1 : end if end >= 0 else len(text)]
        return sum(following.replace("\\" + closing[0], "").count(mark) for mark in closing) % 2 == 1

    def _unclosed(self, start: int) -> Token:
        text = self._text
        newline = text.find("\n", start)
        line = text[start : newline if newline >= 0 else len(text)].rstrip()
        inner = line[1:].rstrip("]}{[,: \t")
        if inner.endswith("\\"):
            inner = inner.rstrip("\\")
        # A string that is all punctuation keeps it: `",` is rather an empty string.
        end = self._after = start + 1 + len(inner)
        sentence = f"The string {shown(text[start:end])} is not closed."
        edit = Edit(end, end, '"')
        self.faults.append(Fault(FaultKind.UNCLOSED_STRING, start, end, sentence, 'Put a " at its end.', (edit,)))
        self.faults += islice(self._inner_faults(start + 1, end), MOST_FAULTS)
        return Token(STRING, start, end, meant(text[start + 1 : end]))

    def _foreign_string(self, start: int) -> Token:
        """A string in quotation marks that JSON does not have."""
        text, mark = self._text, self._text[start]
        closings = _CLOSING.get(mark, "\u2019\u201d\u201c\u00bb") + '"'
        if mark == "'":
            closings = "'"
        end = self._foreign_end(start, closings)
        stop = end + 1 if end < len(text) and text[end] in closings else end
        value = meant(text[start + 1 : end].replace("\\'", "'"))
        self._after = stop
        what = "single quotation marks" if mark == "'" else "typographic quotation marks"
        sentence = f"{shown(text[start:stop])} stands in {what}."
        self._fault(FaultKind.QUOTATION_MARKS, start, stop, sentence, 'Use ".', quoted(value))
        return Token(STRING, start, stop, value)

    def _foreign_end(self, start: int, closings: str) -> int:
        text = self._text
        newline = text.find("\n", start, start + _LONGEST)
        last = newline if newline >= 0 else min(len(text), start + _LONGEST)
        places = (found.start() for found in re.compile(f"[{closings}]").finditer(text, start + 1, last))
        marks = list(islice((place for place in places if text[place - 1] != "\\"), _MOST_MARKS))
        if marks:
            return next((mark for mark in marks if closes(text, mark)), marks[0])
        return start + 1 + len(text[start + 1 : last].rstrip().rstrip("]}{[,: \t"))

    def _inner_faults(self, start: int, end: int) -> Iterator[Fault]:
        """What a string may not hold, between its quotation marks."""
        text, position = self._text, start
        while position < end:
            character = text[position]
            if character == "\\":
                if escape := _ESCAPE.match(text, position):
                    position = escape.end()
                    continue
                yield Fault(
                    FaultKind.INVALID_ESCAPE,
                    position,
                    min(position + 2, end),
                    f"{shown(text[position : position + 2])} is no escape of JSON.",
                    f"Write {mended_escape(text[position : min(position + 2, end)])}.",
                    (Edit(position, min(position + 2, end), mended_escape(text[position : min(position + 2, end)])),),
                )
                position += 2 if text[position + 1 : position + 2] not in {"u", ""} else 1
                continue
            if character < " ":
                name = "A line end" if character in "\r\n" else f"The control character U+{ord(character):04X}"
                yield Fault(
                    FaultKind.CONTROL_CHARACTER,
                    position,
                    position + 1,
                    f"{name} stands in a string.",
                    "Delete it, or write it as an escape.",
                    (Edit(position, position + 1, "" if character in "\r\n\x00" else escaped(character)),),
                )
            position += 1


def closes(text: str, position: int) -> bool:
    """Whether a quotation mark at `position` ends a string: what follows on the line is punctuation."""
    following = text[position + 1 : position + _NEAR].split("\n", 1)[0].lstrip()[:1]
    return following in {"", ",", ":", "]", "}", "/", "#"}
