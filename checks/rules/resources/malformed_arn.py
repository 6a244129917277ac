"""A resource that is no ARN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn, parse, segments
from checks.rules.patterns import LONGEST
from checks.rules.resources._placeholders import of_resource
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule
from policies import names
from policies.errors import ArgumentError

_NAME: Final = re.compile(r"[a-z0-9-]+|[a-z0-9-]*[*?][a-z0-9*?-]*", re.ASCII)
_ACCOUNT: Final = re.compile(r"[0-9]{12}|(?![0-9-]+\Z)[a-z0-9-]+|[a-z0-9-]*[*?][a-z0-9*?-]*|", re.ASCII)
_OPEN_REGION: Final = re.compile(r"[a-z0-9-]*[*?][a-z0-9*?-]*|", re.ASCII)
_BUCKET: Final = re.compile(r"(?:s3://|arn:aws:s3::?)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?", re.ASCII)
_ADDRESS: Final = re.compile(
    r"https?://(?:([a-z0-9.-]+?)\.s3[a-z0-9.-]*\.amazonaws\.com|s3[a-z0-9.-]*\.amazonaws\.com/([a-z0-9.-]+))(/.*)?",
    re.ASCII,
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Take each resource apart."""
    del context
    for value in resources(policy):
        if value.text.strip() and (reason := _reason(value.text)):
            yield Problem(value, f"{shown(value.text)} is no ARN: {reason}.", _remedy(value.text))


def _reason(text: str) -> str:
    """What is wrong; nothing with `*` alone, nor with an empty text or an empty resource, which are other rules'."""
    if text == "*":
        return ""
    if not text.startswith("arn:"):
        return "it does not begin with arn:"
    arn = parse(text)
    if arn is None:
        return f"it has {len(segments(text))} parts, and an ARN has six"
    if any(character.isspace() for character in ":".join(arn[:-1])):
        return "a blank stands in it"
    named = {"partition": arn.partition, "service": arn.service}
    wrong = next((name for name, part in named.items() if not _NAME.fullmatch(part) and not _is_open(part)), None)
    if wrong:
        return f"its {wrong} is {shown(named[wrong]) or 'empty'}"
    return "" if of_resource(text) else _of_place(arn)


def _of_place(arn: Arn) -> str:
    """What is wrong with the region or the account."""
    if not _is_open(arn.region) and not _OPEN_REGION.fullmatch(arn.region):
        try:
            names.region(arn.region)
        except ArgumentError:
            return f"{shown(arn.region)} is no region"
    if _is_open(arn.account) or _ACCOUNT.fullmatch(arn.account):
        return ""
    if arn.account.isdecimal():
        return f"its account {shown(arn.account)} has {len(arn.account)} digits, and an account id has 12"
    return f"{shown(arn.account)} stands where the account has to be"


def _is_open(part: str) -> bool:
    """Whether a variable stands in a part, which another rule speaks of."""
    return "${" in part


def _remedy(text: str) -> str:
    """How to write it, if it is the name or the address of a bucket."""
    found = (_ADDRESS.fullmatch(text) or _BUCKET.fullmatch(text)) if len(text) <= LONGEST else None
    if found is None:
        return "Write the ARN, or * for every resource."
    *bucket, key = found.groups()
    return f"Write {shown(f'arn:aws:s3:::{next(filter(None, bucket))}{key or str()}')}."


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
