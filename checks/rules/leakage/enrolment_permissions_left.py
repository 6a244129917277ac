"""The permissions for the enrolment, left where they stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._powers import OTHERS_ROLE, Powers, is_all_of_iam, powers_of
from checks.rules.rule import ATTACHED, Context, Example, Problem, Rule
from policies.callers import CALL_ACTION
from policies.document import Effect
from policies.enrolment import enrolment_policy

_PORTAL: Final = "aws-marketplace-management:viewReports"
_ENROLLING: Final = ("iam:CreateRole", "iam:AttachRolePolicy")
_ONCE: Final = frozenset(action.lower() for statement in enrolment_policy().statements for action in statement.actions)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the holder may make any role, and attach any policy to it, beside what it does every day."""
    powers = powers_of(policy, context)
    allows = [powers.permitting(action, OTHERS_ROLE) for action in _ENROLLING]
    if not all(allows) or not _stays(policy, powers):
        return
    for action, places in zip(_ENROLLING, allows, strict=True):
        for value in powers.values(action, places):
            if not is_all_of_iam(value):
                yield Problem(
                    value,
                    f"With {value.text} on every role, whoever holds this policy can make a role of any power.",
                    "Attach the enrolment's permissions by themselves for the click in the portal, and detach them.",
                )


def _stays(policy: Policy, powers: Powers) -> bool:
    """Whether the policy is there for something else, too."""
    if policy.kind is Kind.ENROLMENT:
        return any(
            action.lower() not in _ONCE
            for statement in policy.bounds.least.statements
            if statement.effect is Effect.ALLOW
            for action in statement.actions
        )
    is_of_seller = powers.names(_PORTAL) or powers.names(CALL_ACTION)
    return is_of_seller or policy.kind in {Kind.CALLER, Kind.READER, Kind.ROLE}


RULE = Rule(
    code="MCA701",
    name="enrolment-permissions-left",
    severity=Severity.ERROR,
    summary="The permissions that the enrolment needs once stand beside permissions of every day.",
    why=(
        "The person who enrols needs iam:CreateRole, iam:CreatePolicy and iam:AttachRolePolicy on everything, since the"
        " portal makes the role in their name. Whoever keeps them can give any power to a role, and take it. A program"
        " that asks for reports every night needs none of it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    },
    {
      "Effect": "Allow",
      "Action": ["iam:ListRoles", ⟦"iam:CreateRole"⟧, "iam:CreatePolicy", ⟦"iam:AttachRolePolicy"⟧],
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
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=(
        'AWS Marketplace seller guide, "Policies and permissions for AWS Marketplace sellers"',
        'IAM user guide, "Permissions boundaries for IAM entities" (delegating responsibility)',
    ),
    check=check,
    kinds=ATTACHED,
)
