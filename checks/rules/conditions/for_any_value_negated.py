"""An allow because of one value that differs."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule
from checks.rules.wording import listing


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at keys with several values; those with one are another rule's."""
    for test in tests(policy):
        negated = test.operator.qualifier == "ForAnyValue" and test.operator.negated
        if not test.statement.allows or not negated:
            continue
        key = context.catalogue.key(test.entry.key)
        if key and key.multivalued:
            values = listing(test.texts, last="or")
            sentence = f"{test.entry.operator} holds as soon as one value of {test.entry.key} is not {values}."
            remedy = f'Write ForAllValues:{test.operator.name}, and "Null": {{"{test.entry.key}": "false"}} beside it.'
            yield Problem(test.at_key, sentence, remedy)


RULE = Rule(
    code="MCA414",
    name="for-any-value-negated",
    severity=Severity.WARNING,
    summary="An Allow asks that one value of a key differ, whatever the others are.",
    why=(
        "`ForAnyValue` with a negated operator holds as soon as one of the values is another than those listed. It"
        " reads like “none of these”, which is `ForAllValues`. On a Deny the same words mean “unless all are listed”,"
        " and are left alone."
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
      "Condition": {"ForAnyValue:StringNotEquals": {⟦"aws:CalledVia"⟧: "athena.amazonaws.com"}}
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
        "ForAllValues:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"},
        "Null": {"aws:CalledVia": "false"}
      }
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Single-valued vs. multivalued context keys"',),
    check=check,
    kinds=GRANTING,
    uses_data=True,
)
