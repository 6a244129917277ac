"""How the tests of rules write their cases: a document in which `⟦` and `⟧` stand around each finding."""

from __future__ import annotations

from typing import NamedTuple

from checks.documents.policy import Holder, Kind
from checks.documents.source import Source, apply_edits
from checks.findings import Finding
from checks.lint import lint, lint_document
from checks.rules.registry import find, rules
from checks.rules.rule import Context, Example, Expectations


class Case(NamedTuple):
    """A document, what is known of it, and by its marks what a rule finds in it.

    Attributes:
        rule: The rule's name.
        marked: The document.
        kind: Its kind, if the text does not say it.
        expected: What is known of its surroundings.
        holder: What it is attached to.
    """

    rule: str
    marked: str
    kind: Kind | None = None
    expected: Expectations = Expectations()
    holder: Holder | None = None


def found(case: Case) -> tuple[Finding, ...]:
    """What the rule finds in a case."""
    example = Example(case.marked)
    source, rule = Source("policy.json", example.text), [find(case.rule)]
    if case.holder is not None:
        return lint_document(source, rule, Context(case.expected), case.kind, case.holder).findings
    return lint(source, rule, Context(case.expected), case.kind).findings


def verdict(case: Case) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where the rule fires, and where the marks say that it has to."""
    places = sorted((finding.span.start, finding.span.end) for finding in found(case))
    return places, sorted(Example(case.marked).places)


def mended(text: str, kind: Kind | None = None) -> str:
    """A document after every edit that a rule offers, made until nothing is left to mend."""
    fixing = [rule for rule in rules() if rule.fixes]
    for _ in range(10):
        findings = lint(Source("policy.json", text), fixing, Context(), kind).findings
        edits = [edit for finding in findings for edit in finding.edits]
        if not edits:
            return text
        text = apply_edits(text, edits)
    raise AssertionError("mending does not come to an end: " + text)
