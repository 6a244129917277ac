"""A call that goes to a region where the service does not answer."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.naming import HOME
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients of other regions."""
    for client in sites.clients:
        for region in client.regions:
            others = [one for one in region.constants if one not in {HOME, ""}]
            if not others:
                continue
            origin = f" by {client.origin}" if client.origin else ""
            may = "is" if region.known and len(region.constants) == 1 else "may be"
            yield Mistake(
                region.start,
                region.end,
                f"The region {may} {others[0]}{origin}, and the service answers in us-east-1 only.",
                f"Pin it: {client.pin}. Buckets and topics may stay where they are.",
                client.edits,
            )


RULE = CallerRule(
    code="MCC102",
    name="wrong-region",
    severity=Severity.ERROR,
    summary="The call goes to another region than us-east-1.",
    why=(
        "The service answers in us-east-1 only, wherever the bucket and the topic are. The SDKs build the address of"
        " any region without complaint; the call then fails, as there is no such host."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name=⟦"eu-central-1"⟧)
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
        "botocore, endpoints: measured, an address is built for any region",
    ),
    judge=judge,
)
