"""Annotations that GitHub shows beside the lines of a pull request.

Format: GitHub documentation, "Workflow commands for GitHub Actions". Whatever could end a command or begin another one
is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.findings import Finding, Report, Severity
from checks.report.text import summary

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """One command a finding that counts, one for each thing that could not be checked, and the summary."""
    return "\n".join([*_commands(report), summary(report)]) + "\n"


def _commands(report: Report) -> Iterator[str]:
    for finding in report.counting:
        message = f"{finding.sentence}\n{finding.remedy}".rstrip()
        yield _command(_LEVELS[finding.severity], _place(finding, report), message)
    for item in report.unread:
        level = "error" if item.named else "warning"
        yield _command(level, {"file": item.source, "title": "not checked"}, item.sentence)


def _place(finding: Finding, report: Report) -> dict[str, str]:
    """The place, with a range of columns if it is on one line: across lines GitHub takes none."""
    end_line, end_column = report.sources[finding.source].position(finding.span.end)
    place = {"file": finding.source, "line": str(finding.span.line), "endLine": str(end_line)}
    if end_line == finding.span.line:
        place |= {"col": str(finding.span.column), "endColumn": str(end_column)}
    return place | {"title": f"{finding.code} {finding.name}"}


def _command(level: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{level} {written}::{message.translate(_DATA)}"
