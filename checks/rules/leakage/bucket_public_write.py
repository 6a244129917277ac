"""A bucket whose reports everyone may write, delete or open to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_everyone
from checks.rules.rule import Context, Example, Problem, Rule

WRITING: Final = (
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObjectAcl",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:PutBucketPublicAccessBlock",
    "s3:DeleteBucket",
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger may change the bucket or what is in it."""
    del context
    for access in of_everyone(policy, WRITING):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} in this bucket.",
            "Take the statement out: the service writes with the seller's own role, and needs none here.",
        )


RULE = Rule(
    code="MCA710",
    name="bucket-public-write",
    severity=Severity.ERROR,
    summary="A bucket's policy lets everyone write, delete or change it.",
    why=(
        "A stranger's file under a report's name replaces the report, and whatever reads it next takes it for the"
        " service's. Whoever may change the bucket's policy, lists or life cycle opens or empties it later."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"*"⟧},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
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
    sources=('S3 user guide, "Blocking public access to your Amazon S3 storage" (the meaning of public)',),
    check=check,
    kinds=frozenset({Kind.BUCKET}),
)
