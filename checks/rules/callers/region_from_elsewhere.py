"""A call whose region is decided outside of the program."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.naming import HOME
from checks.regions.callers.sites import Sites
from checks.result import Status
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients whose region cannot be seen, and requests whose client cannot."""
    for client in sites.clients:
        for region in client.regions:
            if not region.known and all(one == HOME for one in region.constants):
                yield _unknown(region.start, region.end, f"The region comes from {shown(region.text)}", client.pin)
        if not client.regions and client.elsewhere and not client.endpoints:
            yield _unknown(client.start, client.end, f"The region may come with {shown(client.elsewhere)}", client.pin)
    for request in sites.requests:
        if not request.followed:
            what = f"The client of {request.name} is made elsewhere"
            yield _unknown(request.name_start, request.name_end, what, "")


def _unknown(start: int, end: int, what: str, pin: str) -> Mistake:
    return Mistake(
        start,
        end,
        f"{what}, so whether the call goes to us-east-1 cannot be told here.",
        f"Pin it where the call is made: {pin}." if pin else "See that the client is pinned where it is made.",
        status=Status.UNKNOWN,
    )


RULE = CallerRule(
    code="MCC103",
    name="region-from-elsewhere",
    severity=Severity.NOTE,
    summary="The region of the call comes from where this program alone does not show it.",
    why=(
        "A setting, a parameter or a helper in another file decides where the call goes. It may well be us-east-1;"
        " whether it is, this file does not say, so it is neither passed nor failed."
    ),
    bad=Example(
        """\
import os
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name=⟦os.environ["REPORT_REGION"]⟧)
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
    sources=("AWS Marketplace, Commerce Analytics Service guide: all calls go to us-east-1",),
    judge=judge,
)
