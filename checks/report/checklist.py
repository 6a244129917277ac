"""Text for people, of a run that confirms: a line for each place that was checked, passed ones included."""

from __future__ import annotations

from collections import Counter

from checks.findings import Finding, Report
from checks.report.visible import visible
from checks.result import Status


def render(report: Report) -> str:
    """One line a place, its remedy below it, what could not be checked, and the summary."""
    lines = [line for finding in report.findings for line in _lines(finding)]
    lines += [f"{'UNREAD':7}  {visible(item.source)}: {visible(item.sentence)}" for item in report.unread]
    return "\n".join([*lines, summary(report)]) + "\n"


def summary(report: Report) -> str:
    """How many places ended how."""
    counts = Counter(finding.status for finding in report.findings)
    parts = [f"{counts[status]} {status.value}" for status in Status if counts[status]]
    parts += [f"{len(report.unread)} not checked"] if report.unread else []
    many = len(report.findings)
    return f"{many} place{'s' * (many != 1)} checked{': ' if parts else ''}{', '.join(parts)}."


def _lines(finding: Finding) -> list[str]:
    place = f"{visible(finding.source)}:{finding.span.line}:{finding.span.column}"
    rule = f"{finding.code} {finding.name}"
    lines = [f"{finding.status.value:7}  {place}: {rule}: {visible(finding.sentence)}"]
    if finding.counts and finding.remedy:
        lines.append(f"{'':7}  = help: {visible(finding.remedy)}")
    return lines
