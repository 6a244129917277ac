"""Places that are checked and stand in no file: settings, resources, live answers, each a line of a listing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checks.documents.source import Source
from checks.findings import Finding, Severity
from checks.result import Status
from checks.rules.registry import find


class Place(NamedTuple):
    """A range of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]


def listing(name: str, lines: Iterable[str]) -> tuple[Place, ...]:
    """A source of such lines, and the place of each.

    Args:
        name: What the source is to be called, such as `environment`.
        lines: The lines, none of which is empty; if there are none, nothing is made.
    """
    texts = tuple(lines)
    source = Source(name, "".join(f"{text}\n" for text in texts))
    places, start = [], 0
    for text in texts:
        places.append(Place(source, start, start + len(text)))
        start += len(text) + 1
    return tuple(places)


def found(  # noqa: PLR0913  # the parts of a finding that differ from one to the next
    rule: str,
    status: Status,
    place: Place,
    sentence: str,
    remedy: str = "",
    *,
    path: str = "",
    severity: Severity | None = None,
) -> Finding:
    """What a rule says of a place.

    Args:
        rule: The rule's name.
        status: How the check ended.
        place: What was checked.
        sentence: What was found.
        remedy: What to do about it.
        path: What the configuration calls it, such as `destinations.g1.bucketRegion`.
        severity: If it is not the rule's own.
    """
    known = find(rule)
    return Finding(
        known.code,
        known.name,
        severity or known.severity,
        place.source.name,
        place.source.span(place.start, place.end),
        sentence,
        remedy,
        path,
        status=status,
    )
