"""Python's string literals: what they say, character by character, with replacement fields as holes.

The Python language reference, "String and Bytes literals" and "f-strings". The places that `ast` gives for the parts
of an f-string depend on Python's version, so literals are read here from their text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from checks.documents.containers.holes import Draft, Holed
from checks.documents.source import Passage

_BETWEEN: Final = re.compile(r"(?:[\s()]|\\\r?\n|#[^\n]*)*")
_OPENING: Final = re.compile(r"([A-Za-z]{0,2})('''|\"\"\"|'|\")")
_ESCAPE: Final = re.compile(
    r"\\(?:\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\\'\"abfnrtv])"
)
_SIMPLE: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LITERAL: Final = re.compile(r"('''|\"\"\"|'|\")(?:\\.|(?!\1).)*\1", re.DOTALL)


class _Literal(NamedTuple):
    """One literal of a string that may be written as several."""

    prefix: str
    mark: str
    start: int
    end: int


def _literals(text: str, start: int, end: int) -> Iterator[_Literal]:
    """The literals that a string is written as, by the ranges of what stands between their marks."""
    place = start
    while True:
        between = _BETWEEN.match(text, place, end)
        place = between.end() if between else place
        opening = _OPENING.match(text, place, end)
        if opening is None:
            return
        prefix, mark = opening[1].lower(), opening[2]
        stop = opening.end()
        while stop < end and not text.startswith(mark, stop):
            if text[stop] == "\\" and not ("r" in prefix and text[stop + 1 : stop + 2] == "{"):
                stop += 2
            elif "f" in prefix and text[stop] == "{":
                stop = _field(text, stop, end) if text[stop + 1 : stop + 2] != "{" else stop + 2
            else:
                stop += 1
        yield _Literal(prefix, mark, opening.end(), min(stop, end))
        place = stop + len(mark)


def _field(text: str, start: int, end: int) -> int:
    """Where a replacement field ends that begins at `start`."""
    depth, place = 0, start
    while place < end:
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if not depth:
                return place + 1
        elif literal := _LITERAL.match(text, place, end):
            place = literal.end()
            continue
        place += 1
    return end


def string_content(passage: Passage, start: int, end: int) -> Holed:
    """What a string says.

    Args:
        passage: The program.
        start: Where the string's expression begins.
        end: Where it ends.
    """
    text = passage.text
    draft = Draft(passage)
    literals = list(_literals(text, start, end))
    for literal in literals:
        _draft(draft, text, literal)
    last = literals[-1].end if literals else end
    styles = {(literal.prefix.replace("u", ""), literal.mark) for literal in literals}
    return draft.done(last, _encode(*styles.pop()) if len(styles) == 1 else None)


def draft_string(draft: Draft, passage: Passage, start: int, end: int) -> None:
    """Go on with what a string says.

    Args:
        draft: The text so far.
        passage: The program.
        start: Where the string's expression begins.
        end: Where it ends.
    """
    for literal in _literals(passage.text, start, end):
        _draft(draft, passage.text, literal)


def _draft(draft: Draft, text: str, literal: _Literal) -> None:
    raw, formatted = "r" in literal.prefix, "f" in literal.prefix
    place = run = literal.start
    while place < literal.end:
        character = text[place]
        if character == "\\" and not raw and (escape := _ESCAPE.match(text, place, literal.end)):
            draft.add(text[run:place], run)
            draft.add_written(_meant(escape[0]), place)
            place = run = escape.end()
        elif formatted and character in "{}":
            draft.add(text[run:place], run)
            if text[place + 1 : place + 2] == character:
                draft.add_written(character, place)
                place = run = place + 2
            else:
                run = _field(text, place, literal.end)
                draft.hole(place, text[place:run])
                place = run
        else:
            place += 1
    draft.add(text[run : literal.end], run)


def _meant(escape: str) -> str:
    """What an escape stands for."""
    body = escape[1:]
    if body in {"\n", "\r\n"}:
        return ""
    if body[0] in "01234567":
        return chr(int(body, 8))
    if body[0] in "xuU":
        return chr(min(int(body[1:], 16), 0x10FFFF))
    if body[0] == "N":
        return unicodedata.lookup(body[2:-1])
    return _SIMPLE.get(body, body)


def _encode(prefix: str, mark: str) -> Callable[[str], str] | None:
    """How new text is written in a literal; None where it may be that it cannot be written at all."""
    raw, braces, long = "r" in prefix, "f" in prefix, len(mark) > 1
    if raw and not long:
        return None

    def encode(new: str) -> str:
        if not raw:
            new = new.replace("\\", "\\\\").replace(mark[0], f"\\{mark[0]}")
            new = new if long else new.replace("\n", "\\n")
        return new.replace("{", "{{").replace("}", "}}") if braces else new

    return encode
