"""Two keys that no request carries at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import Tested, of
from checks.rules.conditions._guards import MFA, PUBLIC, VPC
from checks.rules.rule import Context, Example, Problem, Rule

_OF_SERVICES: Final = frozenset(
    {
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
    }
)
_OF_IDENTITIES: Final = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:username", *MFA})


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for conditions that both fail without their key."""
    for statement in policy.statements:
        needed = [test for test in of(statement) if test.needs_key]
        yield from _pairs(needed, frozenset({PUBLIC}), VPC, None)
        yield from _pairs(needed, _OF_SERVICES, _OF_IDENTITIES, Severity.WARNING)


def _pairs(
    needed: list[Tested], some: frozenset[str], others: frozenset[str], severity: Severity | None
) -> Iterator[Problem]:
    first = next((test for test in needed if test.key in some), None)
    second = next((test for test in needed if test.key in others), None)
    if first and second:
        sentence = f"No request carries {first.entry.key} and {second.entry.key}: the statement never applies."
        remedy = "Write two statements, or the one condition that is meant."
        related = ((first.entry.key_span, "it excludes this"),)
        yield Problem(second.at_key, sentence, remedy, related=related, severity=severity)


RULE = Rule(
    code="MCA420",
    name="keys-never-together",
    severity=Severity.ERROR,
    summary="A statement needs two condition keys of which a request carries one at most.",
    why=(
        "A request comes through a VPC endpoint or has a public address, never both: a statement that asks for"
        " aws:SourceIp and for aws:SourceVpce never applies. Keys that AWS sets for its services' own calls do not go"
        " with those of people and roles; that is a warning, since the guide says it of each key apart."
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
      "Condition": {
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"},
        "StringEquals": {⟦"aws:SourceVpce"⟧: "vpce-1a2b3c4d"}
      }
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
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObjectVersion",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS global condition context keys": availability of each key',),
    check=check,
)
