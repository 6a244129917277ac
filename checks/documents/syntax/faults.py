"""What can be wrong with a text that should be JSON, after RFC 8259.

Each kind of fault is a rule of its own in `checks.rules.syntax`.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import Final, NamedTuple

from checks.documents.source import Edit


class FaultKind(StrEnum):
    """A kind of fault; the value is the name of its rule."""

    AMBIGUOUS_SCALAR = "ambiguous-scalar"
    BYTE_ORDER_MARK = "byte-order-mark"
    CLOSED_BY_ANOTHER = "mismatched-bracket"
    COMMENT = "comment"
    CONTROL_CHARACTER = "control-character"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY_TEXT = "empty-document"
    FOREIGN_BLANK = "foreign-blank"
    INVALID_ESCAPE = "invalid-escape"
    INVALID_NUMBER = "invalid-number"
    MISSING_COLON = "missing-colon"
    MISSING_COMMA = "missing-comma"
    MISSING_VALUE = "missing-value"
    NESTED_TOO_DEEPLY = "nested-too-deeply"
    PLACEHOLDER = "placeholder-outside-string"
    QUOTATION_MARKS = "quotation-marks"
    SEVERAL_DOCUMENTS = "several-documents"
    STRAY_BRACKET = "stray-bracket"
    STRAY_TOKEN = "stray-token"  # noqa: S105  # no password
    TOO_MANY_FAULTS = "too-many-faults"
    TRAILING_COMMA = "trailing-comma"
    UNCLOSED_BRACKET = "unclosed-bracket"
    UNCLOSED_STRING = "unclosed-string"
    UNOPENED_BRACKET = "unopened-bracket"
    UNQUOTED_TEXT = "unquoted-text"


MOST_FAULTS: Final = 1_000
"""After so many faults the reading ends: this is not a document with mistakes in it."""


class Fault(NamedTuple):
    """One fault.

    Attributes:
        kind: Of which kind.
        start: Where it begins in the text that was read, 0-based.
        end: Where it ends; after `start`, unless something is missing there.
        sentence: What is wrong, in plain words.
        remedy: What to do about it.
        edits: The edit that mends it; empty if only a person can know what was meant.
        related: Another place that has to do with it, such as the bracket that is not closed; and why.
    """

    kind: FaultKind
    start: int
    end: int
    sentence: str
    remedy: str
    edits: tuple[Edit, ...] = ()
    related: tuple[int, int, str] | None = None


def join_insertions(faults: list[Fault]) -> None:
    """Give faults that put something in at one place one edit between them, which puts it all in, in its order.

    What ends there comes first, then what is missing there, then what begins there.
    """
    at_place: dict[int, list[int]] = {}
    for number, fault in enumerate(faults):
        for edit in fault.edits:
            if edit.start == edit.end:
                at_place.setdefault(edit.start, []).append(number)
    for place, numbers in at_place.items():
        if len(numbers) < 2:  # noqa: PLR2004  # one alone
            continue
        numbers.sort(key=lambda number: _rank(faults[number], place))
        both = Edit(place, place, "".join(faults[number].edits[0].text for number in numbers))
        for number in numbers:
            faults[number] = faults[number]._replace(edits=(both,))


def take_along(faults: list[Fault]) -> None:
    """What is wrong inside of a text that is to be deleted is mended by its deletion."""
    gone = [fault.edits[0] for fault in faults if fault.kind is FaultKind.STRAY_TOKEN and fault.edits]
    if not gone:
        return
    by_start = {edit.start: edit for edit in gone}
    starts = sorted(by_start)
    for number, fault in enumerate(faults):
        before = bisect_right(starts, fault.start) - 1
        edit = by_start[starts[before]] if before >= 0 else None
        if edit and fault.kind in _OF_TOKENS and fault.end <= edit.end:
            faults[number] = fault._replace(edits=(edit,))


_OF_TOKENS: Final = frozenset(
    {
        FaultKind.CONTROL_CHARACTER,
        FaultKind.INVALID_ESCAPE,
        FaultKind.INVALID_NUMBER,
        FaultKind.QUOTATION_MARKS,
        FaultKind.UNCLOSED_STRING,
        FaultKind.UNQUOTED_TEXT,
    }
)


def _rank(fault: Fault, place: int) -> int:
    if fault.start < place:
        return 0
    return 1 if fault.start == fault.end else 2
