"""An allow that holds for none of the values."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import presence_is_asked, tests
from checks.rules.conditions._guards import is_guard
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for the key's presence in another condition; keys with one value are another rule's."""
    for test in tests(policy):
        lax = test.operator.qualifier == "ForAllValues" and is_guard(test.key)
        if not test.statement.allows or not lax or presence_is_asked(test):
            continue
        key = context.catalogue.key(test.entry.key)
        if key and key.multivalued:
            sentence = f"{test.entry.operator} lets every request through that carries no {test.entry.key}."
            remedy = f'Add "Null": {{"{test.entry.key}": "false"}}, or write ForAnyValue if one value is enough.'
            yield Problem(test.at_key, sentence, remedy)


RULE = Rule(
    code="MCA413",
    name="for-all-values-on-allow",
    severity=Severity.WARNING,
    summary="An Allow compares all values of a key, and does not ask that there is one.",
    why=(
        "`ForAllValues` is true if the request carries no value at all: there is none that fails. On an Allow that lets"
        " everybody through who does not say. Only keys that say who calls or from where are looked at: a request"
        " without tags is what a statement about tag keys is to allow too."
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
      "Condition": {"ForAllValues:StringLike": {⟦"aws:PrincipalOrgPaths"⟧: "o-a1b2c3d4e5/r-ab12/*"}}
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
      "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "Single-valued vs. multivalued context keys"',
        'IAM user guide, "Access Analyzer policy check reference"',
    ),
    check=check,
    kinds=GRANTING,
    uses_data=True,
)
