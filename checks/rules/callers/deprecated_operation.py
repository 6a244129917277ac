"""A call of an operation that does nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find calls of it."""
    for request in sites.requests:
        if request.operation == "StartSupportDataExport":
            yield Mistake(
                request.name_start,
                request.name_end,
                f"{request.name} calls an operation that is deprecated: it has exported nothing since December 2022.",
                "Delete the call; there is no replacement.",
            )


RULE = CallerRule(
    code="MCC201",
    name="deprecated-operation",
    severity=Severity.ERROR,
    summary="StartSupportDataExport is called, which no longer exports anything.",
    why=(
        "The service stopped exporting support data in December 2022; its model says that the operation is deprecated."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.⟦start_support_data_export⟧(
    dataSetType="customer_support_contacts_data",
    fromDate=datetime(2022, 11, 1, tzinfo=UTC),
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
    sources=("botocore, service model of marketplacecommerceanalytics: StartSupportDataExport is deprecated",),
    judge=judge,
)
