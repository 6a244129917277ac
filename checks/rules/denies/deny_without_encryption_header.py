"""A bucket that refuses objects whose writer does not ask for encryption."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._hops import ENCRYPTION
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a denial stops the writing of a report that comes without an encryption header."""
    for stop in stops(policy, context):
        if stop.assumed & ENCRYPTION and not stop.open and not stop.spares:
            element = stop.condition(ENCRYPTION)
            yield Problem(
                element,
                f"{stop.statement.label.capitalize()} denies {stop.what} without {element.name}, which the service"
                " does not send as far as is known.",
                "Let the bucket's default encryption do it, and take the condition out; or exempt the role.",
            )


RULE = Rule(
    code="MCA604",
    name="deny-without-encryption-header",
    severity=Severity.WARNING,
    summary="A denial asks for an encryption header that the service does not send.",
    why=(
        "Policies from the time before default encryption deny every object whose writer does not name an encryption."
        " The service names none [inferred], so its reports are refused. The bucket's default encryption encrypts them"
        " without a header, with the seller's key if the bucket has one."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": ⟦"aws:kms"⟧}}
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
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'S3 user guide, "Setting default server-side encryption behavior for Amazon S3 buckets"',
        "That the service sends no encryption header is [inferred]",
    ),
    check=check,
    kinds=frozenset({Kind.ROLE, Kind.BUCKET, Kind.BOUNDARY}),
)
