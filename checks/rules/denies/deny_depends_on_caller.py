"""A denial of which nobody can say from the document whether it stops a delivery."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.denies._hops import ENCRYPTION, NETWORK
from checks.rules.denies._stops import stops
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for denials that turn on keys whose values in the service's calls are not known."""
    for stop in stops(policy, context):
        others = stop.open or (stop.assumed - ENCRYPTION - NETWORK and not stop.assumed & (ENCRYPTION | NETWORK))
        if not others or stop.by_caller or stop.spares:
            continue
        element = stop.condition(stop.open or stop.assumed)
        yield Problem(
            element,
            f"Whether {stop.statement.label} denies {stop.what} to the service's role turns on {element.name},"
            " of which this document does not tell.",
            "Test a delivery, or exempt the role, such as by ArnNotEquals on aws:PrincipalArn.",
        )


RULE = Rule(
    code="MCA606",
    name="deny-depends-on-caller",
    severity=Severity.NOTE,
    summary="A denial may stop a delivery: it turns on something that the document does not tell.",
    why=(
        "The organisation of the seller's account, the role's tags, the canned ACL that the service may send: a"
        " document does not say them, and no public source does. It is a note, so that whoever looks for the reason of"
        " a missing report finds it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": ⟦"o-a1b2c3d4e5"⟧}}
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
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {
        "StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
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
        'IAM user guide, "AWS global condition context keys"',
        "What the service sends beside the role's credentials is not documented",
    ),
    check=check,
    kinds=frozenset({Kind.ROLE, Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.BOUNDARY}),
)
