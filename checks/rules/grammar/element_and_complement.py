"""An element and its complement in one statement."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.grammar._names import subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for each of the three pairs in each statement."""
    for statement in policy.statements:
        for name in ("Action", "Resource", "Principal"):
            plain, complement = statement.get(name), statement.get(f"Not{name}")
            if plain and complement:
                yield Problem(
                    (complement.name_span, complement.path),
                    f"{subject(statement)} has both {name} and Not{name}.",
                    "Keep one of them, or write two statements.",
                    related=((plain.name_span, f"{name} is here"),),
                )


RULE = Rule(
    code="MCA114",
    name="element-and-complement",
    severity=Severity.ERROR,
    summary="A statement has both Action and NotAction, Resource and NotResource, or Principal and NotPrincipal.",
    why=(
        "The two exclude each other, and IAM refuses the document. “These, but not those” is said with two statements:"
        " one that allows, and one that denies."
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
      ⟦"NotResource"⟧: "arn:aws:s3:::acme-reports/private/*"
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
    },
    {
      "Effect": "Deny",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/private/*"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Access Analyzer policy check reference": Unsupported element combination',),
    check=check,
)
