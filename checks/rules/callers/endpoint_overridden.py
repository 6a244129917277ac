"""A client that is given an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.naming import ENDPOINT
from checks.regions.callers.sites import Sites
from checks.result import Status
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients with another address than the service's."""
    for client in sites.clients:
        for endpoint in client.endpoints:
            if endpoint.constants and all(one.rstrip("/") == ENDPOINT for one in endpoint.constants) and endpoint.known:
                continue
            known = [one for one in endpoint.constants if one.rstrip("/") != ENDPOINT]
            yield Mistake(
                endpoint.start,
                endpoint.end,
                f"The client is given the address {shown(known[0] if known else endpoint.text)}, which is not known to"
                f" be the service's, {ENDPOINT}.",
                "Leave the address out: it follows from the region.",
                status=Status.FAIL if known else Status.UNKNOWN,
                severity=None if known else Severity.NOTE,
            )


RULE = CallerRule(
    code="MCC104",
    name="endpoint-overridden",
    severity=Severity.WARNING,
    summary="The client is given an address, which counts more than any region.",
    why=(
        "An address that is set explicitly decides where the call goes, whatever the region says. That of another"
        " region does not exist, and that of a stand-in for tests delivers nothing."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client(
    "marketplacecommerceanalytics",
    region_name="us-east-1",
    endpoint_url=⟦"https://marketplacecommerceanalytics.eu-west-1.amazonaws.com"⟧,
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
    sources=("AWS SDKs and Tools reference guide, Service-specific endpoints",),
    judge=judge,
)
