"""A grant to everybody but those named."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for allows with NotPrincipal."""
    del context
    for statement in policy.statements:
        element = statement.get("NotPrincipal")
        if statement.allows and element is not None:
            yield Problem(
                element,
                f"{statement.label.capitalize()} allows everybody but those named, anonymous callers included.",
                "Name those who are meant in Principal; to keep somebody out, write a denial.",
            )


RULE = Rule(
    code="MCA719",
    name="allow-not-principal",
    severity=Severity.ERROR,
    summary="An allow names with NotPrincipal whom it leaves out.",
    why=(
        "Everybody else in the world is let in, whoever has no AWS account included. The IAM guide says that Allow and"
        " NotPrincipal must not stand together, and AWS refuses it in newer policies."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "NotPrincipal": ⟦{"AWS": "arn:aws:iam::444455556666:root"}⟧,
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/report-reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS JSON policy elements: NotPrincipal"',),
    check=check,
    kinds=frozenset({Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.RESOURCE}),
)
