"""The service's role takes several external ids."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import external_ids, service_statements


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Point at each id but the seller's, or but the first if that is not known."""
    found = [value for statement in service_statements(policy) for value in external_ids(statement)]
    texts = list(dict.fromkeys(value.text for value in found))
    wanted = context.expected.external_id
    kept = wanted if wanted in texts else next(iter(texts), "")
    for value in found:
        if value.text != kept:
            yield Problem(
                value,
                f"The role takes the external id {value.text!r} beside {kept!r}; a seller has one.",
                "Keep the id that AWS issued for this seller; give another seller account a role of its own.",
            )


RULE = Rule(
    code="MCA510",
    name="several-external-ids",
    severity=Severity.WARNING,
    summary="The service's role takes more than one external id.",
    why=(
        "AWS issues one id for each seller account [inferred]. A second one is left over, or is another seller's, whose"
        " reports would then be written into this seller's bucket."
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
        "StringEquals": {
          "sts:ExternalId": [
            "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42",
            ⟦"71d0c3e5-0f4b-4b1e-8a57-6c2f9f0b8d13"⟧
          ]
        }
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
    sources=('IAM user guide, "The confused deputy problem"', "Integration tests of two AWS SDKs"),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
