"""What a check found in a text: one value for every check, every output format and every exit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checks.documents.source import Edit, Source
from checks.result import Status
from policies.document import Span


class Severity(StrEnum):
    """How bad it is; the names are SARIF's levels."""

    ERROR = "error"
    """IAM refuses the document, or it does not do what it is for, or it gives away what it must not."""
    WARNING = "warning"
    """It works today, and is dangerous, fragile, or broader than it has to be."""
    NOTE = "note"
    """It could be simpler or clearer."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place of the same source that has to do with a finding, and why."""

    span: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count: the reason that somebody wrote, and where."""

    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        code: The rule's code, such as `MCA101`.
        name: The rule's kebab-case name.
        severity: How bad it is.
        source: The name of the source.
        span: Where in the source.
        path: What leads there from the root of the document, such as `Statement[0].Action[1]`; empty for syntax.
        sentence: What is wrong, with the offending text in it.
        remedy: What to do about it.
        edits: What mends it without changing what the document means; empty if there is no such edit.
        related: Other places that have to do with it.
        data: The date of the data that it rests on, if it rests on data that ages; such as `2026-10-27`.
        status: FAIL; UNKNOWN if the check could not decide, MANUAL if a person has to look, PASS where one is shown.
        suppression: Why it does not count, if it does not.
        document: What the surroundings call the document, such as a policy's name; may be empty.
    """

    code: str
    name: str
    severity: Severity
    source: str
    span: Span
    sentence: str
    remedy: str = ""
    path: str = ""
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    data: str = ""
    status: Status = Status.FAIL
    suppression: Suppression | None = None
    document: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is not suppressed, and something has to be done about it."""
        return self.suppression is None and self.status is not Status.PASS


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be checked, and why. It is shown and never silent.

    Attributes:
        source: The name of the source.
        sentence: Why, in a full sentence.
        named: Whether the user asked for this very source, so that the run failed.
    """

    source: str
    sentence: str
    named: bool = False


@dataclass(frozen=True)
class Report:
    """All that a run found.

    Attributes:
        findings: In the order of sources and places.
        sources: The texts that findings point into, by name.
        documents: How many documents were checked.
        unread: What could not be checked.
        data: The date of the action data, if any rule used it.
        fail_on: The least severity that makes a run fail.
        mended: How many places were mended before the rest was found.
        files: How many texts were looked at.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, Source] = field(repr=False)
    documents: int
    unread: tuple[Unread, ...] = ()
    data: str = ""
    fail_on: Severity = Severity.WARNING
    mended: int = 0
    files: int = 0

    @property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that are not suppressed."""
        return tuple(finding for finding in self.findings if finding.counts)

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """The findings that are suppressed."""
        return tuple(finding for finding in self.findings if finding.suppression)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding alone makes the run fail."""
        return finding.counts and finding.severity.rank <= self.fail_on.rank

    @property
    def exit_code(self) -> int:
        """0 if nothing fails, 1 for findings, 2 if something could not be checked that the user asked for."""
        if any(item.named for item in self.unread):
            return 2
        return int(any(self.fails(finding) for finding in self.findings))
