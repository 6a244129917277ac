"""A call whose region nothing in the program sets."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients that take the region of the machine."""
    for client in sites.clients:
        if not client.regions and not client.elsewhere and not client.endpoints:
            yield Mistake(
                client.start,
                client.end,
                f"{client.what} takes its region from {client.otherwise}: nothing here pins it to us-east-1.",
                f"Pin it: {client.pin}.",
                client.edits,
            )


RULE = CallerRule(
    code="MCC101",
    name="region-not-pinned",
    severity=Severity.WARNING,
    summary="Nothing in the program pins the call to us-east-1.",
    why=(
        "The service answers in us-east-1 only. Without a region of its own, the client takes the one of the machine"
        " that it runs on, from an environment variable or a profile: it works on one machine, and fails on the next"
        " with an error of the connection that does not name the reason."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = ⟦boto3.client("marketplacecommerceanalytics")⟧
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    good=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    sources=(
        "AWS Marketplace, Commerce Analytics Service guide: all calls go to us-east-1",
        "boto3 guide, Configuration",
    ),
    judge=judge,
)
