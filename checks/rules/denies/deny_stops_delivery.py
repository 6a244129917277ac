"""A denial that stops a delivery in spite of every allow."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each call of a delivery whether a denial stops it whatever the service sends."""
    for stop in stops(policy, context):
        if stop.is_plain and not stop.by_caller:
            yield Problem(
                stop.scope,
                f"{stop.statement.label.capitalize()} denies {stop.what} to the service's role, whatever allows it.",
                "Take the actions out of the denial, or the role, such as by ArnNotEquals on aws:PrincipalArn.",
            )


RULE = Rule(
    code="MCA601",
    name="deny-stops-delivery",
    severity=Severity.ERROR,
    summary="A denial stops a call that the service has to make to deliver a report.",
    why=(
        "An explicit deny in any policy wins over every allow. The service locates the bucket, writes the report, reads"
        " the topic's attributes, publishes, and reads the role's own policy, all with the role. The request for a"
        " data set is accepted all the same: a denied write shows in the notification only, and a denied notification"
        " nowhere."
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
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    },
    {
      "Effect": "Deny",
      "Action": ⟦"sns:*"⟧,
      "Resource": "*"
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
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    },
    {
      "Effect": "Deny",
      "Action": "sns:DeleteTopic",
      "Resource": "*"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Policy evaluation logic"',
        "botocore model, documentation of roleNameArn; that a denied notification shows nowhere is [inferred]",
    ),
    check=check,
    kinds=frozenset({Kind.ROLE, Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.BOUNDARY}),
)
