"""A condition value that its operator cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.nodes import Literal, Number, Text
from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.conditions._entries import has_variable, tests
from checks.rules.conditions._types import misfit, readable
from checks.rules.rule import Context, Example, Problem, Rule

_NEEDED: Final = {
    "Arn": "no ARN of six parts",
    "Binary": "no base64",
    "Bool": "neither true nor false",
    "Date": "no date of ISO 8601, and no number of seconds",
    "IpAddress": "no address, and no range in CIDR form",
    "Null": "neither true nor false",
    "Numeric": "no number",
}
_EXAMPLES: Final = {
    "Arn": "all six parts, as in arn:aws:s3:::acme-reports",
    "Binary": "base64",
    "Bool": "true or false",
    "Date": "it like 2026-12-31T23:59:59Z",
    "IpAddress": "it like 203.0.113.0/24",
    "Null": "true (the key is absent) or false (it is there)",
    "Numeric": "digits, and a decimal point if need be",
}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Read each value by its operator, if the operator is the right one; variables are another rule's."""
    for test in tests(policy):
        family = test.operator.family
        key = context.catalogue.key(test.entry.key)
        if family == "String" or (key and misfit(test, key)):
            continue
        for value in test.entry.values:
            if not isinstance(value.node, Text | Number | Literal) or has_variable(value.text):
                continue
            if not readable(family, value.text):
                what = shown(value.text) or "An empty string"
                sentence = f"{what} is {_NEEDED[family]}: {test.entry.operator} cannot read it."
                yield Problem(value, sentence, f"Write {_EXAMPLES[family]}.")


RULE = Rule(
    code="MCA405",
    name="malformed-condition-value",
    severity=Severity.ERROR,
    summary="A value is no number, date, boolean, address, binary or ARN, as its operator needs it.",
    why=(
        "A value that cannot be read matches nothing, or IAM refuses the document. Dates are those of ISO 8601 or"
        " seconds since 1970, booleans `true` and `false`, ranges CIDR, binary base64; an ARN has six parts, of which"
        " some may be empty."
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
      "Condition": {"DateLessThan": {"aws:CurrentTime": ⟦"31.12.2026"⟧}, "Bool": {"aws:SecureTransport": ⟦"yes"⟧}}
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
      "Condition": {
        "DateLessThan": {"aws:CurrentTime": "2026-12-31T23:59:59Z"},
        "Bool": {"aws:SecureTransport": "true"}
      }
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Condition operators"',),
    check=check,
)
