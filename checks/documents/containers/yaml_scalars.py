"""What a scalar of YAML says, character by character.

YAML 1.2.2, chapters 7.3 ("Flow scalar styles") and 8.1 ("Block scalar styles").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from checks.documents.containers.written import coarse, escaped, in_json_string
from checks.documents.nodes import Text, Unknown
from checks.documents.source import Passage

_BLANKS: Final = " \t\r\n"
_RUN: Final = re.compile(r"[ \t\r\n]+")
_FOLD: Final = re.compile(r"\\[ \t]*\r?\n[ \t]*")
_SIMPLE: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_LENGTHS: Final = {"x": 2, "u": 4, "U": 8}


def scalar_content(passage: Passage, node: Text | Unknown) -> Passage | None:
    """What a scalar says; None for a value that is not known.

    Args:
        passage: The text that it stands in.
        node: The scalar.
    """
    if not isinstance(node, Text):
        return None
    text, value = passage.text, node.value
    start, end = node.start, node.end
    style = text[start : start + 1]
    if style in {"|", ">"}:
        return _block(passage, node, folded=style == ">")
    encode: Callable[[str], str] | None = None
    first, last = start, end
    if style in {'"', "'"}:
        # In single marks a line end would be a blank, which is all the same to JSON.
        first, last, encode = start + 1, end - 1, escaped if style == '"' else _single
    if style == '"' and (found := in_json_string(passage, start, end, value)).encode is not None:
        return found
    offsets = _aligned(value, text, first, last, style if encode else "")
    return coarse(passage, start, end, value) if offsets is None else passage.within(value, offsets, encode)


def _single(new: str) -> str:
    return new.replace("'", "''").replace("\n", " ")


def _block(passage: Passage, node: Text, *, folded: bool) -> Passage:
    text, value = passage.text, node.value
    body = text.find("\n", node.start, node.end) + 1
    lines = text[body : node.end].split("\n") if body else []
    first = next((line for line in lines if line.strip()), "")
    indent = " " * (len(first) - len(first.lstrip(" ")))
    offsets = _aligned(value, text, body, node.end, "") if folded else _literal(value, lines, body)
    if not body or offsets is None:
        return coarse(passage, node.start, node.end, value)
    return passage.within(value, offsets, lambda new: new.replace("\n", f"\n{indent}"))


def _literal(value: str, lines: list[str], place: int) -> list[int] | None:
    """The places of a literal scalar's characters: its lines are the text's, behind the indentation."""
    offsets: list[int] = []
    said = value.split("\n")
    for number, line in enumerate(said):
        written = lines[number].removesuffix("\r") if number < len(lines) else ""
        cut = len(written) - len(line)
        if line and (cut < 0 or written[cut:] != line):
            return None
        offsets += range(place + cut, place + cut + len(line))
        if number < len(said) - 1:
            offsets.append(place + len(written))
        else:
            offsets.append(place + max(cut, 0) + len(line))
        place += len(lines[number]) + 1 if number < len(lines) else 0
    return offsets


def _aligned(value: str, text: str, place: int, end: int, mark: str) -> list[int] | None:
    """The places of a scalar's characters, where line ends are folded; None if they cannot be told."""
    offsets: list[int] = []
    position = 0
    if not mark:
        place = _skipped(text, place, end)
    while position < len(value):
        character = value[position]
        if mark == '"' and text[place : place + 1] == "\\":
            if fold := _FOLD.match(text, place, end):
                place = fold.end()
                continue
            if _escape(text, place) != character:
                return None
            offsets.append(place)
            position, place = position + 1, place + 2 + _LENGTHS.get(text[place + 1], 0)
        elif character in " \t\n":
            run = _RUN.match(text, place, end)
            if run is None:
                rest = value[position:]
                return None if rest.strip() else [*offsets, *[min(place, end)] * (len(rest) + 1)]
            length, after = 1, place + 1
            if "\n" in run[0]:
                length, after = _folded(value, position, run[0], mark), run.end()
            offsets += [place] * length
            position, place = position + length, after
        elif place < end and text[place] == character:
            offsets.append(place)
            place += 2 if mark == "'" == character else 1
            position += 1
        else:
            return None
    return [*offsets, min(place, end)]


def _escape(text: str, place: int) -> str:
    escape = text[place + 1 : place + 2]
    length = _LENGTHS.get(escape, 0)
    return chr(int(text[place + 2 : place + 2 + length], 16)) if length else _SIMPLE.get(escape, "")


def _folded(value: str, position: int, run: str, mark: str) -> int:
    """How many of a value's characters the blanks around a folded line end are."""
    if mark == '"':
        # Blanks that follow may be escapes.
        return max(run.count("\n") - 1, 1)
    found = _RUN.match(value, position)
    return found.end() - position if found else 1


def _skipped(text: str, place: int, end: int) -> int:
    found = _RUN.match(text, place, end)
    return found.end() if found else place
