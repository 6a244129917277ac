"""HCL's strings and heredocs: what they say, character by character, with interpolations as holes.

HCL native syntax specification, "Template Expressions" and "Template Literals".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.containers.holes import Draft, Holed, Variables
from checks.documents.containers.tree import Dialect
from checks.documents.containers.written import escaped
from checks.documents.source import Passage

_QUOTED: Final = re.compile(
    r"\\(?P<escape>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\$(?P<dollar>\$\{)|%(?P<percent>%\{)", re.DOTALL
)
_RAW: Final = re.compile(r"(?P<escape>(?!))|\$(?P<dollar>\$\{)|%(?P<percent>%\{)")
_SIMPLE: Final = {"n": "\n", "r": "\r", "t": "\t"}
_LAST: Final = 0x10FFFF
TERRAFORM: Final = Dialect(variables=Variables(re.compile(r"\$(?P<kept>\$\{)|\$\{(?:[^{}]|\{[^{}]*\})*\}")))
"""Terraform's JSON syntax, whose strings are templates too."""
_OPENING: Final = re.compile(r"([$%])\{")


class Hole(NamedTuple):
    """An interpolation, or a directive such as `%{ if … }`."""

    start: int
    end: int
    is_directive: bool = False


def _body(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where a string's own text begins and ends, and whether it is a heredoc."""
    if not text.startswith("<<", start):
        return start + 1, max(end - 1, start + 1), False
    first = text.find("\n", start, end) + 1 or end
    return first, max(text.rfind("\n", first, end) + 1, first), True


def _within(holes: tuple[Hole, ...], first: int, last: int) -> Iterator[Hole]:
    """The holes of a string's own text, one after the other; a broken text may have others."""
    place = first
    for hole in sorted(holes):
        if place <= hole.start and hole.end <= last:
            yield hole
            place = hole.end


def _drafted(passage: Passage, start: int, end: int, holes: tuple[Hole, ...]) -> tuple[Draft, int, bool]:
    text = passage.text
    place, stop, is_heredoc = _body(text, start, end)
    draft = Draft(passage)
    pattern = _RAW if is_heredoc else _QUOTED
    for hole in (*_within(holes, place, stop), Hole(stop, stop)):
        for found in pattern.finditer(text, place, hole.start):
            draft.add(text[place : found.start()], place)
            if escape := found["escape"]:
                code = min(int(escape[1:], 16), _LAST) if len(escape) > 1 else 0
                draft.add_written(chr(code) if code else _SIMPLE.get(escape, escape), found.start())
            else:
                draft.add_written(found["dollar"] or found["percent"], found.start())
            place = found.end()
        draft.add(text[place : hole.start], place)
        if hole.end > hole.start:
            draft.hole(hole.start, text[hole.start : hole.end])
        place = hole.end
    return draft, stop, is_heredoc


def _encode_quoted(new: str) -> str:
    return _OPENING.sub(r"\1\1{", escaped(new))


def _encode_raw(new: str) -> str:
    return _OPENING.sub(r"\1\1{", new)


def string_content(passage: Passage, start: int, end: int, holes: tuple[Hole, ...]) -> Passage | Holed:
    """What a string says.

    Args:
        passage: The text that it stands in.
        start: Where it begins, with its opening mark.
        end: Where it ends.
        holes: Its interpolations, in the order of the text.
    """
    first, last, is_heredoc = _body(passage.text, start, end)
    body = passage.text[first:last]
    encode = _encode_raw if is_heredoc else _encode_quoted
    if not holes and not (_RAW if is_heredoc else _QUOTED).search(body):
        return passage.within(body, first, encode)
    draft, stop, _ = _drafted(passage, start, end, holes)
    return draft.done(stop, encode)


def meaning(text: str, start: int, end: int, holes: tuple[Hole, ...]) -> tuple[str | None, ...]:
    """What is known of a string, and None for each part that is not.

    Args:
        text: The text that it stands in.
        start: Where it begins, with its opening mark.
        end: Where it ends.
        holes: Its interpolations, in the order of the text.
    """
    first, last, is_heredoc = _body(text, start, end)
    pattern = _RAW if is_heredoc else _QUOTED
    parts: list[str | None] = []
    place = first
    for hole in (*_within(holes, first, last), Hole(last, last)):
        known = pattern.sub(_meant, text[place : hole.start])
        parts += [known] if known else []
        parts += [None] if hole.end > hole.start else []
        place = hole.end
    return tuple(parts)


def _meant(found: re.Match[str]) -> str:
    escape = found["escape"]
    if not escape:
        return found["dollar"] or found["percent"]
    if len(escape) > 1:
        return chr(min(int(escape[1:], 16), _LAST))
    return _SIMPLE.get(escape, escape)
