"""A resource of another account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.resources._values import resources
from checks.rules.rule import ATTACHED, Context, Example, Expectations, Problem, Rule

_ACCOUNT: Final = re.compile(r"\d{12}", re.ASCII)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the accounts of ARNs with the expected one."""
    own = context.expected.account_id
    if not own:
        return
    for value in resources(policy):
        arn = parse(value.text)
        if arn is not None and _ACCOUNT.fullmatch(arn.account) and arn.account != own:
            sentence = f"{shown(value.text)} is of account {arn.account}, and the seller's is {own}."
            yield Problem(value, sentence, f"Name a resource of {own}, or take this one out.")


RULE = Rule(
    code="MCA305",
    name="foreign-account",
    severity=Severity.WARNING,
    summary="A resource's ARN names an account that is not the seller's.",
    why=(
        "A seller's role, bucket and topic are in the seller's own account. An ARN of another one is mostly"
        " left from a template, and then nothing is granted; or data goes where nobody looks."
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
    kinds=ATTACHED,
)
