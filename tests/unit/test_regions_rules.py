"""The examples of the rules about regions: environments and documents, judged as `mca regions` judges them."""

from __future__ import annotations

import os
from pathlib import Path

import boto3
import pytest

from checks.documents.containers import read_source
from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Finding
from checks.regions.client import Clients, judge_client
from checks.regions.endpoints import resolve
from checks.regions.granted import judge_document, judge_limit
from checks.regions.settings import Settings
from checks.rules.registry import family_of, rules
from checks.rules.rule import Example, Rule
from policies.callers import SERVICE_REGION

RULES = [pytest.param(rule, id=rule.name) for rule in rules() if family_of(rule) == "regions"]


def judged(example: Example, folder: Path) -> list[Finding]:
    """What counts of the findings of an example."""
    if example.name.endswith(".json"):
        is_limit = example.name == "boundary.json"
        [policy] = read_source(Source(example.name, example.text), Kind.BOUNDARY if is_limit else None).policies
        findings = judge_limit(policy, scp=False) if is_limit else judge_document(policy)
    else:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ |= {"AWS_CONFIG_FILE": str(folder / "no"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none")}
        os.environ |= dict(line.split("=", 1) for line in example.text.splitlines() if "=" in line)
        session = boto3.Session()
        findings = judge_client(Settings(os.environ), Clients(resolve(session), resolve(session, SERVICE_REGION)))
    return [finding for finding in findings if finding.counts]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_about_regions_finds_its_bad_example(tmp_path: Path, rule: Rule) -> None:
    """It finds the bad example at the marked place."""
    found = [(one.span.start, one.span.end) for one in judged(rule.bad, tmp_path) if one.name == rule.name]
    assert found == list(rule.bad.places)
    assert found


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_about_regions_finds_a_good_example(tmp_path: Path, rule: Rule) -> None:
    """Nothing at all is found in a good example."""
    assert judged(rule.good, tmp_path) == []
