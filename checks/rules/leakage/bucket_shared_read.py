"""A bucket whose reports another account, or a whole organisation, may read."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_organisation, of_others
from checks.rules.leakage.bucket_public_read import READING
from checks.rules.rule import Context, Example, Expectations, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each foreign principal, and for an organisation, whether it may read or list."""
    for access in (*of_others(policy, context, READING), *of_organisation(policy, READING)):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} in this bucket.",
            "Take it out, unless it is meant to have the seller's reports; then name the one role that reads them.",
        )


RULE = Rule(
    code="MCA711",
    name="bucket-shared-read",
    severity=Severity.WARNING,
    summary="A bucket's policy lets another account, or a whole organisation, read or list it.",
    why=(
        "It may be meant so. The reports hold customers' data, and whoever administers the other account decides who"
        " there gets to see them. The rule needs to know the seller's account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::444455556666:root"⟧},
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/report-reader"},
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=('S3 user guide, "Bucket owner granting cross-account bucket permissions"',),
    check=check,
    kinds=frozenset({Kind.BUCKET}),
)
