"""Every rule, by its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.documents.source import Source
from checks.lint import lint
from checks.regions.callers import scan
from checks.result import Status
from checks.rules import registry
from checks.rules.registry import family_of, find, linted_rules, matching, rules
from checks.rules.rule import Context, Example, Rule

RULES = [pytest.param(rule, id=rule.name) for rule in rules()]
# The examples of these families are no documents: test_lint_suppressions.py and test_regions_rules.py show them.
OF_OTHERS = {"suppressions", "regions"}
OF_DOCUMENTS = [pytest.param(rule, id=rule.name) for rule in rules() if family_of(rule) not in OF_OTHERS]


def linted(example: Example, *only: Rule) -> list[tuple[str, tuple[int, int]]]:
    """The findings of an example: names and places."""
    if any(family_of(rule) == "callers" for rule in only) or Path(example.name).stem == "caller":
        called = [one for one in scan(Source(example.name, example.text)) if one.status is not Status.PASS]
        chosen = [one for one in called if not only or find(one.code) in only]
        return [(one.name, (one.span.start, one.span.end)) for one in chosen]
    found = lint(Source(example.name, example.text), only or rules(), Context(example.expected), example.kind)
    return [(finding.name, (finding.span.start, finding.span.end)) for finding in found.findings]


@pytest.mark.parametrize("rule", OF_DOCUMENTS)
def test_a_rule_fires_on_its_bad_example(rule: Rule) -> None:
    """A rule finds its bad example, at the marked places and nowhere else."""
    assert rule.bad.places
    assert linted(rule.bad, rule) == [(rule.name, place) for place in rule.bad.places]


@pytest.mark.parametrize("rule", OF_DOCUMENTS)
def test_every_rule_is_silent_on_a_good_example(rule: Rule) -> None:
    """No rule at all finds anything in a good example."""
    assert rule.good.text == rule.good.marked
    assert linted(rule.good) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_found_by_code_and_by_name(rule: Rule) -> None:
    """Code and name lead to the rule, which stands in the file of its name in its family's folder."""
    assert find(rule.code) is find(rule.name) is find(rule.code.lower()) is rule
    assert (Path(registry.__file__).parent / family_of(rule) / f"{rule.name.replace('-', '_')}.py").exists()
    assert rule.check is None or rule.check.__module__.startswith(f"checks.rules.{family_of(rule)}.")


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name."""
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def test_the_linter_applies_all_families_but_those_of_programs_and_settings() -> None:
    """`ALL` and the linter's own list are the rules of documents and of suppressions; other rules go by their codes."""
    others = {rule for rule in rules() if family_of(rule) in {"callers", "regions"}}
    assert others
    assert set(linted_rules()) == matching(["ALL"]) == matching(["MCA"]) == set(rules()) - others
    assert matching(["MCC", "MCR"]) == matching(["callers", "regions"]) == others
