"""A topic that another account, or a whole organisation, may use."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_organisation, of_others
from checks.rules.leakage.topic_public import USING
from checks.rules.rule import Context, Example, Problem, Rule
from policies.trust import SERVICE_ACCOUNT


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each foreign principal, and for an organisation, whether it may subscribe, publish or change."""
    for access in (*of_others(policy, context, USING), *of_organisation(policy, USING)):
        is_service = access.account == SERVICE_ACCOUNT
        why = " It is the service's account, which publishes with the seller's role." if is_service else ""
        yield Problem(
            access.where,
            f"{access.who} may {access.what} on this topic.{why}",
            "Take it out, unless it is meant to; then name the one role, and the one action.",
        )


RULE = Rule(
    code="MCA714",
    name="topic-shared",
    severity=Severity.WARNING,
    summary="A topic's policy lets another account, or a whole organisation, subscribe, publish or change it.",
    why=(
        "Whoever subscribes learns of every report; whoever publishes can send false notifications. The service needs"
        " no grant here: it publishes with the seller's own role. Whose topic it is, its ARN says."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::444455556666:root"⟧},
      "Action": ["sns:Subscribe", "sns:GetTopicAttributes"],
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": ["sns:Subscribe", "sns:GetTopicAttributes"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=('SNS developer guide, "Example cases for Amazon SNS access control"',),
    check=check,
    kinds=frozenset({Kind.TOPIC}),
)
