"""The service's role asks for another external id than the seller's."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from checks.rules.trust._service import external_ids, service_statements


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare the ids with the seller's, if the user said it, unless it is among them."""
    wanted = context.expected.external_id
    found = [value for statement in service_statements(policy) for value in external_ids(statement)]
    if not wanted or any(value.text == wanted for value in found):
        return
    for value in found:
        near = " They differ in upper and lower case only." if value.text.lower() == wanted.lower() else ""
        yield Problem(
            value,
            f"The external id is {value.text!r}, and this seller's is {wanted!r}.{near}",
            "Write the id that AWS issued for this seller; if it is the configuration that is wrong, correct that.",
        )


RULE = Rule(
    code="MCA509",
    name="other-external-id",
    severity=Severity.ERROR,
    summary="The external id that the service's role asks for is not the one that the configuration states.",
    why=(
        "AWS issues one id for each seller account. With another one the service cannot assume the role; and if it is"
        " that of another seller, who may be a sister company, the service writes that seller's reports here."
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
      "Condition": {"StringEquals": {"sts:ExternalId": ⟦"71d0c3e5-0f4b-4b1e-8a57-6c2f9f0b8d13"⟧}}
    }
  ]
}
""",
        expected=Expectations(external_id="9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"),
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
        expected=Expectations(external_id="9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"),
    ),
    sources=('IAM user guide, "The confused deputy problem"', "Integration tests of two AWS SDKs"),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
