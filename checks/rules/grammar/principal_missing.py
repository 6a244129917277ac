"""A statement without a principal, where one has to be."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import lacks, subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Principal or NotPrincipal in each statement."""
    for statement in policy.statements:
        if lacks(statement.elements, "Principal", "NotPrincipal"):
            sentence = f"{subject(statement)} does not say of whom it speaks."
            yield Problem(statement, sentence, 'Add a Principal, such as {"AWS": "arn:aws:iam::ACCOUNT:root"}.')


RULE = Rule(
    code="MCA118",
    name="principal-missing",
    severity=Severity.ERROR,
    summary="A statement of a trust policy, or of a policy of a resource, has no principal.",
    why=(
        "A policy that stands on a role, bucket, topic or key says of whom each statement speaks. There is no default,"
        " and the document is refused."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    ⟦{
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }⟧
  ]
}
""",
        kind=Kind.TRUST,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
""",
        kind=Kind.TRUST,
    ),
    sources=(
        'IAM user guide, "Grammar of the IAM JSON policy language", policy grammar notes',
        'IAM user guide, "Access Analyzer policy check reference": Missing principal',
    ),
    check=check,
    kinds=frozenset(kind for kind in Kind if kind.has_principal),
)
