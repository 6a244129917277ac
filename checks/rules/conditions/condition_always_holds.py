"""A condition that holds whatever the key's value is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import Tested, tests
from checks.rules.global_keys import ALWAYS_PRESENT
from checks.rules.rule import Context, Example, Problem, Rule

_EVERY_ADDRESS: Final = frozenset({"0.0.0.0/0", "::/0", "0/0"})


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for values that together are all values."""
    for test in tests(policy):
        if reason := _reason(test):
            effect = "denies always" if test.statement.denies else "is not limited by it"
            sentence = f"{test.entry.operator} on {test.entry.key} holds for {reason}: the statement {effect}."
            remedy = "Write the values that are meant, or delete the condition if it is to hold always."
            yield Problem(test.entry.element, sentence, remedy)


def _reason(test: Tested) -> str:
    texts = {text.lower() for text in test.texts}
    if test.operator.family in {"Bool", "Null"} and {"true", "false"} <= texts:
        return "true and for false"
    if test.operator.name == "IpAddress" and texts & _EVERY_ADDRESS:
        return "every address"
    bare = test.operator.patterns and not test.operator.negated and "*" in texts
    if bare and (test.key in ALWAYS_PRESENT or test.operator.if_exists):
        return "every value"
    return ""


RULE = Rule(
    code="MCA409",
    name="condition-always-holds",
    severity=Severity.WARNING,
    summary="The values of a condition leave nothing out.",
    why=(
        "A Bool that may be true or false, a range that holds all addresses, or a pattern of a star alone on a key"
        " that every request carries: the statement reads as if it were limited, and is not."
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
      "Condition": {"IpAddress": {"aws:SourceIp": ⟦["203.0.113.0/24", "0.0.0.0/0"]⟧}}
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
        'IAM user guide, "Access Analyzer policy check reference": Invalid condition multiple booleans',
    ),
    check=check,
)
