"""A role that may send reports anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.resources._sending import strays
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the role may send to a stranger; what only leaves a name open is `wildcard-in-destination`'s."""
    for stray in strays(policy, context.expected):
        if not stray.anywhere:
            continue
        if isinstance(stray.where, Value):
            sentence = f"The role may send a seller's data to whatever {stray.what} {shown(stray.text)} matches."
        else:
            sentence = f"The role may send a seller's data to every {stray.what} but {shown(stray.text)}."
        yield Problem(stray.where, sentence, "Name the bucket and the topic.")


RULE = Rule(
    code="MCA304",
    name="destination-anywhere",
    severity=Severity.ERROR,
    summary="The role may put objects, or publish, wherever a caller says.",
    why=(
        "Nobody needs iam:PassRole to call GenerateDataSet, as far as is known, so the role's policy alone"
        " limits where a seller's data can be sent: a wildcard for the bucket, or for the topic's account, lets any"
        " caller send reports to a stranger. Denials, and conditions on the resource's account, are considered."
        " [inferred: no page asks for PassRole]"
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
      "Resource": ⟦"arn:aws:s3:::*"⟧
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
    sources=(
        "Service guide: the call names bucket, topic and role",
        "IAM user guide, IAM JSON policy elements: Resource",
    ),
    check=check,
    kinds=frozenset({Kind.ROLE}),
)
