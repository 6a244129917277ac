"""Judge one text, or one document, by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from checks.documents.containers import read_source
from checks.documents.kinds import kind_of
from checks.documents.nodes import Path, path_text
from checks.documents.policy import Element, Holder, Kind, Policy, Value, WrittenStatement
from checks.documents.source import Edit, Passage, Source
from checks.documents.syntax import Fault, read_json
from checks.findings import Finding, Related, Unread
from checks.rules.rule import Check, Context, Problem, Rule
from policies.document import Span


class Linted(NamedTuple):
    """What was found in a source."""

    findings: tuple[Finding, ...]
    documents: int
    unread: tuple[Unread, ...]


def judge(policy: Policy, rules: Iterable[Rule], context: Context) -> Iterator[Finding]:
    """What the rules find in a document, rule by rule.

    Args:
        policy: The document.
        rules: The rules to apply; those of other kinds and those of syntax have nothing to say.
        context: What is known of its surroundings.
    """
    for rule, check in _of_kind(tuple(rules), policy.kind):
        for problem in check(policy, context):
            yield _finding(rule, problem, policy, context)


@lru_cache(maxsize=64)
def _of_kind(rules: tuple[Rule, ...], kind: Kind) -> tuple[tuple[Rule, Check], ...]:
    return tuple((rule, rule.check) for rule in rules if rule.check is not None and kind in rule.kinds)


def faults(passage: Passage, found: Iterable[Fault], rules: Iterable[Rule]) -> Iterator[Finding]:
    """What the parser found in a text, as findings of the rules of syntax that are to be applied."""
    chosen = {rule.name: rule for rule in rules}
    for fault in found:
        rule = chosen.get(fault.kind.value)
        if rule is None:
            continue
        related: tuple[Related, ...] = ()
        if fault.related:
            start, end, sentence = fault.related
            related = (Related(passage.span(start, end), sentence),)
        yield Finding(
            rule.code,
            rule.name,
            rule.severity,
            passage.source.name,
            passage.span(fault.start, fault.end),
            fault.sentence,
            fault.remedy,
            edits=_edits(passage, fault.edits),
            related=related,
        )


def _finding(rule: Rule, problem: Problem, policy: Policy, context: Context) -> Finding:
    passage = policy.passage
    span, path = _place(problem.where)
    return Finding(
        rule.code,
        rule.name,
        problem.severity or rule.severity,
        passage.source.name,
        span,
        problem.sentence,
        problem.remedy,
        path_text(path),
        _edits(passage, problem.edits),
        tuple(Related(place, words) for place, words in problem.related),
        context.catalogue.date if rule.uses_data else "",
        document=policy.name,
    )


def _place(where: Value | Element | WrittenStatement | Policy | tuple[Span, Path]) -> tuple[Span, Path]:
    return (where.span, where.path) if isinstance(where, Value | Element | WrittenStatement | Policy) else where


def _edits(passage: Passage, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits of the source; none if one of them cannot be made there."""
    made = [passage.edit(edit) for edit in edits]
    return tuple(edit for edit in made if edit is not None) if None not in made else ()


def lint(
    source: Source, rules: Iterable[Rule], context: Context, kind: Kind | None = None, *, named: bool = True
) -> Linted:
    """Judge every policy document of a source.

    Args:
        source: The text.
        rules: The rules to apply.
        context: What is known of the documents' surroundings.
        kind: What the documents are for; None to tell by what they say.
        named: Whether the user named this very source; if not, it may hold no document.

    Returns:
        The findings in the order of the text, how many documents there were, and what could not be read.
    """
    chosen = tuple(rules)
    reading = read_source(source, kind, named=named)
    findings = [finding for passage, found in reading.faults for finding in faults(passage, found, chosen)]
    findings += [finding for policy in reading.policies for finding in judge(policy, chosen, context)]
    findings.sort(key=lambda finding: (finding.span.start, finding.span.end, finding.code))
    unread = tuple(Unread(source.name, sentence) for sentence in reading.unread)
    return Linted(tuple(findings), len(reading.policies), unread)


def lint_document(
    source: Source, rules: Iterable[Rule], context: Context, kind: Kind | None = None, holder: Holder | None = None
) -> Linted:
    """Judge a text that has to be one policy document, and nothing else.

    Args:
        source: The text; whatever its name, it is read as JSON.
        rules: The rules to apply.
        context: What is known of the document's surroundings.
        kind: What the document is for; None to tell by what it says.
        holder: What it is attached to, if that is known.
    """
    chosen = tuple(rules)
    passage = Passage.whole(source)
    reading = read_json(source.text)
    findings = list(faults(passage, reading.faults, chosen))
    for root in reading.roots:
        policy = Policy(passage, root, kind or kind_of(root), holder, name=source.name)
        findings += judge(policy, chosen, context)
    findings.sort(key=lambda finding: (finding.span.start, finding.span.end, finding.code))
    return Linted(tuple(findings), len(reading.roots), ())
