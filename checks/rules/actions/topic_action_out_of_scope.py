"""A topic's policy with an action that SNS does not take there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.action_names import EVERY_ACTION, elements, written
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing

_TAKEN: Final = (
    "AddPermission",
    "DeleteTopic",
    "GetDataProtectionPolicy",
    "GetTopicAttributes",
    "ListSubscriptionsByTopic",
    "ListTagsForResource",
    "Publish",
    "PutDataProtectionPolicy",
    "RemovePermission",
    "SetTopicAttributes",
    "Subscribe",
)
_BY_LOWER: Final = frozenset(name.lower() for name in _TAKEN) | {"receive"}
"""Topics that SNS made before 2014 or so have Receive in their default policy, which it still takes [inferred]."""


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare with the list of SNS's own guide; a pattern is out of scope if it names all of SNS."""
    for _, element in elements(policy):
        whole = [value for value in element.known if value.text in {EVERY_ACTION, "sns:*", "SNS:*"}]
        for value in whole:
            sentence = f"{value.text} in a topic's policy is out of scope: some actions of SNS are not about a topic."
            yield Problem(value, sentence, f"Name the actions: {listing(_TAKEN, most=len(_TAKEN), last='or')}.")
        for action in written(element):
            if action.service == "sns" and not action.wild and action.name.lower() not in _BY_LOWER:
                sentence = f"{action.text} is no action that a topic's policy can hold."
                yield Problem(action.value, sentence, "Grant it in the policy of the identity.")


RULE = Rule(
    code="MCA219",
    name="topic-action-out-of-scope",
    severity=Severity.ERROR,
    summary="The policy of a topic names all of SNS, or an action that is not about a topic.",
    why="SNS refuses the policy (“Policy statement action out of service scope”), and the topic keeps its old one.",
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": ⟦"sns:*"⟧,
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
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
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'SNS developer guide, "Amazon SNS API permissions: Actions and resources reference": valid policy actions',
    ),
    check=check,
    kinds=frozenset({Kind.TOPIC}),
)
