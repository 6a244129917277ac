"""A private address without the network that it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.openness import has_open_condition
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule
from checks.rules.wording import listing

_NETWORKS: Final = {
    "aws:vpcsourceip": frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"}),
    "aws:ec2instancesourceprivateipv4": frozenset({"aws:ec2instancesourcevpc"}),
}


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for the network beside each private address."""
    for test in tests(policy):
        networks = _NETWORKS.get(test.key)
        if not networks or not test.statement.allows or test.operator.negated or test.operator.name == "Null":
            continue
        if not has_open_condition(test.statement) and not test.beside.keys & networks:
            names = listing(_SPELLED[test.key], last="or")
            sentence = f"{test.entry.key} is a private address, which other networks have too."
            yield Problem(test.at_key, sentence, f"Ask for {names} in the same statement.")


_SPELLED: Final = {
    "aws:vpcsourceip": ("aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"),
    "aws:ec2instancesourceprivateipv4": ("aws:Ec2InstanceSourceVpc",),
}


RULE = Rule(
    code="MCA424",
    name="private-address-alone",
    severity=Severity.WARNING,
    summary="An Allow compares a private address and not the VPC that it belongs to.",
    why=(
        "Private addresses are used again in every network. Anybody's VPC with the same range meets the condition;"
        " the guide asks to name the VPC or the endpoint beside it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"IpAddress": {⟦"aws:VpcSourceIp"⟧: "10.0.0.0/16"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/16"}, "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS global condition context keys": aws:VpcSourceIp, aws:Ec2InstanceSourcePrivateIPv4',),
    check=check,
    kinds=GRANTING,
)
