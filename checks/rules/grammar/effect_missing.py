"""A statement without an effect."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import lacks, subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Effect in each statement."""
    for statement in policy.statements:
        if lacks(statement.elements, "Effect"):
            sentence = f"{subject(statement)} has no Effect; nothing is assumed in its place."
            yield Problem(statement, sentence, 'Add "Effect": "Allow" or "Effect": "Deny".')


RULE = Rule(
    code="MCA111",
    name="effect-missing",
    severity=Severity.ERROR,
    summary="A statement has no Effect.",
    why="A statement says whether it allows or denies; there is no default, and IAM refuses the document.",
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦{
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }⟧
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
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Effect"',),
    check=check,
)
