"""A request for a type of data set that is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests for such a type."""
    from checks.smoke.calendar import data_sets  # noqa: PLC0415  # it loads the service's model

    for request in sites.requests:
        given = request.get("dataSetType")
        if given is None or request.operation != "GenerateDataSet":
            continue
        for one in data_sets():
            if one.deprecated and one.name in given.value.constants:
                yield Mistake(
                    given.value.start,
                    given.value.end,
                    f"The type {one.name} is deprecated: no new data sets of it are published.",
                    "Ask for another type; `mca datasets` lists them.",
                )


RULE = CallerRule(
    code="MCC203",
    name="deprecated-data-set",
    severity=Severity.ERROR,
    summary="A type of data set is asked for that is no longer made.",
    why=(
        "The request is accepted, and no file and no message need ever come. Each type's page in the service's model"
        " says so."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType=⟦"customer_profile_by_industry"⟧,
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
    sources=("botocore, service model of marketplacecommerceanalytics: the documentation of dataSetType",),
    judge=judge,
)
