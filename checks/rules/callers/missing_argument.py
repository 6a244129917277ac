"""A request without something that the service requires."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from checks.findings import Severity
from checks.regions.callers.naming import operations
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests whose arguments are all seen, and are too few."""
    for request in sites.requests:
        if request.operation is None or not request.complete:
            continue
        given = {one.argument for one in request.given}
        misspelt = [one.name for one in request.given if one.argument is None]
        required = operations()[request.operation][1] - given
        missing = sorted(one for one in required if not get_close_matches(request.style.spell(one), misspelt, 1, 0.75))
        if missing:
            names = ", ".join(request.style.spell(one) for one in missing)
            yield Mistake(
                request.name_start,
                request.name_end,
                f"{shown(request.name)} is called without {names}.",
                f"Give {names}.",
            )


RULE = CallerRule(
    code="MCC207",
    name="missing-argument",
    severity=Severity.ERROR,
    summary="A request lacks an argument that the service requires.",
    why="The SDKs refuse such a request, or the service does; it shows only when the program runs.",
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.⟦generate_data_set⟧(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
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
    sources=("botocore, service model of marketplacecommerceanalytics: GenerateDataSetRequest, required",),
    judge=judge,
)
