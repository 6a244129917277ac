"""A bucket or topic that is not the seller's destination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.patterns import matches, wild
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from checks.rules.wording import listing

_COMPARED: Final = frozenset({Kind.ROLE, Kind.READER})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare buckets, prefixes and topics with the expected ones."""
    expected = context.expected
    for value in resources(policy):
        arn = parse(value.text)
        if arn is None:
            continue
        if arn.bucket and not wild(arn.bucket) and expected.buckets and arn.bucket not in expected.buckets:
            yield _problem(value, "bucket", arn.bucket, expected.buckets)
        elif arn.bucket and expected.prefix and not _below(arn.resource, expected.prefix):
            yield _problem(value, "prefix", arn.resource.partition("/")[2], (expected.prefix,))
        elif arn.service == "sns" and expected.topics and not any(matches(value.text, one) for one in expected.topics):
            yield _problem(value, "topic", value.text, expected.topics)


def _below(resource: str, prefix: str) -> bool:
    """Whether objects below the prefix are meant, or the bucket itself; more than that is another rule's."""
    key = resource.partition("/")[2]
    return not key or key.startswith(f"{prefix}/") or matches(key, f"{prefix}/x")


def _problem(value: Value, what: str, named: str, expected: tuple[str, ...]) -> Problem:
    sentence = f"The {what} {shown(named)} is not the seller's, which is {listing(expected)}."
    return Problem(value, sentence, f"Name the expected {what}, or correct what you said is expected.")


RULE = Rule(
    code="MCA307",
    name="other-destination",
    severity=Severity.WARNING,
    summary="A role's or reader's policy names a bucket, prefix or topic that is not the expected one.",
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
