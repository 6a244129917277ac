"""A policy whose holder can assume every role that lets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._powers import OTHERS_ROLE, STANDING, gravity, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

_ASSUME: Final = "sts:AssumeRole"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the holder may assume a role of others."""
    powers = powers_of(policy, context)
    for value in powers.values(_ASSUME, powers.permitting(_ASSUME, OTHERS_ROLE)):
        yield Problem(
            value,
            f"{value.text} on every role lets whoever holds this policy assume each one that trusts the account.",
            "Name the roles that are meant in Resource.",
            severity=gravity(policy),
        )


RULE = Rule(
    code="MCA707",
    name="assumes-any-role",
    severity=Severity.WARNING,
    summary="A policy lets its holder assume any role.",
    why=(
        "A role that trusts the account leaves it to identity policies who may assume it. A holder who may assume all"
        " of them has the permissions of the most powerful one, also of those that are made later."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"sts:AssumeRole"⟧,
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
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::111122223333:role/report-reader"
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Grant a user permissions to switch roles"',
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
    ),
    check=check,
    kinds=STANDING,
)
