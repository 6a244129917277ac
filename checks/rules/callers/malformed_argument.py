"""A request with a value that cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example

_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ROLE: Final = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")
_TOPIC: Final = re.compile(r"arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}")
_FORMS: Final = {
    "destinationS3BucketName": (_BUCKET, "the plain name of a bucket", "Give the bucket's name alone."),
    "roleNameArn": (_ROLE, "the ARN of a role", "Give the ARN: arn:aws:iam::<account>:role/<name>."),
    "snsTopicArn": (_TOPIC, "the ARN of a topic", "Give the ARN: arn:aws:sns:<region>:<account>:<name>."),
}
_HOLES: Final = re.compile(r"[<>{}$%]|YOUR|EXAMPLE|REPLACE", re.IGNORECASE)
"""What stands for a value that is filled in later."""


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find values that are of another form."""
    for request in sites.requests:
        for given in request.given:
            form, what, remedy = _FORMS.get(given.argument or "", (None, "", ""))
            if form is None:
                continue
            for constant in given.value.constants:
                if constant and not _HOLES.search(constant) and not form.fullmatch(constant):
                    yield Mistake(given.value.start, given.value.end, f"{shown(constant)!r} is not {what}.", remedy)


RULE = CallerRule(
    code="MCC209",
    name="malformed-argument",
    severity=Severity.ERROR,
    summary="An argument's value is not of the form that the service takes.",
    why=(
        "A bucket is given by its plain name, not by a URL or an ARN; the role and the topic are given by their ARNs."
        " boto3 checks none of this, and the service refuses the request, or fails later in a message on the topic."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=datetime(2026, 11, 1, tzinfo=UTC),
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName=⟦"s3://acme-reports/cas"⟧,
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
    sources=(
        "botocore, service model of marketplacecommerceanalytics: the shapes of the bucket, the role and the topic",
        "AWS Marketplace, Commerce Analytics Service guide: the command's parameters",
    ),
    judge=judge,
)
