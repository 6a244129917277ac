"""A denial of whoever does not come from the seller's own network."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._hops import NETWORK
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a denial stops calls that come from AWS's own network."""
    for stop in stops(policy, context):
        if stop.assumed & NETWORK and not stop.open and not stop.spares:
            element = stop.condition(NETWORK)
            yield Problem(
                element,
                f"{stop.statement.label.capitalize()} denies {stop.what} by {element.name}, and the service calls from"
                " AWS's own network.",
                "Exempt the role, such as by ArnNotEquals on aws:PrincipalArn in the same condition block.",
            )


RULE = Rule(
    code="MCA605",
    name="deny-outside-network",
    severity=Severity.WARNING,
    summary="A denial keeps out everybody who does not come from certain addresses, networks or VPC endpoints.",
    why=(
        "The service calls from machines of AWS, not from the seller's addresses, and through no VPC endpoint of the"
        " seller's [inferred]. A bucket or topic that takes nothing from elsewhere takes no reports either."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"NotIpAddress": {"aws:SourceIp": ⟦"203.0.113.0/24"⟧}}
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
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {
        "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
        "ArnNotEquals": {
          "aws:PrincipalArn": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
        }
      }
    }
  ]
}
"""
    ),
    sources=(
        'S3 user guide, "Examples of Amazon S3 bucket policies"',
        "That the service calls from AWS's network, and through no endpoint of the seller's, is [inferred]",
    ),
    check=check,
    kinds=frozenset({Kind.ROLE, Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.BOUNDARY}),
)
