"""A role that a service may assume on behalf of any account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.grants import Grants
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import ASSUME, is_service_role, trusted

SENDERS: Final = frozenset(
    {
        "autoscaling",
        "bedrock",
        "comprehend",
        "firehose",
        "frauddetector",
        "iot",
        "logs",
        "personalize",
        "pipes",
        "sagemaker",
        "scheduler",
        "states",
        "transcribe",
        "vpc-flow-logs",
    }
)
"""Services whose own guides say that they send aws:SourceAccount or aws:SourceArn when they assume a role."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a service that says for whom it acts may assume the role without saying so."""
    if is_service_role(policy, context):
        return
    grants = Grants(policy.bounds.least)
    for one in trusted(policy):
        if one.entry.type == "Service" and one.text.lower().partition(".")[0] in SENDERS:
            service, named = asking.service(one.text), (one.entry.type, one.text)
            if grants.admits(one.statement.span, service, ASSUME, named=named):
                yield Problem(
                    one.entry.value,
                    f"{one.text} may assume the role for a resource of any account.",
                    'Add "Condition": {"StringEquals": {"aws:SourceAccount": "…"}} with your account.',
                )


RULE = Rule(
    code="MCA515",
    name="confused-deputy",
    severity=Severity.NOTE,
    summary="A service may assume the role without saying for which account it acts.",
    why=(
        "A service that acts for many accounts is a deputy. Those that send aws:SourceAccount or aws:SourceArn can be"
        " held to the seller's own resources. It is a note, since a role can be passed to a service only from its own"
        " account; for services whose guides do not speak of the keys, the rule says nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": ⟦"scheduler.amazonaws.com"⟧},
      "Action": "sts:AssumeRole"
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
      "Principal": {"Service": "scheduler.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "The confused deputy problem"',
        'The services\' own guides, "Cross-service confused deputy prevention"',
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
