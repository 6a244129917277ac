"""A queue, function or other resource that another account may use."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_organisation, of_others, stated_actions
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each foreign principal, and for an organisation, whether it may use what the policy names."""
    actions = [action for action in stated_actions(policy) if ":" in action]
    for access in (*of_others(policy, context, actions), *of_organisation(policy, actions)):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} on this resource.",
            "Take it out, unless it is meant to; then name the one role, and the one action.",
        )


RULE = Rule(
    code="MCA718",
    name="resource-shared",
    severity=Severity.WARNING,
    summary="A resource's policy lets another account, or a whole organisation, use it.",
    why=(
        "It may be meant so. A queue that another account reads gives away the notifications in it, and one that it"
        " writes takes false ones. Whose resource it is, its ARN says, or the user."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"444455556666"⟧},
      "Action": "sqs:ReceiveMessage",
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
      "Principal": {"AWS": "111122223333"},
      "Action": "sqs:ReceiveMessage",
      "Resource": "arn:aws:sqs:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Cross account resource access in IAM"',),
    check=check,
    kinds=frozenset({Kind.RESOURCE}),
)
