"""The call is allowed in regions only in which the service does not answer."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._region import calling, is_plain_pin, pins, possible, possible_somewhere
from checks.rules.rule import ATTACHED, Context, Example, Problem, Rule
from policies.callers import SERVICE_REGION


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Ask whether the statement may allow the call in the service's region at all."""
    for statement, value in calling(policy):
        entries = pins(statement)
        if not entries or all(map(is_plain_pin, entries)) or possible(policy, statement, SERVICE_REGION):
            continue
        if not possible_somewhere(policy, statement):
            continue
        for entry in entries:
            if not is_plain_pin(entry):
                sentence = (
                    f"{value.text} is not allowed in {SERVICE_REGION}, where alone the service answers:"
                    f" {entry.operator} on {entry.key} does not let it through."
                )
                remedy = f'Write "StringEquals": {{"aws:RequestedRegion": "{SERVICE_REGION}"}}.'
                yield Problem(entry.element, sentence, remedy)


RULE = Rule(
    code="MCA419",
    name="caller-region-elsewhere",
    severity=Severity.ERROR,
    summary="A statement allows GenerateDataSet, but not in us-east-1.",
    why=(
        "The service has one endpoint, in us-east-1. The bucket and the topic may be elsewhere, and people pin the call"
        " to their region: then every call is refused."
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
      "Condition": {"StringEquals": {"aws:RequestedRegion": ⟦"eu-central-1"⟧}}
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
    sources=(
        "botocore service model marketplacecommerceanalytics, endpoints",
        'AWS Marketplace seller guide, "AWS Marketplace Commerce Analytics Service", troubleshooting',
        'IAM user guide, "AWS global condition context keys": aws:RequestedRegion',
    ),
    check=check,
    kinds=ATTACHED,
)
