"""An ARN of another partition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn
from checks.rules.patterns import wild
from checks.rules.resources._values import arns
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from policies.names import PARTITIONS

_GENERAL: Final = frozenset({Kind.IDENTITY, Kind.BOUNDARY, Kind.RESOURCE})
"""Policies that may be written for accounts of several partitions."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look the partitions up, and compare them: with the expected one if the account was said, else with each other."""
    expected = context.expected.partition if context.expected.account_id else ""
    first: tuple[Value, Arn] | None = None
    for value, arn in arns(policy):
        if wild(arn.partition) or not arn.partition:
            continue
        if arn.partition not in PARTITIONS:
            yield Problem(value, f"AWS has no partition {shown(arn.partition)}.", f"Write arn:{expected or 'aws'}:….")
        elif expected:
            if arn.partition != expected:
                sentence = f"{shown(value.text)} is in the partition {arn.partition}, and the seller is in {expected}."
                yield Problem(value, sentence, f"Write arn:{expected}:… instead.")
        elif policy.kind not in _GENERAL:
            first = first or (value, arn)
            if arn.partition != first[1].partition:
                yield _mixed(value, arn, *first)


def _mixed(value: Value, arn: Arn, other: Value, of_other: Arn) -> Problem:
    return Problem(
        value,
        f"{shown(value.text)} is in the partition {arn.partition}, but the document names {of_other.partition} too.",
        "Write ARNs of one partition, the account's.",
        related=((other.span, f"this one is in {of_other.partition}"),),
        severity=Severity.WARNING,
    )


RULE = Rule(
    code="MCA306",
    name="wrong-partition",
    severity=Severity.ERROR,
    summary="A resource's ARN names a partition that AWS does not have, or another one than the seller's.",
    why=(
        "Partitions are apart: what is in aws-cn or aws-us-gov cannot be reached with credentials of aws."
        " The grant grants nothing. Where the account is not said, it is a warning if a role's, reader's, bucket's,"
        " topic's or key's policy names two partitions, since one of them must be wrong."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": ⟦"arn:aws-us-gov:s3:::acme-reports/*"⟧
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=('AWS general reference, "Amazon Resource Names (ARNs)"',),
    check=check,
)
