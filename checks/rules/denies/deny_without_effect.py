"""A denial that denies nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Element, Policy, Value, WrittenStatement
from checks.findings import Severity
from checks.rules.denies._denials import complete_denials
from checks.rules.denies._satisfiable import never_hold
from checks.rules.rule import Context, Example, Problem, Rule

_ALL: Final = {"NotAction": ("*", "*:*"), "NotResource": ("*",), "NotPrincipal": ("*",)}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for exemptions of everything, and ask of each key whether any value of it meets the conditions."""
    del context
    for statement, written in complete_denials(policy):
        yield from _exempting(written)
        for key in dict.fromkeys(condition.key.lower() for condition in statement.conditions):
            conditions = tuple(condition for condition in statement.conditions if condition.key.lower() == key)
            if never_hold(key, conditions, policy.bounds.most.version):
                element = next(entry.element for entry in written.conditions if entry.key.lower() == key)
                yield _problem(written, element, f"no value of {element.name} meets its condition")


def _exempting(written: WrittenStatement) -> Iterator[Problem]:
    for name, wide in _ALL.items():
        values = (
            [entry.value for entry in written.principals(name)]
            if name == "NotPrincipal"
            else getattr(written.get(name), "known", ())
        )
        for value in values:
            if value.text in wide:
                yield _problem(written, value, f'{name} "{value.text}" exempts everything')


def _problem(written: WrittenStatement, where: Value | Element, why: str) -> Problem:
    return Problem(where, f"{written.label.capitalize()} denies nothing: {why}.", "Correct it, or take it out.")


RULE = Rule(
    code="MCA611",
    name="deny-without-effect",
    severity=Severity.WARNING,
    summary="A denial can never match a request.",
    why=(
        "Whoever reads the document believes that something is forbidden. The usual causes: `StringEquals` with"
        ' `"False"` on aws:SecureTransport, whose value is `false`; an empty list of values; two conditions on one key'
        " that exclude each other; `NotAction`, `NotResource` or `NotPrincipal` with `*`."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"StringEquals": {"aws:SecureTransport": ⟦"False"⟧}}
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Condition operators"',
        'IAM user guide, "IAM JSON policy elements: NotAction"',
    ),
    check=check,
)
