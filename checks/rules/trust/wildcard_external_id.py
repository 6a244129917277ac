"""The service's role matches the external id with a wildcard."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import external_id_conditions, has_wildcard, is_negated, service_statements


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for values with `*` or `?` where the operator takes them for wildcards."""
    del context
    for statement in service_statements(policy):
        for entry in external_id_conditions(statement):
            for value in entry.values:
                if value.is_text and has_wildcard(entry, value) and not is_negated(entry):
                    yield Problem(
                        value,
                        f"{entry.operator} takes {value.text!r} for a pattern, and other sellers' ids match it.",
                        "Write StringEquals with the whole id.",
                    )


RULE = Rule(
    code="MCA507",
    name="wildcard-external-id",
    severity=Severity.ERROR,
    summary="The external id that the service's role asks for has a wildcard.",
    why=(
        "An id that matches `*` is no id. Even a pattern that leaves a few characters open takes ids that AWS may issue"
        " for other sellers."
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
      "Condition": {"StringLike": {"sts:ExternalId": ⟦"9f2c8a10-*"⟧}}
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
