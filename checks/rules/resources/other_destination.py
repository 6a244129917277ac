"""A bucket or topic that is not the seller's destination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn, parse
from checks.rules.patterns import opened, overlaps
from checks.rules.resources._values import granted
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from checks.rules.wording import listing

_COMPARED: Final = frozenset({Kind.ROLE, Kind.READER, Kind.BUCKET, Kind.TOPIC})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare buckets, prefixes and topics with the expected ones; what is wider than those is another rule's."""
    expected = context.expected
    topics = [arn for arn in map(parse, expected.topics) if arn]
    for _, value, arn in granted(policy):
        if arn.bucket and expected.buckets and not _is_one(arn.bucket, expected.buckets):
            yield _problem(value, "bucket", arn.bucket, expected.buckets)
        elif arn.bucket and expected.prefix and not policy.kind.has_principal and not _below(arn, expected.prefix):
            yield _problem(value, "prefix", arn.resource.removeprefix(f"{arn.bucket}/"), (expected.prefix,))
        elif arn.service == "sns" and topics and not any(arn.meets(topic) for topic in topics):
            yield _problem(value, "topic", value.text, expected.topics)


def _is_one(pattern: str, names: tuple[str, ...]) -> bool:
    return any(overlaps(opened(pattern), name) for name in names)


def _below(arn: Arn, prefix: str) -> bool:
    """Whether objects below the prefix are meant, among others, or the bucket itself."""
    key = arn.resource.removeprefix(arn.bucket)
    return not key or overlaps(opened(key), f"/{prefix}/*")


def _problem(value: Value, what: str, named: str, expected: tuple[str, ...]) -> Problem:
    sentence = f"The {what} {shown(named)} is not the seller's, which is {listing(expected)}."
    return Problem(value, sentence, f"Name the expected {what}, or correct what you said is expected.")


RULE = Rule(
    code="MCA307",
    name="other-destination",
    severity=Severity.WARNING,
    summary="A role's, reader's, bucket's or topic's policy names a bucket, prefix or topic that is not expected.",
    why=(
        "The stack knows where reports go. A policy that names another place is left from a template or"
        " from an earlier destination: deliveries are refused, or go where nobody reads them."
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
      "Resource": ⟦"arn:aws:s3:::acme-archive/*"⟧
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
        expected=Expectations(buckets=("acme-reports",), topics=("arn:aws:sns:us-east-1:111122223333:acme",)),
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
        expected=Expectations(buckets=("acme-reports",), topics=("arn:aws:sns:us-east-1:111122223333:acme",)),
    ),
    sources=("The stack's own configuration",),
    check=check,
    kinds=_COMPARED,
)
