"""What a check found: a value with a status and a sentence. Nothing is skipped silently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a check ended."""

    PASS = "PASS"  # noqa: S105  # no password
    FAIL = "FAIL"
    MANUAL = "MANUAL"
    """A person has to do something, or to look."""
    UNKNOWN = "UNKNOWN"
    """The check could not run."""


@dataclass(frozen=True, slots=True)
class Result:
    """One check's finding.

    Attributes:
        name: The check's kebab-case name.
        status: How it ended.
        sentence: What was found, in a full sentence.
        remedy: What would mend it; empty if nothing is to be mended.
    """

    name: str
    status: Status
    sentence: str
    remedy: str = ""
