"""A client that asks for a FIPS or dual-stack address."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients that ask for such addresses."""
    for client in sites.clients:
        for variant in client.variants:
            if "true" in variant.constants:
                yield Mistake(
                    variant.start,
                    variant.end,
                    "The client asks for a FIPS or dual-stack address, and the service has only its plain one.",
                    "Leave the setting out for this client.",
                )


RULE = CallerRule(
    code="MCC105",
    name="endpoint-variant",
    severity=Severity.ERROR,
    summary="The client asks for a kind of address that the service does not have.",
    why=(
        "The SDKs build addresses for FIPS and dual stack for any service. botocore lists none for this one, so the"
        " call fails as there is no such host [inferred]."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3
from botocore.config import Config

client = boto3.client(
    "marketplacecommerceanalytics",
    region_name="us-east-1",
    config=Config(use_fips_endpoint=⟦True⟧),
)
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
    sources=("botocore, endpoints.json: no variant of marketplacecommerceanalytics",),
    judge=judge,
)
