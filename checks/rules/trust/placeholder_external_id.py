"""The service's role asks for an external id that is none."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import external_ids, service_statements
from policies import names
from policies.errors import ArgumentError


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each id what `policies.names` asks of the ids that this project writes."""
    del context
    for statement in service_statements(policy):
        for value in external_ids(statement):
            try:
                names.external_id(value.text, "The external id")
            except ArgumentError as error:
                yield Problem(value, error.what.replace("id:", "id", 1), error.remedy)


RULE = Rule(
    code="MCA508",
    name="placeholder-external-id",
    severity=Severity.ERROR,
    summary="The external id that the service's role asks for is blank, a placeholder, or not of an id's form.",
    why=(
        "The service sends the id that AWS issued for the seller. A text that was left from an example never matches"
        " it, so nothing is delivered; and whoever makes it match by asking for the placeholder opens the role to"
        " every seller who left the same one."
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
      "Condition": {"StringEquals": {"sts:ExternalId": ⟦"YOUR_EXTERNAL_ID"⟧}}
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
    sources=("STS API reference, AssumeRole (ExternalId)", "Integration tests of two AWS SDKs"),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
