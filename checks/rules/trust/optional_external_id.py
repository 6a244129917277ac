"""The service's role takes a wrong external id, or none, in spite of a condition on it."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import ConditionEntry, Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import admitting, external_id_conditions, has_wildcard


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the service may assume the role with another seller's id, and with none."""
    del context
    taken = {"no external id": None, "another seller's external id": "the-id-of-another-seller"}
    told: set[int] = set()
    for what, external_id in taken.items():
        for statement in admitting(policy, external_id):
            entry = next(filter(_is_exact, external_id_conditions(statement)), None)
            if entry and statement.number not in told:
                told.add(statement.number)
                yield Problem(
                    entry.element,
                    f"With {entry.operator} the service may assume the role with {what}.",
                    "Write StringEquals with the id that AWS issued for this seller.",
                )


def _is_exact(entry: ConditionEntry) -> bool:
    """Whether no value of a condition is a pattern; patterns are another rule's."""
    return not any(has_wildcard(entry, value) for value in entry.values)


RULE = Rule(
    code="MCA506",
    name="optional-external-id",
    severity=Severity.ERROR,
    summary="A condition on sts:ExternalId holds for other ids than the seller's, or for none.",
    why=(
        "`…IfExists`, `ForAllValues` and negated operators hold if the key is absent; `Null` asks for any id at all; a"
        " negated operator takes every id but one. The statement looks protected, and admits the service on behalf of"
        " any seller."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEqualsIfExists": {"sts:ExternalId": ⟦"9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"⟧}
      }
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
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Condition operators" and "The confused deputy problem"',),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
