"""A private address as the caller's public one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.conditions._guards import PUBLIC
from checks.rules.rule import Context, Example, Problem, Rule

_PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7")


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Compare each range with the private ones."""
    for test in tests(policy):
        if test.key != PUBLIC or test.operator.family != "IpAddress":
            continue
        for value in test.entry.values:
            if value.is_text and _is_private(value.text):
                sentence = f"{value.text} is private; {test.entry.key} holds public addresses only."
                yield Problem(value, sentence, "Write the public range, or compare aws:VpcSourceIp and the VPC.")


def _is_private(text: str) -> bool:
    from checks.proof.values import network  # noqa: PLC0415  # only documents with addresses need it

    given = network(text)
    if given is None:
        return False
    ranges = (network(one) for one in _PRIVATE)
    return any(
        one is not None
        and one.version == given.version
        and one.prefixlen <= given.prefixlen
        and given.network_address in one
        for one in ranges
    )


RULE = Rule(
    code="MCA423",
    name="private-source-ip",
    severity=Severity.WARNING,
    summary="`aws:SourceIp` is compared with a range of private addresses.",
    why=(
        "The key holds the public address that AWS sees, also of callers behind a NAT. Calls through a VPC endpoint"
        " do not carry it at all; their private address is in aws:VpcSourceIp. A private range is never met: an Allow"
        " grants nothing, and a Deny for all others denies everybody."
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
      "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", ⟦"10.0.0.0/8"⟧]}}
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
      "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys": aws:SourceIp',
        "RFC 1918, section 3; RFC 4193; RFC 6598",
    ),
    check=check,
)
