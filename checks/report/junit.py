"""JUnit's XML, for servers that show test results: a suite a file, a case a finding, and one for a clean file.

The form is that of the schema that Jenkins' xUnit plugin publishes. A finding that makes the run fail is a failure, a
suppressed one is skipped with its reason, and what could not be checked is an error.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checks.findings import Finding, Report, Unread

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """All findings, suppressed ones included, and what could not be checked."""
    root = Element("testsuites", name="mca lint")
    findings: dict[str, list[Finding]] = {name: [] for name in report.sources}
    unread: dict[str, list[Unread]] = {}
    for finding in report.findings:
        findings[finding.source].append(finding)
    for item in report.unread:
        unread.setdefault(item.source, []).append(item)
    for name in dict.fromkeys([*findings, *unread]):
        _suite(root, name, findings.get(name, []), unread.get(name, []), report)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root).decode("ascii")}\n'


def _suite(root: Element, name: str, findings: list[Finding], unread: list[Unread], report: Report) -> None:
    failing = [finding for finding in findings if report.fails(finding)]
    suite = SubElement(
        root,
        "testsuite",
        name=_clean(name),
        tests=str(len(findings) + len(unread) or 1),
        failures=str(len(failing)),
        errors=str(len(unread)),
        skipped=str(sum(finding.suppression is not None for finding in findings)),
    )
    for finding in findings:
        _case(suite, finding, report)
    for item in unread:
        case = SubElement(suite, "testcase", classname=_clean(name), name="not checked")
        SubElement(case, "error", type="unread", message=_clean(item.sentence))
    if not findings and not unread:
        SubElement(suite, "testcase", classname=_clean(name), name="no findings")


def _case(suite: Element, finding: Finding, report: Report) -> None:
    place = f"line {finding.span.line}, column {finding.span.column}"
    name = f"{finding.code} {finding.name}, {place}"
    case = SubElement(suite, "testcase", classname=_clean(finding.source), name=name)
    words = f"{finding.source}:{finding.span.line}:{finding.span.column}: {finding.sentence}\n{finding.remedy}".rstrip()
    if finding.suppression:
        SubElement(case, "skipped", message=_clean(f"{finding.suppression.reason} ({finding.suppression.where})"))
    elif report.fails(finding):
        failure = SubElement(case, "failure", type=finding.severity.value, message=_clean(finding.sentence))
        failure.text = _clean(words)
    else:
        SubElement(case, "system-out").text = _clean(f"{finding.severity.value}: {words}")


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
