"""A statement without an action."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import lacks, subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Action or NotAction in each statement."""
    for statement in policy.statements:
        if lacks(statement.elements, "Action", "NotAction"):
            effect = "KMS stores it, and it has no effect" if policy.kind is Kind.KEY else "IAM refuses it"
            sentence = f"{subject(statement)} has neither Action nor NotAction: {effect}."
            yield Problem(statement, sentence, "Add an Action.")


RULE = Rule(
    code="MCA113",
    name="action-missing",
    severity=Severity.ERROR,
    summary="A statement has neither Action nor NotAction.",
    why=(
        "A statement without an action allows or denies nothing. IAM refuses the document; KMS is said to store it all"
        " the same, with a statement that does nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦{
      "Effect": "Allow",
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
    sources=(
        'IAM user guide, "IAM JSON policy elements: Action"',
        "KMS API reference, PutKeyPolicy (Policy)",
    ),
    check=check,
)
