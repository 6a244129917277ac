"""A denial that stops the call to the service in spite of every allow."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a denial stops GenerateDataSet in the service's region, whoever calls."""
    for stop in stops(policy, context):
        if stop.is_plain and stop.by_caller:
            yield Problem(
                stop.scope,
                f"{stop.statement.label.capitalize()} denies {stop.what} to everybody, whatever allows it.",
                "Take the action out of the denial.",
            )


RULE = Rule(
    code="MCA602",
    name="deny-stops-call",
    severity=Severity.ERROR,
    summary="A denial stops the request for a data set in a policy that allows it.",
    why=(
        "An explicit deny wins over every allow, also over one in the same document. The caller is refused, and an"
        " allow that is put in beside it changes nothing. In a service control policy it stops every caller of the"
        " account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    },
    {
      "Effect": "Deny",
      "Action": ⟦"marketplacecommerceanalytics:*"⟧,
      "Resource": "*"
    }
  ]
}
""",
        kind=Kind.CALLER,
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
    sources=('IAM user guide, "Policy evaluation logic"', 'Organizations user guide, "SCP evaluation"'),
    check=check,
    kinds=frozenset({Kind.CALLER, Kind.IDENTITY, Kind.BOUNDARY}),
)
