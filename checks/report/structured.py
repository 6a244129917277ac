"""JSON for programs. Its form is in `docs/schemas/lint-report-1.json`; another form gets another version."""

from __future__ import annotations

import json
from collections import Counter
from typing import Final

from checks.documents.source import Source
from checks.findings import Finding, Report, Severity
from checks.fingerprints import fingerprints
from checks.report.tool import NAME, page, rule_page, version
from policies.document import Span

VERSION: Final = 1
SCHEMA: Final = f"docs/schemas/lint-report-{VERSION}.json"


def render(report: Report) -> str:
    """All findings, suppressed ones included, and what could not be checked."""
    value = {
        "$schema": page(SCHEMA),
        "version": VERSION,
        "tool": {"name": NAME, "version": version()},
        "data": report.data or None,
        "exitCode": report.exit_code,
        "summary": _summary(report),
        "findings": [
            _finding(finding, fingerprint, report.sources[finding.source])
            for finding, fingerprint in fingerprints(report.findings, report.sources)
        ],
        "unread": [{"file": item.source, "reason": item.sentence, "named": item.named} for item in report.unread],
    }
    return json.dumps(value, indent=2) + "\n"


def _summary(report: Report) -> dict[str, int]:
    counting = Counter(finding.severity for finding in report.counting)
    return {
        "files": report.files,
        "documents": report.documents,
        **{f"{severity.value}s": counting[severity] for severity in Severity},
        "suppressed": len(report.suppressed),
        "fixable": sum(bool(finding.edits) for finding in report.counting),
        "mended": report.mended,
        "unread": len(report.unread),
    }


def _finding(finding: Finding, fingerprint: str, source: Source) -> dict[str, object]:
    suppression = finding.suppression
    return {
        "code": finding.code,
        "rule": finding.name,
        "help": rule_page(finding.name),
        "severity": finding.severity.value,
        "status": finding.status.value,
        "message": finding.sentence,
        "remedy": finding.remedy or None,
        "file": finding.source,
        **_range(finding.span, source),
        "document": finding.document or None,
        "path": finding.path or None,
        "fingerprint": fingerprint,
        "data": finding.data or None,
        "edits": [
            {"start": _place(edit.start, source), "end": _place(edit.end, source), "text": edit.text}
            for edit in sorted(finding.edits, key=lambda edit: (edit.start, edit.end))
        ],
        "related": [{**_range(related.span, source), "message": related.sentence} for related in finding.related],
        "suppression": {"reason": suppression.reason, "where": suppression.where} if suppression else None,
    }


def _range(span: Span, source: Source) -> dict[str, object]:
    return {"start": _place(span.start, source), "end": _place(span.end, source)}


def _place(offset: int, source: Source) -> dict[str, int]:
    line, column = source.position(offset)
    return {"offset": offset, "line": line, "column": column}
