"""A policy whose holder can change, pass or delete the service's role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._powers import OTHERS_ROLE, STANDING, gravity, powers_of
from checks.rules.rule import Context, Example, Problem, Rule
from policies.arns import ROLE_NAME

_ROLE: Final = f"arn:aws:iam::{{account}}:role/{ROLE_NAME}"
WAYS: Final = {
    "iam:PutRolePolicy": "send reports elsewhere with",
    "iam:AttachRolePolicy": "add powers to",
    "iam:UpdateAssumeRolePolicy": "let others assume",
    "iam:DeleteRolePermissionsBoundary": "take the boundary away from",
    "iam:PutRolePermissionsBoundary": "cut down",
    "iam:DeleteRolePolicy": "cut down",
    "iam:DetachRolePolicy": "cut down",
    "iam:DeleteRole": "delete",
    "iam:PassRole": "pass",
    "sts:AssumeRole": "ask to assume",
}
"""Actions on the role, and what they come to."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each action whether the holder may use it on the service's role; on all roles, it is other rules'."""
    powers = powers_of(policy, context)
    told: set[tuple[str | int, ...]] = set()
    for action, what in WAYS.items():
        places = powers.permitting(action, _ROLE)
        for value in powers.values(action, places - powers.permitting(action, OTHERS_ROLE) if places else places):
            if value.path not in told:
                told.add(value.path)
                yield Problem(
                    value,
                    f"With {value.text}, whoever holds this policy can {what} {ROLE_NAME}.",
                    "Leave it to the administrator who deploys; callers and readers need nothing on the role.",
                    severity=gravity(policy),
                )


RULE = Rule(
    code="MCA708",
    name="changes-service-role",
    severity=Severity.WARNING,
    summary="A policy lets its holder change, pass, assume or delete the service's role.",
    why=(
        "The role decides where the seller's reports may be written. Whoever changes its policy sends them elsewhere;"
        " whoever changes its trust can write what the seller takes for the service's reports; whoever deletes it"
        " stops the delivery, and a role that is made again is another one to every policy that named it. It is an"
        " error in the policy of the role itself, of callers and of readers; an administrator's policy gets a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:GetRole", ⟦"iam:UpdateAssumeRolePolicy"⟧],
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
      "Action": ["iam:GetRole", "iam:GetRolePolicy"],
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS JSON policy elements: Principal" (ids of deleted roles)',
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
    ),
    check=check,
    kinds=STANDING,
)
