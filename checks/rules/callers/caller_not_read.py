"""A text that names the service and could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.result import Status
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find what could not be read."""
    for start, end, sentence in sites.problems:
        yield Mistake(start, end, f"{sentence}.", "Mend it, or look at its calls yourself.", status=Status.UNKNOWN)


RULE = CallerRule(
    code="MCC901",
    name="caller-not-read",
    severity=Severity.WARNING,
    summary="A text names the service, and could not be read, or not wholly.",
    why="What cannot be read is neither passed nor failed: a call in it may go anywhere.",
    bad=Example(
        """\
import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1",⟦,⟧)
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
    sources=("Python language reference; the grammars of tree-sitter",),
    judge=judge,
)
