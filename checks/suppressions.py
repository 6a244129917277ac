"""Findings that somebody decided to live with: each with a reason, perhaps until a day, and none of them silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from checks.documents.source import Source
from checks.findings import Finding, Suppression
from checks.globs import Glob
from checks.rules.registry import find
from checks.rules.rule import Rule
from policies.document import Span


@dataclass(frozen=True)
class Entry:
    """One suppression as somebody wrote it.

    Attributes:
        rule: The rule whose findings do not count.
        paths: The files in which they do not.
        reason: Why.
        at: The place in the document, such as `Statement[0].Action`, that it is confined to, with all below; may be
            empty.
        document: The name of the document that it is confined to, as its surroundings call it; may be empty.
        expires: The last day on which it holds; None for ever.
        span: Where it was written.
    """

    rule: Rule
    paths: Glob
    reason: str
    span: Span
    at: str = ""
    document: str = ""
    expires: date | None = None

    def speaks_of(self, finding: Finding, path: str) -> bool:
        """Whether it is about a finding, in the file of a path."""
        if finding.code != self.rule.code or (self.document and self.document != finding.document):
            return False
        below = finding.path.removeprefix(self.at) if finding.path.startswith(self.at) else None
        return below is not None and (not self.at or below[:1] in {"", ".", "["}) and self.paths.matches(path)

    def holds(self, today: date) -> bool:
        """Whether its last day is not over."""
        return self.expires is None or today <= self.expires


class Applied(NamedTuple):
    """What is left after suppressing.

    Attributes:
        findings: All of them; those that do not count say why.
        used: The entries that matched one or more.
    """

    findings: tuple[Finding, ...]
    used: frozenset[Entry]


def suppress(
    findings: Iterable[Finding], entries: Iterable[Entry], source: Source, path_of: Mapping[str, str], today: date
) -> Applied:
    """Mark the findings that entries speak of; the first entry that holds gives the reason.

    Args:
        findings: What was found.
        entries: The suppressions.
        source: What they were written in.
        path_of: The path of each source, by its name, relative to the folder that patterns begin at.
        today: The day that expiry is judged by.
    """
    live = [entry for entry in entries if entry.holds(today)]
    marked, used = [], set[Entry]()
    for finding in findings:
        speaking = [entry for entry in live if entry.speaks_of(finding, path_of[finding.source])]
        used |= set(speaking)
        if speaking:
            where = f"{source.name}, line {speaking[0].span.line}"
            marked.append(replace(finding, suppression=Suppression(speaking[0].reason, where)))
        else:
            marked.append(finding)
    return Applied(tuple(marked), frozenset(used))


def leftovers(
    entries: Iterable[Entry],
    used: frozenset[Entry],
    source: Source,
    looked_at: Callable[[Entry], bool],
    today: date,
) -> Iterator[Finding]:
    """The entries that are expired, and those that have nothing to suppress.

    Args:
        entries: The suppressions.
        used: Those that matched something.
        source: What they were written in.
        looked_at: Whether a run applied an entry's rule and linted the files that it speaks of.
        today: The day that expiry is judged by.
    """
    for entry in entries:
        about = f"The suppression of {entry.rule.name} in {entry.paths.pattern}{entry.at and f' at {entry.at}'}"
        if not entry.holds(today):
            sentence = f"{about} expired on {entry.expires}; its reason was: {entry.reason}"
            remedy = "Mend what it hides and delete it, or decide anew and write another day."
            yield _finding("expired-suppression", source, entry.span, sentence, remedy)
        elif entry not in used and looked_at(entry):
            sentence = f"{about} matches no finding."
            yield _finding("stale-suppression", source, entry.span, sentence, "Delete it.")


def _finding(name: str, source: Source, span: Span, sentence: str, remedy: str) -> Finding:
    rule = find(name)
    return Finding(rule.code, rule.name, rule.severity, source.name, span, sentence, remedy)
