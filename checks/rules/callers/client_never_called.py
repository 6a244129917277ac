"""A client that is made, and never used."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find clients that send nothing."""
    for client in sites.clients:
        if client.used is False:
            yield Mistake(
                client.start,
                client.end,
                "The client is made here, and no request is sent with it.",
                "Send the request, or delete the client.",
            )


RULE = CallerRule(
    code="MCC303",
    name="client-never-called",
    severity=Severity.NOTE,
    summary="A client of the service is made, and no request is ever sent with it.",
    why="It is left over, or the call was forgotten: nothing asks for a report.",
    bad=Example(
        """\
import boto3


def request_report():
    client = ⟦boto3.client("marketplacecommerceanalytics", region_name="us-east-1")⟧
    print("requested")
""",
        name="caller.py",
    ),
    good=Example(
        """\
from datetime import UTC, datetime

import boto3


def request_report():
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
    sources=("[inferred] from the program alone",),
    judge=judge,
)
