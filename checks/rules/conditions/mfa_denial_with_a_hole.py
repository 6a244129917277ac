"""A denial without MFA that spares long-term keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.conditions._guards import MFA
from checks.rules.openness import has_open_condition, has_open_statement
from checks.rules.rule import Context, Example, Problem, Rule

_PRESENT: Final = "aws:multifactorauthpresent"


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for denials that need the key, and for another one that closes the hole."""
    if has_open_statement(policy) or any(not one.allows and has_open_condition(one) for one in policy.statements):
        return
    denials = [test for test in tests(policy) if test.statement.denies and test.key in MFA]
    if any(test.operator.name == "Null" and test.texts != ["false"] for test in denials):
        return
    for test in denials:
        asks = test.operator.name == "Bool" and test.texts == ["false"] and test.key == _PRESENT
        too_old = test.key != _PRESENT and test.operator.name.startswith("NumericGreaterThan")
        if (asks or too_old) and test.needs_key:
            sentence = (
                f"{test.entry.operator} does not hold for calls with access keys, which carry no {test.entry.key}."
            )
            yield Problem(test.at_key, sentence, f"Write {test.operator.name}IfExists.")


RULE = Rule(
    code="MCA412",
    name="mfa-denial-with-a-hole",
    severity=Severity.WARNING,
    summary="A Deny asks for MFA by a condition that does not hold for calls with access keys.",
    why=(
        "Calls with long-term access keys carry neither aws:MultiFactorAuthPresent nor aws:MultiFactorAuthAge, so"
        " `Bool … false` does not hold for them and the Deny does not apply. `BoolIfExists` denies them too, as the"
        " guide recommends."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"Bool": {⟦"aws:MultiFactorAuthPresent"⟧: "false"}}
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
      "Effect": "Deny",
      "Action": "s3:DeleteObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS global condition context keys": aws:MultiFactorAuthPresent',),
    check=check,
)
