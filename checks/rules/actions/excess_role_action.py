"""The role's policy allows what a delivery does not take."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.action_names import SERVICE, written
from checks.rules.actions._role import USEFUL, granting
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare each action that is written out; wildcards are `wide-action`'s."""
    for statement in granting(policy):
        for action in written(statement.action):
            found = None if action.wild or action.text.lower() in USEFUL else context.catalogue.find(action.text)
            if found is None:
                continue
            sentence = f"The service's role is allowed {found}, which no delivery takes."
            if found.service == SERVICE:
                sentence = f"{found} is what a caller needs; the service's role is not a caller."
            severity = Severity.ERROR if found.changes else Severity.WARNING
            yield Problem(action.value, sentence, "Delete it.", severity=severity)


RULE = Rule(
    code="MCA208",
    name="excess-role-action",
    severity=Severity.ERROR,
    summary="The policy of the service's role allows an action beyond the five, and the two for customer keys.",
    why=(
        "AWS's service acts with this role from an account of its own. Whatever it is allowed beyond the delivery is"
        " allowed to whoever can make the service act. Actions that only read or list are a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", ⟦"s3:GetBucketPolicy"⟧],
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": ["s3:PutObject", ⟦"s3:DeleteObject"⟧],
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
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
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic"
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
    sources=(
        "botocore service model marketplacecommerceanalytics, documentation of roleNameArn",
        'S3 user guide, "Using server-side encryption with AWS KMS keys"',
        'SNS developer guide, "Key management"',
    ),
    check=check,
    kinds=frozenset({Kind.ROLE}),
    uses_data=True,
)
