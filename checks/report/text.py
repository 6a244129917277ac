"""Text for people: each finding as a compiler prints it, with the place in the source, and a summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from checks.findings import Finding, Report, Severity
from checks.report.excerpt import Line, excerpt
from checks.report.visible import visible
from checks.result import Status

Paint = Callable[[str, str], str]
"""Gives a text the looks of a part of the output: `place`, `error`, `warning`, `note`, `rule`, `gutter` or `label`."""

_STATUS: Final = {Status.UNKNOWN: " [not decided]", Status.MANUAL: " [look yourself]"}


def plain(text: str, part: str) -> str:
    """The text as it is."""
    del part
    return text


def render(report: Report, paint: Paint = plain) -> str:
    """All findings that count, what could not be checked, and the summary.

    Args:
        report: What was found.
        paint: How the parts look.
    """
    blocks = ["\n".join(_finding(finding, report, paint)) for finding in report.counting]
    notes = [
        f"{paint(visible(item.source), 'place')}: {paint('not checked', 'warning')}: {visible(item.sentence)}"
        for item in report.unread
    ]
    return "\n\n".join([*blocks, *(["\n".join(notes)] if notes else []), summary(report)]) + "\n"


def summary(report: Report) -> str:
    """One line: how much was checked, what was found, what is suppressed, and what `--fix` could mend."""
    counting = report.counting
    by_severity = [
        _count(sum(finding.severity is severity for finding in counting), severity.value) for severity in Severity
    ]
    parts = [", ".join(by_severity) if counting else "no findings"]
    if report.mended:
        parts.append(f"{_count(report.mended, 'place')} mended")
    if report.suppressed:
        parts.append(f"{len(report.suppressed)} suppressed")
    if fixable := sum(bool(finding.edits) for finding in counting):
        parts.append(f"{fixable} fixable with --fix")
    if report.unread:
        parts.append(f"{len(report.unread)} not checked")
    checked = f"{_count(report.documents, 'document')} in {_count(report.files, 'file')}"
    return f"{checked}: {'; '.join(parts)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _finding(finding: Finding, report: Report, paint: Paint) -> Iterator[str]:
    place = f"{visible(finding.source)}:{finding.span.line}:{finding.span.column}"
    severity = paint(f"{finding.severity.value}{_STATUS.get(finding.status, '')}", finding.severity.value)
    rule = paint(f"{finding.code} {finding.name}", "rule")
    yield f"{paint(place, 'place')}: {severity} {rule}: {visible(finding.sentence)}"
    lines = excerpt(report.sources[finding.source], finding.span)
    width = max(len(str(line.number)) for line in lines)
    yield from _excerpt(lines, width, finding, paint)
    for label, text in _notes(finding):
        yield f"{' ' * width} {paint('=', 'gutter')} {paint(f'{label}:', 'label')} {visible(text)}"


def _notes(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.remedy:
        yield "help", finding.remedy
    for related in finding.related:
        yield "see", f"{finding.source}:{related.span.line}:{related.span.column}: {related.sentence}"
    if finding.data:
        yield "data", f"AWS's actions, resources and condition keys as of {finding.data}"


def _excerpt(lines: Iterable[Line], width: int, finding: Finding, paint: Paint) -> Iterator[str]:
    bar = paint("|", "gutter")
    yield f"{' ' * width} {bar}"
    for line in lines:
        number = str(line.number) if line.number else "." * width
        yield f"{paint(number.rjust(width), 'gutter')} {bar} {line.text}".rstrip()
        if line.marks:
            carets = line.marks.lstrip()
            lead = line.marks.removesuffix(carets)
            yield f"{' ' * width} {bar} {lead}{paint(carets, finding.severity.value)}"
