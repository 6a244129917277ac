"""A grant to AWS Data Feeds, which is not Commerce Analytics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule

DATA_FEEDS: Final = "reports.marketplace.amazonaws.com"
_NAME: Final = "datafeed"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for the service principal of Data Feeds in statements whose Sid does not name it."""
    del context
    for statement in policy.statements:
        if not statement.allows or _NAME in (statement.sid or "").lower().replace(" ", ""):
            continue
        for entry in statement.principals():
            if entry.type == "Service" and entry.value.text.lower() == DATA_FEEDS:
                yield Problem(
                    entry.value,
                    f"{entry.value.text} is AWS Data Feeds, another product than Commerce Analytics, which does not"
                    " need this statement.",
                    "If you use Data Feeds, say so in the Sid, as in AwsMarketplaceDataFeedsAccess; else take it out.",
                )


RULE = Rule(
    code="MCA721",
    name="data-feeds-grant",
    severity=Severity.NOTE,
    summary="A policy has a grant to AWS Data Feeds, and does not say that it is one.",
    why=(
        "Data Feeds delivers to sellers, too, often into the same bucket; it comes as a service principal. It is no"
        " intruder. It is not Commerce Analytics either, which comes with the seller's role: whoever takes the one for"
        " the other mends the wrong grant."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": ⟦"reports.marketplace.amazonaws.com"⟧},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
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
