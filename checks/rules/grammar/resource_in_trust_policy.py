"""A resource in a trust policy."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.grammar._names import subject
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for Resource and NotResource in each statement."""
    for statement in policy.statements:
        for element in filter(None, (statement.resource, statement.not_resource)):
            sentence = f"{subject(statement)} of a trust policy has a {element.name}."
            yield Problem((element.name_span, element.path), sentence, f"Delete {element.name}.")


RULE = Rule(
    code="MCA116",
    name="resource-in-trust-policy",
    severity=Severity.ERROR,
    summary="A statement of a trust policy has Resource or NotResource.",
    why=(
        "A trust policy stands on the role that it speaks of, so it names no resource; IAM refuses one (“Has prohibited"
        " field Resource”). Who sees a Resource there may have the permissions policy in the wrong place."
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
      ⟦"Resource"⟧: "*",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
""",
        kind=Kind.TRUST,
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
""",
        kind=Kind.TRUST,
    ),
    sources=(
        'IAM user guide, "IAM JSON policy elements: Resource"',
        "The refusal: moto's policy validator, which repeats IAM's message",
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
