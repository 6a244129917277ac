"""A set operator on a key that has one value."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import presence_is_asked, tests
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask the catalogue how many values the key has; an unknown key may have several."""
    for test in tests(policy):
        key = context.catalogue.key(test.entry.key) if test.operator.qualifier else None
        if key is None or key.multivalued:
            continue
        lets_through = test.statement.allows and test.operator.qualifier == "ForAllValues"
        lets_through = lets_through and not presence_is_asked(test)
        sentence = f"{test.entry.key} has one value; {test.operator.qualifier} is for keys with several."
        if lets_through:
            sentence += " Without the key it holds."
        remedy = f"Write {test.operator.name}{'IfExists' if test.operator.if_exists else ''}."
        severity = Severity.WARNING if lets_through else None
        yield Problem(test.at_key, sentence, remedy, severity=severity)


RULE = Rule(
    code="MCA415",
    name="set-operator-on-single-value",
    severity=Severity.NOTE,
    summary="`ForAllValues` or `ForAnyValue` stands before an operator on a single-valued key.",
    why=(
        "The guide says not to. `ForAnyValue` adds nothing; `ForAllValues` holds if the key is absent, so on an Allow"
        " it lets through whoever does not say: there it is a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ForAnyValue:StringEquals": {⟦"aws:PrincipalOrgID"⟧: "o-a1b2c3d4e5"}}
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Single-valued vs. multivalued context keys"',
        'IAM user guide, "Access Analyzer policy check reference": ForAllValues with single valued key',
    ),
    check=check,
    uses_data=True,
)
