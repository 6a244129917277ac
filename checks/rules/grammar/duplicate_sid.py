"""Two statements with one Sid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Element, Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.grammar._names import STORED_BY_IAM
from checks.rules.rule import Context, Example, Problem, Rule

_STRICT: Final = STORED_BY_IAM | {Kind.TOPIC}


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare the Sids; empty ones say nothing and may repeat."""
    first: dict[str, Element] = {}
    for statement in policy.statements:
        element = statement.get("Sid")
        if element is None or not statement.sid:
            continue
        other = first.setdefault(statement.sid, element)
        if other is not element:
            yield Problem(
                element,
                f"The Sid {shown(statement.sid)} stands twice.",
                "Give each statement a Sid of its own, or none.",
                related=((other.span, "first here"),),
                severity=Severity.ERROR if policy.kind in _STRICT else Severity.WARNING,
            )


RULE = Rule(
    code="MCA124",
    name="duplicate-sid",
    severity=Severity.ERROR,
    summary="Two statements of a document have the same Sid.",
    why=(
        "In policies that IAM stores, and in policies of topics, each Sid stands for one statement, and the document is"
        " refused. Elsewhere it is a warning: a person who looks a statement up by its Sid finds the wrong one."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Reports",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Sid": ⟦"Reports"⟧,
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
      "Sid": "ListReports",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Sid": "GetReports",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Sid"',
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference"',
    ),
    check=check,
)
