"""Text to tokens, by RFC 8259's grammar; what it has no place for becomes the token that was probably meant, and a fault.

A token never crosses a line, except a comment and a string whose own text was broken over lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.source import Edit
from checks.documents.syntax.faults import Fault, FaultKind

PUNCTUATION: Final = "{}[]:,"
STRING, NUMBER, LITERAL, UNKNOWN, WORD = "s", "n", "l", "u", "w"
"""The kinds of tokens besides punctuation, which is its own kind; a word is text without quotation marks."""


class Token(NamedTuple):
    """A token: its kind, its range, and its value (the string's value, the number's or the word's spelling)."""

    kind: str
    start: int
    end: int
    value: str


_TOKEN: Final = re.compile(
    r"""[ \t\n\r]*(?:
    ([{}\[\]:,])
    |"([^"\\\x00-\x1f]*)"
    |("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
    |(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+:-])
    |(true|false|null)(?![\w.+:-])
    )""",
    re.VERBOSE,
)
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*", re.DOTALL)
_WORD: Final = re.compile(r"""[^\s\[\]{},:"'\u2018-\u201f\u00ab\u00bb<#\x00-\x1f]+""")
_WORD_WITH_COLONS: Final = re.compile(r"""(?:[^\s\[\]{},:"'\u2018-\u201f<]|:(?=[^\s"'\[{,]))+""")
_PLACEHOLDER: Final = re.compile(r"<[^<>\n\"]{1,80}>|\$\{[^}\n\"]{0,80}\}|\{\{[^}\n\"]{0,80}\}\}|\.{3}|\u2026")
_ELLIPSIS: Final = re.compile(r"\.{3}|\u2026")
_NUMBER_LIKE: Final = re.compile(r"[+-]?\.?[0-9][0-9a-zA-Z_.+-]*|[+-]?(?:NaN|Infinity)")
_CALL: Final = re.compile(r"[A-Za-z_][\w.]*\([^()\n]*\)")
_WORDS: Final = {"True": "true", "False": "false", "None": "null", "TRUE": "true", "FALSE": "false", "NULL": "null"}
_ESCAPE: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_FOREIGN: Final = frozenset("\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2060\x0b\x0c\x85") | frozenset(
    chr(code) for code in range(0x2000, 0x200B)
)
_CLOSING: Final = {"'": "'", "\u2018": "\u2019", "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c\u201d"}
_QUOTES: Final = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_NEAR: Final = 200
"""How far a look ahead goes."""
_LONGEST: Final = 2_000
"""How far the end of a string in foreign quotation marks is looked for."""
_ROOM: Final = 80
"""How much of an offending text a sentence quotes."""


def quoted(text: str) -> str:
    """A text as a JSON string; characters beyond ASCII stay as they are."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return short.get(character) or (character if character >= " " else f"\\u{ord(character):04x}")


def shown(text: str) -> str:
    """A text as a sentence quotes it: on one line, and not too long."""
    visible = "".join(character if character.isprintable() else f"U+{ord(character):04X}" for character in text)
    return visible if len(visible) <= _ROOM else f"{visible[: _ROOM - 1]}…"


class Lexer:
    """The tokens of a text, one after the other; the faults found on the way are in `faults`."""

    def __init__(self, text: str) -> None:
        """Begin before the first character of `text`."""
        self._text = text
        self.faults: list[Fault] = []

    def tokens(self) -> Iterator[Token]:
        """All tokens."""
        text, position, size = self._text, 0, len(self._text)
        match = _TOKEN.match
        if text.startswith("\ufeff"):
            self._fault(
                FaultKind.BYTE_ORDER_MARK, 0, 1, "The text begins with a byte order mark.", "Save it as UTF-8 without."
            )
            position = 1
        while True:
            found = match(text, position)
            if found is None:
                position = _BLANKS.match(text, position).end()  # type: ignore[union-attr]  # it matches nothing, too
                if position >= size:
                    return
                yield from self._mend(position)
                position = self._after
                continue
            position = found.end()
            group = found.lastindex
            if group == 1:
                yield Token(found[1], position - 1, position, "")
            elif group == 2:  # noqa: PLR2004  # the pattern's groups
                yield Token(STRING, position - len(found[2]) - 2, position, found[2])
            elif group == 3:  # noqa: PLR2004  # the same
                start = position - len(found[3])
                yield Token(STRING, start, position, json.loads(found[3]))
            elif group == 4:  # noqa: PLR2004  # the same
                yield Token(NUMBER, position - len(found[4]), position, found[4])
            else:
                yield Token(LITERAL, position - len(found[5]), position, found[5])

    def _fault(self, kind: FaultKind, start: int, end: int, sentence: str, remedy: str, new: str | None = "") -> None:
        """Note a fault; `new` is what to put in its place, None if only a person can know."""
        edits = () if new is None else (Edit(start, end, new),)
        self.faults.append(Fault(kind, start, end, sentence, remedy, edits))

    def _mend(self, start: int) -> Iterator[Token]:
        """Read what is no token of JSON, from `start`; where to go on is in `_after`."""
        text, character = self._text, self._text[start]
        self._after = start + 1
        if character in _FOREIGN:
            while self._after < len(text) and text[self._after] in _FOREIGN:
                self._after += 1
            sentence = f"{shown(text[start : self._after])} stands between the values, and is no blank to JSON."
            self._fault(FaultKind.FOREIGN_BLANK, start, self._after, sentence, "Use a plain blank.", " ")
        elif character < " " or character == "\x7f":
            while self._after < len(text) and text[self._after] < " " and text[self._after] not in "\t\n\r":
                self._after += 1
            sentence = f"The control character {shown(text[start : self._after])} stands between the values."
            self._fault(FaultKind.CONTROL_CHARACTER, start, self._after, sentence, "Delete it.")
        elif comment := _COMMENT.match(text, start):
            self._after = comment.end()
            stop = start + len(comment[0].rstrip("\r"))
            self._fault(
                FaultKind.COMMENT, start, stop, "JSON has no comments.", "Delete it; a Sid can say what it is for."
            )
        elif character == '"':
            yield self._string(start, '"')
        elif character in _QUOTES:
            yield self._foreign_string(start)
        elif character in "<$.\u2026{" and (holder := _PLACEHOLDER.match(text, start)):
            yield from self._placeholder(start, holder[0])
        elif number := _NUMBER_LIKE.match(text, start):
            yield from self._number(start, number[0])
        else:
            yield from self._word(start)

    def _placeholder(self, start: int, holder: str) -> Iterator[Token]:
        self._after = start + len(holder)
        if _ELLIPSIS.fullmatch(holder):
            sentence = f"{holder} stands for something that was left out."
            self._fault(
                FaultKind.PLACEHOLDER, start, self._after, sentence, "Write what was left out, or delete it.", None
            )
            return
        sentence = f"The placeholder {shown(holder)} was not replaced."
        self._fault(FaultKind.PLACEHOLDER, start, self._after, sentence, "Write the value, in quotation marks.", None)
        yield Token(UNKNOWN, start, self._after, holder)

    def _number(self, start: int, spelling: str) -> Iterator[Token]:
        rest = _WORD.match(self._text, start + len(spelling))
        self._after = rest.end() if rest else start + len(spelling)
        if rest or not _ends_value(self._text, self._after):
            # Such as `2012-10-17` or `123abc`, or `452565589796:root`: a text without its quotation marks.
            yield from self._word(start)
            return
        spelling = self._text[start : self._after]
        sentence = f"{shown(spelling)} is not JSON: a number is written in plain decimals."
        digits = spelling.removeprefix("+")
        mended = digits if re.fullmatch(r"[1-9][0-9]*|0", digits) else quoted(spelling)
        self._fault(FaultKind.INVALID_NUMBER, start, self._after, sentence, f"Write {shown(mended)}.", mended)
        yield Token(UNKNOWN, start, self._after, spelling)

    def _word(self, start: int) -> Iterator[Token]:
        """A word without quotation marks; perhaps one of another language, perhaps with one mark lost."""
        text = self._text
        call = _CALL.match(text, start)
        found = call or _WORD_WITH_COLONS.match(text, start)
        if found is None:
            self._after = start + 1
            sentence = f"{shown(text[start])} has no meaning here."
            self._fault(FaultKind.STRAY_TOKEN, start, self._after, sentence, "Delete it.")
            return
        word, self._after = found[0], found.end()
        if call:
            sentence = f"{shown(word)} is a call of some language; JSON has values only."
            self._fault(FaultKind.UNQUOTED_TEXT, start, self._after, sentence, "Write the value.", None)
            yield Token(UNKNOWN, start, self._after, word)
            return
        if (mended := _WORDS.get(word)) is not None:
            sentence = f"{word} is spelt {mended} in JSON."
            self._fault(FaultKind.UNQUOTED_TEXT, start, self._after, sentence, f"Write {mended}.", mended)
            yield Token(LITERAL, start, self._after, mended)
            return
        if text[self._after : self._after + 1] != '"' or not _closes(text, self._after):
            yield Token(WORD, start, self._after, word)
            return
        self._after += 1
        sentence = f"The quotation mark before {shown(word)} is missing."
        self.faults.append(
            Fault(
                FaultKind.QUOTATION_MARKS,
                start,
                self._after,
                sentence,
                'Put a " before it.',
                (Edit(start, start, '"'),),
            )
        )
        yield Token(STRING, start, self._after, word)

    def _string(self, start: int, closing: str) -> Token:
        """A string in `"` that is not closed on its line, or holds what a string may not hold."""
        text = self._text
        end = self._closing(start, closing)
        if end is None:
            return self._unclosed(start)
        faults = list(self._inner_faults(start + 1, end))
        self.faults += faults
        self._after = end + 1
        return Token(STRING, start, self._after, _meant(text[start + 1 : end]))

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
        if text[start:newline].rstrip()[-1:] in {",", "{", "[", "]", "}", ":", *closing}:
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
        self.faults += self._inner_faults(start + 1, end)
        return Token(STRING, start, end, _meant(text[start + 1 : end]))

    def _foreign_string(self, start: int) -> Token:
        """A string in quotation marks that JSON does not have."""
        text, mark = self._text, self._text[start]
        closings = _CLOSING.get(mark, "\u2019\u201d\u201c\u00bb") + '"'
        if mark == "'":
            closings = "'"
        end = self._foreign_end(start, closings)
        stop = end + 1 if end < len(text) and text[end] in closings else end
        value = _meant(text[start + 1 : end].replace("\\'", "'"))
        self._after = stop
        what = "single quotation marks" if mark == "'" else "typographic quotation marks"
        sentence = f"{shown(text[start:stop])} stands in {what}."
        self._fault(FaultKind.QUOTATION_MARKS, start, stop, sentence, 'Use ".', quoted(value))
        return Token(STRING, start, stop, value)

    def _foreign_end(self, start: int, closings: str) -> int:
        text = self._text
        newline = text.find("\n", start, start + _LONGEST)
        last = newline if newline >= 0 else min(len(text), start + _LONGEST)
        marks = [
            position for position in range(start + 1, last) if text[position] in closings and text[position - 1] != "\\"
        ]
        if marks:
            return next((mark for mark in marks if _closes(text, mark)), marks[0])
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
                    "Write \\\\ for a backslash.",
                    (Edit(position, position + 1, "\\\\"),),
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
                    (Edit(position, position + 1, "" if character in "\r\n\x00" else _escaped(character)),),
                )
            position += 1


def _meant(inner: str) -> str:
    """What a string with faults probably means."""
    kept = "".join(character for character in inner if character not in "\r\n\x00")
    mended = re.sub(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})|(\\.)', lambda found: found[1] or "\\\\", kept)
    mended = re.sub(r'\\.|"', lambda found: found[0] if len(found[0]) > 1 else '\\"', mended)
    try:
        return str(json.loads(f'"{mended}"', strict=False))
    except ValueError:
        return kept


def _closes(text: str, position: int) -> bool:
    """Whether a quotation mark at `position` ends a string: what follows on the line is punctuation."""
    following = text[position + 1 : position + _NEAR].split("\n", 1)[0].lstrip()[:1]
    return following in {"", ",", ":", "]", "}", "/", "#"}


def _ends_value(text: str, position: int) -> bool:
    """Whether a value may end here."""
    return not re.match(r"[\w.+:-]", text[position : position + 1])
