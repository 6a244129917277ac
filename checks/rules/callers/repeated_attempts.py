"""A client that sends a failed request again."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find such settings."""
    for client in sites.clients:
        for attempts in client.attempts:
            number = attempts.only or ""
            if number.isdigit() and int(number) > 1:
                yield Mistake(
                    attempts.start,
                    attempts.end,
                    f"A failed request is tried up to {number} times, and may so be made more than once.",
                    "Try it once, and look for the request's id on the topic before asking again.",
                )


RULE = CallerRule(
    code="MCC304",
    name="repeated-attempts",
    severity=Severity.NOTE,
    summary="The client is set to try a request more than once.",
    why=(
        "The service's own error is a fault of the server, which SDKs repeat. A request that was accepted in spite of"
        " the error is then made twice: two data sets, two messages, under the same file name [inferred]."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3
from botocore.config import Config

client = boto3.client(
    "marketplacecommerceanalytics",
    region_name="us-east-1",
    config=Config(retries={"max_attempts": ⟦10⟧}),
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
from botocore.config import Config

client = boto3.client(
    "marketplacecommerceanalytics",
    region_name="us-east-1",
    config=Config(retries={"total_max_attempts": 1}),
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
    sources=(
        "botocore, service model of marketplacecommerceanalytics: MarketplaceCommerceAnalyticsException is a fault",
        "boto3 guide, Retries",
    ),
    judge=judge,
)
