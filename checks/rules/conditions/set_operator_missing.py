"""A key with several values, compared as if it had one."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask the catalogue how many values the key has."""
    for test in tests(policy):
        if test.operator.qualifier or test.operator.name == "Null":
            continue
        key = context.catalogue.key(test.entry.key)
        if key and key.multivalued:
            sentence = (
                f"{test.entry.key} may have several values; {test.entry.operator} does not say which has to match."
            )
            qualifier = "ForAllValues" if test.operator.negated else "ForAnyValue"
            remedy = f"Write {qualifier}:{test.entry.operator} if one match is enough."
            if test.operator.negated:
                remedy = f"Write {qualifier}:{test.entry.operator} if no value may match."
            yield Problem(test.at_key, sentence, remedy)


RULE = Rule(
    code="MCA416",
    name="set-operator-missing",
    severity=Severity.WARNING,
    summary="A multivalued key is compared without `ForAllValues` or `ForAnyValue`.",
    why=(
        "The guide asks for a set operator, since “equals” can mean that one value does or that all do. What IAM does"
        " without one is not documented; the statement may match more, or less, than it says."
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
      "Condition": {"StringLike": {⟦"aws:PrincipalOrgPaths"⟧: "o-a1b2c3d4e5/r-ab12/*"}}
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
      "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Single-valued vs. multivalued context keys"',
        'IAM user guide, "Access Analyzer policy check reference": Missing qualifier',
    ),
    check=check,
    uses_data=True,
)
