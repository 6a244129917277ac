"""A role that may send reports anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.patterns import matches, wild
from checks.rules.rule import Context, Example, Problem, Rule

_SENDING: Final = ("s3:PutObject", "sns:Publish")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at what the sending actions are allowed on."""
    del context
    for statement in policy.statements:
        if not statement.allows or statement.action is None:
            continue
        sending = [
            one for one in _SENDING if any(matches(text.lower(), one.lower()) for text in statement.action.texts)
        ]
        for value in statement.resource.known if statement.resource else ():
            if any(_is_anywhere(value.text, action) for action in sending):
                sentence = f"The role may send a seller's data to whatever {shown(value.text)} matches."
                yield Problem(value, sentence, "Name the bucket and the topic.")


def _is_anywhere(text: str, action: str) -> bool:
    if text == "*":
        return True
    arn = parse(text)
    if arn is None or not matches(arn.service, action.partition(":")[0]):
        return False
    name = arn.resource.partition("/")[0] if arn.service == "s3" else arn.resource
    return wild(name) or (arn.service == "sns" and wild(arn.account))


RULE = Rule(
    code="MCA304",
    name="destination-anywhere",
    severity=Severity.ERROR,
    summary="The role may put objects, or publish, wherever a caller says.",
    why=(
        "Nobody needs iam:PassRole to call GenerateDataSet, as far as is known, so the role's policy alone"
        " limits where a seller's data can be sent: a wildcard for the bucket or topic lets any caller send"
        " reports to a stranger's. [inferred: no page asks for PassRole]"
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
