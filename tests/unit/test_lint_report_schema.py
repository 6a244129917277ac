"""The JSON of `mca lint` is as its published schema says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from checks.documents.source import Source
from checks.findings import Report, Suppression, Unread
from checks.lint import lint
from checks.report.structured import SCHEMA, render
from checks.report.tool import page
from checks.rules.registry import rules
from checks.rules.rule import Context

ROOT = Path(__file__).parents[2]
TEXT = """\
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "marketplacecommerceanalytics:GenerateDataSets", "Resource": ["*"
]}
"""


def value(text: str, *, suppressed: bool = False, unread: tuple[Unread, ...] = ()) -> object:
    """The JSON of a report on a text."""
    source = Source("policy.json", text)
    found = lint(source, rules(), Context())
    reason = Suppression("known", "mca.toml, line 1") if suppressed else None
    findings = tuple(replace(finding, suppression=reason) for finding in found.findings)
    return json.loads(render(Report(findings, {source.name: source}, found.documents, unread, files=1)))


@pytest.mark.parametrize("suppressed", [False, True])
@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "{", '{"Version": "2012-10-17"}'])
def test_every_report_validates(text: str, *, suppressed: bool) -> None:
    """Findings with edits, related places and suppressions, and what was not read, all fit the schema."""
    schema = json.loads((ROOT / SCHEMA).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    report = value(text, suppressed=suppressed, unread=(Unread("x.json", "It cannot be read.", named=True),))
    jsonschema.validate(report, schema)
    assert schema["$id"] == page(SCHEMA)


def test_the_schema_refuses_what_it_does_not_know() -> None:
    """A member too many, or another version, does not fit: the form does not change unnoticed."""
    schema = json.loads((ROOT / SCHEMA).read_text())
    report = value(TEXT)
    assert isinstance(report, dict)
    for wrong in (report | {"more": 1}, report | {"version": 2}, report | {"findings": [{}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
