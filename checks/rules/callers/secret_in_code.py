"""A secret key that stands in the program."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find secrets that are literals."""
    for client in sites.clients:
        for secret in client.secrets:
            yield Mistake(
                secret.start,
                secret.end,
                "A secret access key stands in the program.",
                "Delete the key in IAM, and let the caller get temporary credentials: a role, or IAM Identity Center.",
            )


RULE = CallerRule(
    code="MCC305",
    name="secret-in-code",
    severity=Severity.ERROR,
    summary="The client is given a secret access key that stands in the program.",
    why=(
        "Whoever can read the program, its history or its image can act as this user, and the key cannot be changed"
        " without a release."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client(
    "marketplacecommerceanalytics",
    region_name="us-east-1",
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key=⟦"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"⟧,
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
    sources=("AWS account management guide, Best practices for managing access keys",),
    judge=judge,
)
