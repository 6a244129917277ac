"""A pattern for an account, an organisation or an endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.conditions._entries import has_wildcard, tests
from checks.rules.global_keys import SENSITIVE
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for wildcards in the values of sensitive keys."""
    for test in tests(policy):
        if (
            not test.statement.allows
            or test.key not in SENSITIVE
            or test.operator.negated
            or not test.operator.patterns
        ):
            continue
        for value in test.entry.values:
            if value.is_text and has_wildcard(value.text):
                sentence = f"{shown(value.text)} as {test.entry.key} is met by others than those that are meant."
                yield Problem(value, sentence, "Write the ids in full, with StringEquals.")


RULE = Rule(
    code="MCA425",
    name="wildcard-in-sensitive-key",
    severity=Severity.WARNING,
    summary="An Allow compares an account, organisation, VPC or endpoint with a pattern.",
    why=(
        "Accounts and ids are given out in no order that means anything: whatever a wildcard matches beyond what was"
        " meant is somebody else's. The guide calls these keys sensitive and knows no valid use of a wildcard in them."
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
      "Condition": {"StringLike": {"aws:PrincipalOrgID": ⟦"o-*"⟧}}
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
    sources=('IAM user guide, "AWS global condition context keys": sensitive condition keys',),
    check=check,
    kinds=GRANTING,
)
