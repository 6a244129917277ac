"""An Id where none belongs."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import IDENTITY
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for an Id."""
    if element := policy.get("Id"):
        sentence = "The document has an Id, which belongs into policies of resources only."
        yield Problem((element.name_span, element.path), sentence, "Delete it; the policy's name says what it is.")


RULE = Rule(
    code="MCA125",
    name="id-in-identity-policy",
    severity=Severity.WARNING,
    summary="A policy of a user, group or role, a boundary or a service control policy has an Id.",
    why=(
        "The grammar allows Id in policies of resources only. IAM has been seen to take it elsewhere too [inferred from"
        " moto's validator], so this is no error; but nothing reads it there."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  ⟦"Id"⟧: "ReportReaders",
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
    sources=('IAM user guide, "Grammar of the IAM JSON policy language", policy grammar notes',),
    check=check,
    kinds=IDENTITY,
)
