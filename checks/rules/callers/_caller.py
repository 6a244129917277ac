"""What a rule about callers is: as any other rule, but it judges what a program does with the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from checks.documents.source import Edit
from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.result import Status
from checks.rules.rule import Rule


class Mistake(NamedTuple):
    """One place where a rule about callers is broken.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        sentence: What is wrong, with the offending text in it; a full sentence.
        remedy: What to do about it; a full sentence in the imperative.
        edits: What mends it.
        status: UNKNOWN if the program alone does not decide it.
        severity: If it is not the rule's own.
    """

    start: int
    end: int
    sentence: str
    remedy: str
    edits: tuple[Edit, ...] = ()
    status: Status = Status.FAIL
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CallerRule(Rule):
    """One rule about callers.

    Attributes:
        judge: Finds where a text breaks it.
    """

    judge: Callable[[Sites], Iterable[Mistake]] = lambda _: ()


HEADER = "import boto3\n\n"
"""How most examples begin."""


def shown(text: str, longest: int = 60) -> str:
    """A piece of code for a sentence: in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
