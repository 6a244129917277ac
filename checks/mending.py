"""Mend a text by the edits of its findings: until none is left, and never so that its syntax gets worse."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from checks.documents.containers import read_source
from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Finding

_ROUNDS: Final = 20
"""So often is a text judged anew; mending one thing may show the next."""


class Mended(NamedTuple):
    """A text that was mended.

    Attributes:
        source: The text as it is now.
        made: How many findings were mended.
        refused: Those whose edits would have made the text worse, at their places in it.
    """

    source: Source
    made: int
    refused: tuple[Finding, ...]


def mend(source: Source, find: Callable[[Source], Iterable[Finding]], kind: Kind | None = None) -> Mended:
    """Make the edits of findings, judge the text anew, and so on until there are none.

    Args:
        source: The text.
        find: The findings of a text that are to be mended.
        kind: What its documents are for; None to tell by what they say.
    """
    made = 0
    seen = {source.text}
    for _ in range(_ROUNDS):
        batch = _apart([finding for finding in find(source) if finding.edits])
        if not batch:
            break
        better, done = _step(source, batch, kind)
        if better.text in seen:
            return Mended(source, made, batch)
        seen.add(better.text)
        source = better
        made += done
    return Mended(source, made, ())


def _step(source: Source, batch: tuple[Finding, ...], kind: Kind | None) -> tuple[Source, int]:
    """The source with a batch mended, or with the first of it that can be; and how many that are."""
    before = _standing(source, kind)
    for some in (batch, *((finding,) for finding in batch)):
        better = _edited(source, some)
        if not _worse(_standing(better, kind), before):
            return better, len(some)
    return source, 0


class _Standing(NamedTuple):
    """How a text stands."""

    faults: int
    documents: int


def _standing(source: Source, kind: Kind | None) -> _Standing:
    reading = read_source(source, kind)
    return _Standing(sum(len(found) for _, found in reading.faults), len(reading.policies))


def _worse(after: _Standing, before: _Standing) -> bool:
    return after.faults > before.faults or after.documents < before.documents


def _apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of the findings whose edits do not touch each other; equal edits do not."""
    chosen: list[Finding] = []
    taken: list[tuple[int, int, str]] = []
    for finding in findings:
        wanted = [(edit.start, edit.end, edit.text) for edit in finding.edits]
        if all(_free(taken, *edit) for edit in wanted):
            chosen.append(finding)
            for edit in wanted:
                insort(taken, edit)
    return tuple(chosen)


def _free(taken: list[tuple[int, int, str]], start: int, end: int, text: str) -> bool:
    """Whether an edit touches none of those taken, which are sorted and apart, but one that is the same."""
    place = bisect_left(taken, (start, end, text))
    if place < len(taken) and taken[place] == (start, end, text):
        return True
    before = taken[place - 1] if place else (0, 0, "")
    after = taken[place] if place < len(taken) else (end, end, "")
    return before[1] <= start and end <= after[0]


def _edited(source: Source, findings: Iterable[Finding]) -> Source:
    """The source with the findings' edits made; what several findings ask for is done once."""
    edits = dict.fromkeys(edit for finding in findings for edit in finding.edits)
    newline = "\r\n" if "\r\n" in source.text else "\n"
    parts, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [source.text[position : edit.start], edit.text.replace("\r\n", "\n").replace("\n", newline)]
        position = edit.end
    return Source(source.name, "".join([*parts, source.text[position:]]))
