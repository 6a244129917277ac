"""A bucket whose reports everyone may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_everyone
from checks.rules.rule import Context, Example, Problem, Rule

READING: Final = ("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger may read or list."""
    del context
    for access in of_everyone(policy, READING):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} in this bucket.",
            "Name who is to read in Principal, and turn on the account's public access block.",
        )


RULE = Rule(
    code="MCA709",
    name="bucket-public-read",
    severity=Severity.ERROR,
    summary="A bucket's policy lets everyone read or list it.",
    why=(
        "The reports say who buys what, for how much, and where to reach them. A condition that a caller can meet at"
        " will, such as one on the referer, keeps nobody out, and the rule does not count it; one on the caller's"
        " account, organisation, network or endpoint does."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": ⟦"*"⟧,
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/report-reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
"""
    ),
    sources=('S3 user guide, "Blocking public access to your Amazon S3 storage" (the meaning of public)',),
    check=check,
    kinds=frozenset({Kind.BUCKET}),
)
