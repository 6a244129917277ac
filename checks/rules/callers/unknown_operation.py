"""A call of an operation that the service does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.findings import Severity
from checks.regions.callers.naming import squash
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example

_OTHERS: Final = {
    "resolvecustomer": "meteringmarketplace",
    "meterusage": "meteringmarketplace",
    "batchmeterusage": "meteringmarketplace",
    "registerusage": "meteringmarketplace",
    "getentitlements": "marketplace-entitlement",
    "listentities": "marketplace-catalog",
    "describeentity": "marketplace-catalog",
    "startchangeset": "marketplace-catalog",
}
"""Operations of the Marketplace's other services, and botocore's names of those."""


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find calls of what is none."""
    for request in sites.requests:
        if request.operation is not None:
            continue
        other = _OTHERS.get(squash(request.name))
        yield Mistake(
            request.name_start,
            request.name_end,
            f"The service has no operation {shown(request.name)}"
            + (f": that is one of the service {other}." if other else "."),
            f"Make a client of {other}." if other else "Call GenerateDataSet, in this language's spelling.",
        )


RULE = CallerRule(
    code="MCC202",
    name="unknown-operation",
    severity=Severity.ERROR,
    summary="The client is asked for an operation that the service does not have.",
    why=(
        "The service has two operations, and one of them is dead. Other names are misspelt, or belong to a service"
        " with a name that looks alike: ResolveCustomer and MeterUsage are the metering service's, GetEntitlements is"
        " the entitlement service's. The mistake shows only when the program runs."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.⟦generate_dataset⟧(
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
    sources=("botocore, service model of marketplacecommerceanalytics: GenerateDataSet and StartSupportDataExport",),
    judge=judge,
)
