"""A grant to AWS Data Feeds for every seller's data."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_services
from checks.rules.leakage.data_feeds_grant import DATA_FEEDS
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether Data Feeds gets in without saying for whom it acts."""
    del context
    for access in of_services(policy, lambda service: service == DATA_FEEDS):
        yield Problem(
            access.where,
            f"AWS Data Feeds, {access.where.text}, gets in on behalf of any seller.",
            'Add "Condition": {"StringEquals": {"aws:SourceAccount": "…"}} with your account.',
        )


RULE = Rule(
    code="MCA722",
    name="data-feeds-without-source",
    severity=Severity.WARNING,
    summary="A grant to AWS Data Feeds does not hold it to the seller's own account.",
    why=(
        "Data Feeds says for which account it writes. Without a condition on it another seller can name this bucket as"
        " the destination of its feeds. AWS's own template leaves the condition out, and its guide shows how to add it."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AwsMarketplaceDataFeedsAccess",
      "Effect": "Allow",
      "Principal": {"Service": ⟦"reports.marketplace.amazonaws.com"⟧},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
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
      "Sid": "AwsMarketplaceDataFeedsAccess",
      "Effect": "Allow",
      "Principal": {"Service": "reports.marketplace.amazonaws.com"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
"""
    ),
    sources=('AWS Marketplace seller guide, "Seller delivery data feeds service" (data feed policies)',),
    check=check,
    kinds=frozenset({Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.RESOURCE}),
)
