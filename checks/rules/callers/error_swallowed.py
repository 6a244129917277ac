"""The errors of a request are thrown away."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find what drops them."""
    for request in sites.requests:
        for silence in request.silences:
            yield Mistake(
                silence.start,
                silence.end,
                f"Errors of {shown(request.name)} are dropped here ({shown(silence.how)}): nobody learns why no report"
                " comes.",
                "Let the error through, or log it and end with an error.",
            )


RULE = CallerRule(
    code="MCC302",
    name="error-swallowed",
    severity=Severity.WARNING,
    summary="A request's errors are caught, and nobody gets to know of them.",
    why=(
        "A refused request, an account that is not enrolled, a wrong region: all that the service says at once, it"
        " says by an error. If that is dropped, the only sign is a report that is missing."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
try:
    client.generate_data_set(
        dataSetType="daily_business_fees",
        dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
        roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
        destinationS3BucketName="acme-reports",
        snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
    )
⟦except Exception⟧:
    pass
""",
        name="caller.py",
    ),
    good=Example(
        """\
from datetime import UTC, datetime

import boto3
from botocore.exceptions import ClientError

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
try:
    client.generate_data_set(
        dataSetType="daily_business_fees",
        dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
        roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
        destinationS3BucketName="acme-reports",
        snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
    )
except ClientError as error:
    raise SystemExit(f"No report was asked for: {error}") from error
""",
        name="caller.py",
    ),
    sources=("AWS SDKs and Tools reference guide; botocore, Error handling",),
    judge=judge,
)
