"""Text to tokens, by RFC 8259's grammar; what has no place in it becomes what was probably meant, and a fault.

A token never crosses a line, except a comment and a string whose own text was broken over lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from checks.documents.source import Edit
from checks.documents.syntax.faults import MOST_FAULTS, Fault, FaultKind
from checks.documents.syntax.marks import odd, reread
from checks.documents.syntax.quoting import quoted, shown
from checks.documents.syntax.strings import LITERAL, NUMBER, STRING, UNKNOWN, WORD, Strings, Token, closes

__all__ = ["LITERAL", "NUMBER", "STRING", "UNKNOWN", "WORD", "Lexer", "Token"]

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
_STRINGS: Final = frozenset({2, 3})
"""The groups of that pattern that are strings."""
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*", re.DOTALL)
_WORD: Final = re.compile(r"""[^\s\[\]{},:"'\u2018-\u201f\u00ab\u00bb<#\x00-\x1f]+""")
_WORD_WITH_COLONS: Final = re.compile(r"""(?:[^\s\[\]{},:"'\u2018-\u201f<\x00-\x1f]|:(?=[^\s"'\[{,]))+""")
_PLACEHOLDER: Final = re.compile(r"<[^<>\n\"]{1,80}>|\$\{[^}\n\"]{0,80}\}|\{\{[^}\n\"]{0,80}\}\}|\.{3}|\u2026")
_ELLIPSIS: Final = re.compile(r"\.{3}|\u2026")
_NUMBER_LIKE: Final = re.compile(r"[+-]?\.?[0-9][0-9a-zA-Z_.+-]*|[+-]?(?:NaN|Infinity)")
_CALL: Final = re.compile(r"[A-Za-z_][\w.]*\([^()\n]*\)")
_WORDS: Final = {"True": "true", "False": "false", "None": "null", "TRUE": "true", "FALSE": "false", "NULL": "null"}
_FOREIGN: Final = frozenset("\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2060\x0b\x0c\x85") | frozenset(
    chr(code) for code in range(0x2000, 0x200B)
)
_QUOTES: Final = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"


class Lexer(Strings):
    """The tokens of a text, one after the other; the faults found on the way are in `faults`."""

    def tokens(self) -> Iterator[Token]:  # noqa: C901  # one loop, for speed
        """All tokens."""
        text, position, size = self._text, 0, len(self._text)
        match, looks = _TOKEN.match, MOST_FAULTS
        new = tuple.__new__  # what a named tuple's own constructor calls, too
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
                if len(self.faults) >= MOST_FAULTS:
                    yield Token(UNKNOWN, position, position, "")  # there is more, and nobody will read it
                    return
                yield from self._mend(position)
                position = self._after
                continue
            position = found.end()
            group = found.lastindex
            if group in _STRINGS and looks and odd(text, position):
                looks -= 1
                # Read it with patience; if there is no better way, it is what it seemed to be.
                yield from self._marked(position - len(found[0].lstrip(" \t\n\r")))
                position = self._after
                continue
            if group == 1:
                yield new(Token, (found[1], position - 1, position, ""))
            elif group == 2:  # noqa: PLR2004  # the pattern's groups
                yield new(Token, (STRING, position - len(found[2]) - 2, position, found[2]))
            elif group == 3:  # noqa: PLR2004  # the same
                start = position - len(found[3])
                yield new(Token, (STRING, start, position, json.loads(found[3])))
            elif group == 4:  # noqa: PLR2004  # the same
                yield new(Token, (NUMBER, position - len(found[4]), position, found[4]))
            else:
                yield new(Token, (LITERAL, position - len(found[5]), position, found[5]))

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
            yield from self._marked(start)
        elif character in _QUOTES:
            yield self._foreign_string(start)
        elif character in "<$.\u2026{" and (holder := _PLACEHOLDER.match(text, start)):
            yield from self._placeholder(start, holder[0])
        elif number := _NUMBER_LIKE.match(text, start):
            yield from self._number(start, number[0])
        else:
            yield from self._word(start)

    def _marked(self, start: int) -> Iterator[Token]:
        """A string in `"` that is not closed, or holds what it may not hold, or is odd."""
        text, end = self._text, self._closing(start, '"')
        if end is not None and not odd(text, end + 1):
            yield self._string(start, '"')
            return
        if end is None:
            newline = text.find("\n", start)
            way = reread(text, start, newline if newline >= 0 else len(text))
        else:
            way = reread(text, start, end + 1)
        if way is None:
            yield self._string(start, '"')
            return
        fault, self._after, value = way
        self.faults.append(fault)
        if value is not None:
            yield Token(STRING, start, self._after, value)

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
        lost = self._text[self._after : self._after + 1] == '"' and closes(self._text, self._after)
        if rest or lost or not _ends_value(self._text, self._after):
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
        if text[self._after : self._after + 1] != '"' or not closes(text, self._after):
            yield Token(WORD, start, self._after, word)
            return
        self._after += 1
        bare = word.lstrip("\\")
        sentence = f"The quotation mark before {shown(bare)} is missing."
        edit = Edit(start, start, '"') if bare == word else Edit(start, self._after, quoted(bare))
        self.faults.append(
            Fault(
                FaultKind.QUOTATION_MARKS,
                start,
                self._after,
                sentence,
                'Put a " before it.',
                (edit,),
            )
        )
        yield Token(STRING, start, self._after, bare)


def _ends_value(text: str, position: int) -> bool:
    """Whether a value may end here."""
    return not re.match(r"[\w.+:-]", text[position : position + 1])
