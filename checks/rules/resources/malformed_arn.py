"""A resource that is no ARN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse, segments
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule

_NAME: Final = re.compile(r"[a-z0-9-]+|[a-z0-9-]*[*?][a-z0-9*?-]*", re.ASCII)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Take each resource apart."""
    del context
    for value in resources(policy):
        if reason := _reason(value.text):
            yield Problem(value, f"{shown(value.text)} is no ARN: {reason}.", _remedy(value.text))


def _reason(text: str) -> str:
    if text == "*":
        return ""
    if not text.startswith("arn:"):
        return "it does not begin with arn:"
    arn = parse(text)
    if arn is None:
        return f"it has {len(segments(text))} parts, and an ARN has six"
    if any(character.isspace() for character in str(arn)[: -len(arn.resource) or None]):
        return "a blank stands in it"
    named = {"partition": arn.partition, "service": arn.service}
    wrong = next((name for name, part in named.items() if not _NAME.fullmatch(part) and "${" not in part), None)
    if wrong:
        return f"its {wrong} is {shown(named[wrong]) or 'empty'}"
    return "" if arn.resource else "the resource after its fifth colon is empty"


def _remedy(text: str) -> str:
    plain = re.fullmatch(r"(?:s3://)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?", text, re.ASCII)
    return f"Write arn:aws:s3:::{plain[1]}{plain[2] or ''}." if plain else "Write the ARN, or * for every resource."


RULE = Rule(
    code="MCA301",
    name="malformed-arn",
    severity=Severity.ERROR,
    summary="A Resource is neither * nor an ARN of six parts.",
    why=(
        "IAM refuses a resource that is no ARN, or takes it and matches nothing. It is mostly a bucket's"
        " plain name, an address such as s3:// or https://, or an ARN of which a part was lost in copying."
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
      "Resource": ⟦"acme-reports/*"⟧
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
"""
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
"""
    ),
    sources=('AWS general reference, "Amazon Resource Names (ARNs)"',),
    check=check,
)
