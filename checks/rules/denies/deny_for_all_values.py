"""A denial by ForAllValues, which requests without the key meet too."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.denies._denials import denials
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for ForAllValues in denials that do not ask for the key to be there."""
    del context
    for _, statement in denials(policy):
        for entry in statement.conditions:
            operator = entry.operator.lower()
            if operator.startswith("forallvalues:") and not _asks_for(statement, entry.key):
                yield Problem(
                    entry.element,
                    f"{entry.operator} is met by every request without {entry.key}: those are denied, too.",
                    f'Add "Null": {{"{entry.key}": "false"}}, or write ForAnyValue if one value is enough.',
                    severity=Severity.NOTE if "not" in operator else None,
                )


def _asks_for(statement: WrittenStatement, key: str) -> bool:
    """Whether a condition of the statement asks for the key to be there."""
    return any(
        entry.operator.lower() == "null" and entry.key.lower() == key.lower() and "true" not in entry.element.texts
        for entry in statement.conditions
    )


RULE = Rule(
    code="MCA613",
    name="deny-for-all-values",
    severity=Severity.WARNING,
    summary="A denial with ForAllValues denies requests that do not have the key at all.",
    why=(
        "All values of an absent key meet any condition, since there are none. A denial of certain tags then denies"
        " every call without tags. With a negated operator it is often meant so, as in a denial of whoever does not"
        " come through a certain service: a note."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:PutObjectTagging",
      "Resource": "*",
      "Condition": {"ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ⟦"internal"⟧}}
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "s3:PutObjectTagging",
      "Resource": "*",
      "Condition": {"ForAnyValue:StringEquals": {"s3:RequestObjectTagKeys": "internal"}}
    }
  ]
}
""",
        kind=Kind.BOUNDARY,
    ),
    sources=('IAM user guide, "Set operators for multivalued context keys"',),
    check=check,
)
