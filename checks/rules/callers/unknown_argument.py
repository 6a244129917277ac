"""A request with an argument that the service does not take."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from checks.documents.source import Edit
from checks.findings import Severity
from checks.regions.callers.naming import operations
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find such arguments."""
    for request in sites.requests:
        if request.operation is None:
            continue
        names = {request.style.spell(one) for one in operations()[request.operation][0]}
        for given in request.given:
            if given.argument is not None and (given.name in names or not request.exact):
                continue
            if given.argument is None and not request.exact:
                continue
            right = request.style.spell(given.argument) if given.argument else _close(given.name, names)
            yield Mistake(
                given.start,
                given.end,
                f"{shown(request.name)} takes no argument {shown(given.name)}.",
                f"Write {right}." if right else f"Leave it out; it takes {', '.join(sorted(names))}.",
                (Edit(given.start, given.end, right),) if right and given.end - given.start == len(given.name) else (),
            )


def _close(name: str, names: set[str]) -> str:
    return next(iter(get_close_matches(name, names, 1, 0.75)), "")


RULE = CallerRule(
    code="MCC208",
    name="unknown-argument",
    severity=Severity.ERROR,
    summary="A request has an argument that the service does not take, or that is spelt otherwise.",
    why="The SDKs refuse a request with such an argument, or leave it out; it shows only when the program runs.",
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    ⟦SnsTopicArn⟧="arn:aws:sns:eu-central-1:111122223333:acme-reports",
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
    sources=("botocore, service model of marketplacecommerceanalytics: GenerateDataSetRequest",),
    judge=judge,
)
