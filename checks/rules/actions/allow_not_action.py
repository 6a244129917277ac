"""Everything is allowed but what is listed."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for NotAction beside Allow."""
    for statement in policy.statements:
        element = statement.not_action
        if not statement.allows or element is None:
            continue
        but = f" but {listing(element.texts, last='or')}" if element.texts else " but what is listed"
        sentence = (
            f"NotAction with Allow grants every action of all {len(context.catalogue.services)} services{but},"
            " and each one that AWS adds."
        )
        severity = Severity.ERROR if policy.kind is Kind.ROLE else None
        yield Problem((element.name_span, element.path), sentence, "Name in Action what is needed.", severity=severity)


RULE = Rule(
    code="MCA212",
    name="allow-not-action",
    severity=Severity.WARNING,
    summary="A statement allows everything but the actions that it lists.",
    why=(
        "NotAction is a complement: with Allow it grants all other actions of all services, also of those that AWS adds"
        " tomorrow. It was mostly meant as a denial. In the policy of the service's role it is an error."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      ⟦"NotAction"⟧: "iam:*",
      "Resource": "*"
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
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: NotAction"',),
    check=check,
    kinds=GRANTING,
)
