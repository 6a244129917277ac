"""A resource of another account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.resources._values import Named, granted
from checks.rules.rule import Context, Example, Expectations, Problem, Rule

_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the accounts of ARNs with the expected one; a role's policy names itself, and so one account of IAM's."""
    named = [one for one in granted(policy) if _ACCOUNT.fullmatch(one.arn.account)]
    if own := context.expected.account_id:
        for _, value, arn in named:
            if arn.account != own:
                sentence = f"{shown(value.text)} is of account {arn.account}, and the seller's is {own}."
                yield Problem(value, sentence, f"Name a resource of {own}, or take this one out.")
    elif policy.kind is Kind.ROLE:
        yield from _of_several([one for one in named if one.arn.service == "iam"])


def _of_several(roles: list[Named]) -> Iterator[Problem]:
    for _, value, arn in roles[1:]:
        first = roles[0]
        if arn.account != first.arn.account:
            yield Problem(
                value,
                f"{shown(value.text)} is of account {arn.account}, but the role reads its own policy in one account.",
                "Name the role itself.",
                related=((first.value.span, f"this one is of {first.arn.account}"),),
            )


RULE = Rule(
    code="MCA305",
    name="foreign-account",
    severity=Severity.WARNING,
    summary="A resource's ARN names an account that is not the seller's.",
    why=(
        "A seller's role, bucket and topic are in the seller's own account. An ARN of another one is mostly"
        " left from a template, and then nothing is granted; or data goes where nobody looks. Where the account is"
        " not said, it is at least known that the role's policy speaks of IAM in one account, the role's own."
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
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": ⟦"arn:aws:sns:us-east-1:444455556666:acme"⟧
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
    sources=("Service guide: the role, the bucket and the topic are the seller's",),
    check=check,
    kinds=frozenset(Kind) - {Kind.BOUNDARY, Kind.TRUST, Kind.RESOURCE},
)
