"""A policy whose holder can pass any role to any service."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._compute import PASS_ROLE, runnable
from checks.rules.leakage._powers import OTHERS_ROLE, STANDING, gravity, is_all_of_iam, powers_of
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the holder may pass a role of others without saying to whom; what runs code is another rule's."""
    powers = powers_of(policy, context)
    if runnable(powers):
        return
    for value in powers.values(PASS_ROLE, powers.permitting(PASS_ROLE, OTHERS_ROLE)):
        if not is_all_of_iam(value):
            yield Problem(
                value,
                f"{value.text} lets whoever holds this policy pass every role to every service.",
                "Name the roles in Resource, and the service in a condition on iam:PassedToService.",
                severity=gravity(policy),
            )


RULE = Rule(
    code="MCA705",
    name="passes-any-role",
    severity=Severity.WARNING,
    summary="A policy lets its holder pass any role to any service.",
    why=(
        "Alone it does nothing; with any permission to start something, from this policy or another one of the same"
        " holder, it gives the permissions of whatever role is passed. Asking for reports needs no iam:PassRole: the"
        " service assumes the role by its trust policy [inferred]."
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
      "Action": ⟦"iam:PassRole"⟧,
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
    sources=('IAM user guide, "Grant a user permissions to pass a role to an AWS service"',),
    check=check,
    kinds=STANDING,
)
