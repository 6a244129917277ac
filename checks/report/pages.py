"""A rule's page as Markdown: what it finds, why it matters, examples, and what the linter prints of the bad one."""

from __future__ import annotations

import textwrap

from checks.documents.source import Source
from checks.findings import Report
from checks.lint import lint
from checks.report.text import render
from checks.rules.registry import FAMILIES, family_of, rules
from checks.rules.rule import Context, Example, Rule

_LANGUAGES = {"json": "json", "py": "python", "toml": "toml"}


def page(rule: Rule) -> str:
    """A rule's whole page."""
    traits = [
        f"Severity: {rule.severity}. Family: {family_of(rule)} ({FAMILIES[family_of(rule)].about}).",
        *(["`mca lint --fix` mends it where no person has to decide."] if rule.fixes else []),
        *(["It rests on the action data, whose date stands with each finding."] if rule.uses_data else []),
    ]
    parts = [
        f"# {rule.name} ({rule.code})",
        _filled(rule.summary),
        _filled(" ".join(traits)),
        "## Why it matters",
        _filled(rule.why),
        "## Example",
        *_shown(rule.bad, rule),
        "Better:",
        _block(rule.good.text, rule.good.name.rsplit(".", 1)[-1]),
        "## Sources",
        "\n".join(f"- {source}" for source in rule.sources),
    ]
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The page that lists all rules, family by family."""
    parts = ["# The rules", "Made by `mca rules --pages docs/rules`; `mca explain RULE` prints a page."]
    for name, family in FAMILIES.items():
        rows = [
            f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.summary} |"
            for rule in rules()
            if family_of(rule) == name
        ]
        parts += [
            f"## {name}: {family.about}",
            "\n".join(["| Code | Rule | Severity | What it finds |", "|---|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _shown(example: Example, rule: Rule) -> list[str]:
    """The bad example; and, for a rule about documents, what `mca lint` prints of it."""
    if family_of(rule) in {"suppressions", "regions"} or len(example.text) > _LONGEST:
        return [_block(example.text[:_LONGEST], example.name.rsplit(".", 1)[-1])]
    source = Source(example.name, example.text)
    report = _called(source, rule) if family_of(rule) == "callers" else _linted(source, example, rule)
    return [
        _block(example.text, example.name.rsplit(".", 1)[-1]),
        f"`mca {'regions' if family_of(rule) == 'callers' else 'lint'}` says:",
        _block("\n".join(line.rstrip() for line in render(report).splitlines()), "text"),
    ]


def _linted(source: Source, example: Example, rule: Rule) -> Report:
    found = lint(source, [rule], Context(example.expected), example.kind)
    return Report(found.findings, {source.name: source}, found.documents, files=1)


def _called(source: Source, rule: Rule) -> Report:
    from checks.regions.callers import scan  # noqa: PLC0415  # only this family's pages need it

    found = tuple(finding for finding in scan(source) if finding.code == rule.code and finding.counts)
    return Report(found, {source.name: source}, documents=1, files=1)


_LONGEST = 3_000


def _block(text: str, ending: str) -> str:
    return f"```{_LANGUAGES.get(ending, 'text')}\n{text.rstrip()}\n```"


def _filled(text: str) -> str:
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)
