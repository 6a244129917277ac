"""Quotation marks that are lost, or one too many, in a line: where a string really ends.

One mark more or less turns the rest of its line inside out: what is text looks like punctuation, and the reverse. A
string is odd if a letter or another mark follows it directly, or if nothing closes it. Then each way to put one mark
in, or to take one out, is tried; the first one after which the rest of the line reads as JSON was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.source import Edit
from checks.documents.syntax.faults import Fault, FaultKind
from checks.documents.syntax.quoting import meant, shown

_TOKEN: Final = re.compile(
    r'[ \t\r]*(?:([{}\[\]:,])|"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
    r"|-?[0-9]+(?:\.[0-9]+)?(?![\w.+:-])|(?:true|false|null)(?![\w.+:-]))"
)
_LINE_END: Final = re.compile(r"[ \t\r]*(?:\n|\Z)")
_CUT: Final = re.compile(r"[ \t]*(?::(?=[ \t]*(?:[\[{]|\Z))|[,\]}](?=[ \t,\[{\]}]*\Z))")
"""Where a string may end whose text goes on with punctuation."""
_CLEAN: Final = re.compile(r'(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
"""The text of a string without another fault."""
_AFTER: Final = frozenset(" \t\n\r,:]}/#")
"""What may follow a string directly."""
_LONGEST: Final = 1_000
"""How far a line is looked at."""
_MOST_TOKENS: Final = 40
_MOST_CUTS: Final = 6

Reread = tuple[Fault, int, str | None]
"""What is wrong, where to go on, and what the string means; None if there is no string at all."""


def odd(text: str, end: int) -> bool:
    """Whether something follows a string that ends at `end` directly, so that it probably ends elsewhere."""
    return end < len(text) and text[end] not in _AFTER


def reread(text: str, start: int, end: int) -> Reread | None:
    """Another way to read the odd string at `start`, after which the rest of its line reads as JSON.

    Args:
        text: The text.
        start: Where the string begins.
        end: Behind the mark that seems to close it, or where its line ends if nothing does.
    """
    return next((way for way in _ways(text, start, end) if _reads_well(text, way[1])), None)


def _ways(text: str, start: int, end: int) -> Iterator[Reread]:
    closed = text[end - 1] == '"' and end - 1 > start
    inner = text[start + 1 : end - 1 if closed else end][:_LONGEST]
    for number, cut in enumerate(_CUT.finditer(inner)):
        if number >= _MOST_CUTS:
            break
        stop = start + 1 + cut.start()
        sentence = f"The string {shown(text[start:stop])} is not closed."
        lost = text[stop - 1] == "\\"  # the mark became a backslash, or got one before it
        edit = (Edit(stop - lost, stop, '"'),)
        if not _CLEAN.fullmatch(text, start + 1, stop - lost):
            continue
        yield (
            Fault(FaultKind.UNCLOSED_STRING, start, stop, sentence, 'Put a " at its end.', edit),
            stop,
            meant(text[start + 1 : stop - lost]),
        )
    if _may_be_surplus(text, start):
        yield _surplus(start), start + 1, None
    if not closed:
        return
    line = text.find("\n", end, end + _LONGEST)
    second = text.find('"', end, line if line >= 0 else end + _LONGEST)
    whole = second >= 0 and _CLEAN.fullmatch(text, start + 1, end - 1) and _CLEAN.fullmatch(text, end, second)
    if whole and not odd(text, second + 1):
        yield _surplus(end - 1), second + 1, meant(text[start + 1 : end - 1] + text[end:second])


def _surplus(place: int) -> Fault:
    sentence = "This quotation mark is one too many."
    return Fault(FaultKind.QUOTATION_MARKS, place, place + 1, sentence, "Delete it.", (Edit(place, place + 1, ""),))


def _may_be_surplus(text: str, start: int) -> bool:
    """Whether the line can do without the mark at `start`: a value follows exactly if one is needed."""
    before = text[max(0, start - _LONGEST) : start].rstrip()[-1:]
    after = text[start + 1 : start + _LONGEST].lstrip(" \t\r")[:1]
    if before in {":", ","}:
        return after not in {"", ",", ":", "]", "}", "\n"}
    return before in {"", "[", "{"} or after in {"", ",", ":", "]", "}", "\n"}


def _reads_well(text: str, position: int) -> bool:
    """Whether the rest of the line is tokens of JSON, and no two values stand side by side."""
    value = text[position - 1 : position] == '"'
    for _ in range(_MOST_TOKENS):
        if _LINE_END.match(text, position):
            return True
        found = _TOKEN.match(text, position)
        if found is None:
            return False
        if value and (found[1] is None or found[1] in "{["):
            return False
        value, position = found[1] is None, found.end()
    return True
