"""A policy variable where none is replaced."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.conditions._entries import has_variable, tests
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look at keys, and at the values of operators that take no variables."""
    for test in tests(policy):
        if has_variable(test.entry.key):
            sentence = f"Nothing is replaced in a condition key; {shown(test.entry.key)} is taken literally."
            yield Problem(test.at_key, sentence, "Write the key itself.")
        if test.operator.takes_variables:
            continue
        for value in test.entry.values:
            if value.is_text and has_variable(value.text):
                sentence = f"{test.entry.operator} takes no policy variables; {shown(value.text)} is taken literally."
                yield Problem(value, sentence, "Write the value itself.")


RULE = Rule(
    code="MCA421",
    name="variable-not-replaced",
    severity=Severity.ERROR,
    summary="A `${…}` stands in a condition key, or in a value of an operator that takes no variables.",
    why=(
        "Variables are replaced in values of string and ARN operators, and as the guide says of Bool; elsewhere the"
        " dollar sign and the braces are literal text, and the condition never holds. In a condition key it is mostly"
        " a placeholder that somebody forgot to fill in."
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
      "Condition": {"StringEquals": {⟦"s3:ExistingObjectTag/${TagKey}"⟧: "report"}}
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"IpAddress": {"aws:SourceIp": ⟦"${aws:PrincipalTag/address}"⟧}}
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
      "Condition": {"StringEquals": {"s3:ExistingObjectTag/kind": "report"}}
    },
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
    sources=('IAM user guide, "IAM policy elements: Variables and tags": where you can use policy variables',),
    check=check,
)
