"""The service's role asks for no external id."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import admitting, external_id_conditions, trusted


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the service may assume the role without an id, by a statement that does not speak of one."""
    del context
    named = [one for one in trusted(policy) if one.is_service]
    if not named:
        return
    admitted = {statement.number for statement in admitting(policy, None) if not external_id_conditions(statement)}
    for one in named:
        if one.statement.number in admitted:
            yield Problem(
                one.entry.value,
                f"The service, {one.text}, may assume the role without an external id, for any seller.",
                'Add "Condition": {"StringEquals": {"sts:ExternalId": "…"}} with the id that AWS issued.',
            )


RULE = Rule(
    code="MCA505",
    name="missing-external-id",
    severity=Severity.ERROR,
    summary="The service's account is trusted without a condition on sts:ExternalId.",
    why=(
        "The service acts for all sellers from one account. The external id, which AWS issues for each seller, is what"
        " tells them apart: without it another seller can name this role in a request of its own, and the service,"
        " deputy to both, writes that seller's reports into this one's bucket. The id is in the trust policy that the"
        " enrolment page made; it is never invented."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ⟦"arn:aws:iam::452565589796:root"⟧},
      "Action": "sts:AssumeRole"
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
    sources=('IAM user guide, "The confused deputy problem"', "Integration tests of two AWS SDKs"),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
