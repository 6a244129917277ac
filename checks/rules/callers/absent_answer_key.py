"""The answer is asked for something that it never holds."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find such keys."""
    for request in sites.requests:
        for read in request.answers:
            yield Mistake(
                read.start,
                read.end,
                f"The answer of {shown(request.name)} has no {shown(read.key)}: it holds the request's id alone.",
                "Keep dataSetRequestId, and look for it in the message on the topic, which says how it went.",
            )


RULE = CallerRule(
    code="MCC301",
    name="absent-answer-key",
    severity=Severity.ERROR,
    summary="The program looks for a key in the service's answer that is never there.",
    why=(
        "The answer holds the request's id, dataSetRequestId, and nothing of success: whether the data set was"
        " delivered is said later, in a message on the topic. A test of another key fails always, or holds always."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
response = client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
if response.get(⟦"success"⟧):
    print("delivered")
""",
        name="caller.py",
    ),
    good=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
response = client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
print(response["dataSetRequestId"])
""",
        name="caller.py",
    ),
    sources=(
        "botocore, service model of marketplacecommerceanalytics: GenerateDataSetResult holds dataSetRequestId alone",
    ),
    judge=judge,
)
