"""A role that may send reports to more than one bucket or topic by a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.resources._sending import strays
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at the patterns that leave a part of a name open; those that leave all open are another rule's."""
    for stray in strays(policy, context.expected):
        if not stray.anywhere:
            whose = "anybody's" if stray.what == "bucket" else "the account's"
            sentence = f"{shown(stray.text)} leaves open to which {stray.what} of {whose} the role sends."
            yield Problem(stray.where, sentence, f"Write the whole name of the {stray.what}.")


RULE = Rule(
    code="MCA314",
    name="wildcard-in-destination",
    severity=Severity.WARNING,
    summary="The role may put objects, or publish, by a pattern for the name of the bucket or topic.",
    why=(
        "Names of buckets are unique in the world: whoever makes a bucket whose name fits `acme-*` can have the reports"
        " sent there by anybody who may call GenerateDataSet. `acme-reports*`, which is meant for the bucket and its"
        " objects, fits `acme-reports-of-somebody-else` too. A pattern for topics lets messages go to other topics of"
        " the account."
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
      "Resource": ⟦"arn:aws:s3:::acme-reports*"⟧
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
    sources=('S3 user guide, "General purpose bucket naming rules"', "Service guide: the call names bucket and topic"),
    check=check,
    kinds=frozenset({Kind.ROLE}),
)
