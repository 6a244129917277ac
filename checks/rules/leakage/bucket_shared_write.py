"""A bucket that another account, or a whole organisation, may write or change."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_organisation, of_others
from checks.rules.leakage.bucket_public_write import WRITING
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from policies.trust import SERVICE_ACCOUNT


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each foreign principal, and for an organisation, whether it may change the bucket or what is in it."""
    for access in (*of_others(policy, context, WRITING), *of_organisation(policy, WRITING)):
        is_service = access.account == SERVICE_ACCOUNT
        why = " It is the service's account, which writes with the seller's role." if is_service else ""
        yield Problem(
            access.where,
            f"{access.who} may {access.what} in this bucket.{why}",
            "Take it out; let whoever has to deliver something else have a bucket of its own.",
        )


RULE = Rule(
    code="MCA712",
    name="bucket-shared-write",
    severity=Severity.WARNING,
    summary="A bucket's policy lets another account, or a whole organisation, write, delete or change it.",
    why=(
        "Whoever may write can replace a report, since the service writes the same name again; whoever may delete can"
        " make one vanish. The service itself needs no grant here: it writes with the seller's own role. The rule needs"
        " to know the seller's account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"452565589796"⟧},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=(
        'S3 user guide, "Bucket owner granting cross-account bucket permissions"',
        "botocore model, documentation of GenerateDataSet (files of the same name are overwritten)",
    ),
    check=check,
    kinds=frozenset({Kind.BUCKET}),
)
