"""A queue, function or other resource that everyone may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_everyone, stated_actions
from checks.rules.rule import Context, Example, Problem, Rule

_NO_GRANTS: Final = ("execute-api:", "update:")
"""Interfaces that are made for everybody, and the updates of which CloudFormation's stack policies speak."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each action that the policy names whether a stranger may use it."""
    del context
    stated = (action for action in stated_actions(policy) if ":" in action)
    actions = [action for action in stated if not action.lower().startswith(_NO_GRANTS)]
    for access in of_everyone(policy, actions):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} on this resource.",
            "Name who is meant in Principal, or the topic that sends in a condition on aws:SourceArn.",
        )


RULE = Rule(
    code="MCA717",
    name="resource-public",
    severity=Severity.WARNING,
    summary="A resource's policy lets everyone use it.",
    why=(
        "A queue that takes the topic's notifications often names everyone as sender, and the topic in a condition:"
        " that is not reported. Without the condition everybody can put messages into it, or read those in it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": ⟦"*"⟧,
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:us-east-1:111122223333:acme-reports"
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
      "Principal": "*",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:us-east-1:111122223333:acme-reports",
      "Condition": {
        "ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:acme-reports"}
      }
    }
  ]
}
"""
    ),
    sources=('SNS developer guide, "Fanout to Amazon SQS queues"',),
    check=check,
    kinds=frozenset({Kind.RESOURCE}),
)
