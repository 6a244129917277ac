"""A request for yesterday as the machine's own clock has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example

_LATEST: Final = -2
"""Two days ago is over everywhere."""


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests for the local yesterday."""
    for request in sites.requests:
        given = request.get("dataSetPublicationDate")
        moment = given.moment if given is not None else None
        if given is not None and moment is not None and moment.local and _LATEST < moment.shift <= -1:
            yield Mistake(
                given.value.start,
                given.value.end,
                f"{shown(given.value.text)} is yesterday by the machine's own time zone, which may be today by UTC.",
                "Reckon the day in UTC.",
            )


RULE = CallerRule(
    code="MCC206",
    name="local-date",
    severity=Severity.WARNING,
    summary="Yesterday is reckoned in the machine's time zone, and data sets are published by UTC.",
    why=(
        "East of Greenwich the local day begins earlier: for some hours a day, yesterday there is today by UTC, whose"
        " data set need not exist yet. West of it a day may be asked for twice. A date without a time zone is sent as"
        " if it were UTC."
    ),
    bad=Example(
        """\
from datetime import date, timedelta

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=⟦str(date.today() - timedelta(days=1))⟧,
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    good=Example(
        """\
from datetime import UTC, datetime, timedelta

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime.now(UTC) - timedelta(days=1),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    sources=(
        "botocore, service model of marketplacecommerceanalytics: 'by 24:00 UTC'",
        "botocore, parse_to_aware_datetime: without a time zone, UTC is assumed",
    ),
    judge=judge,
)
