"""A topic that everyone may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_everyone
from checks.rules.rule import Context, Example, Problem, Rule

USING: Final = (
    "sns:Subscribe",
    "sns:Publish",
    "sns:SetTopicAttributes",
    "sns:AddPermission",
    "sns:RemovePermission",
    "sns:DeleteTopic",
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger may subscribe, publish or change the topic."""
    del context
    for access in of_everyone(policy, USING):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} on this topic.",
            "Name the account in Principal, or ask for it in a condition on AWS:SourceOwner, as SNS's default does.",
        )


RULE = Rule(
    code="MCA713",
    name="topic-public",
    severity=Severity.ERROR,
    summary="A topic's policy lets everyone subscribe, publish or change it.",
    why=(
        "A subscriber reads every notification: the bucket, the keys of the reports, and the values that the seller"
        " sends along. A publisher sends notifications that programs take for the service's. SNS's own default policy"
        " names everyone, but asks for the owner's account in a condition: it is not reported."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"*"⟧},
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
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
      "Principal": {"AWS": "*"},
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports",
      "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}}
    }
  ]
}
"""
    ),
    sources=('SNS developer guide, "Example cases for Amazon SNS access control"',),
    check=check,
    kinds=frozenset({Kind.TOPIC}),
)
