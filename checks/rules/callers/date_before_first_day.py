"""A request for a day before the type's first one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests for earlier days."""
    from checks.smoke.calendar import data_sets  # noqa: PLC0415  # it loads the service's model

    for request in sites.requests:
        kind, day = request.get("dataSetType"), request.get("dataSetPublicationDate")
        asked = _date(day.value.only) if day is not None else None
        if kind is None or day is None or asked is None:
            continue
        for one in data_sets():
            if one.name == kind.value.only and one.first is not None and asked < one.first:
                yield Mistake(
                    day.value.start,
                    day.value.end,
                    f"{asked} is before the first data set of {one.name}, which is of {one.first}.",
                    f"Ask for {one.first} or a later day.",
                )


def _date(text: str | None) -> date | None:
    """The day that a text begins with, if it is one."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


RULE = CallerRule(
    code="MCC210",
    name="date-before-first-day",
    severity=Severity.ERROR,
    summary="A day is asked for on which there was no data set of this type yet.",
    why=(
        "Each type has a first day, which the service's model names; the service answers that it has nothing before it."
    ),
    bad=Example(
        """\
import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=⟦"2014-01-31"⟧,
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    good=Example(
        """\
import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate="2026-11-01",
    roleNameArn="arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
    destinationS3BucketName="acme-reports",
    snsTopicArn="arn:aws:sns:eu-central-1:111122223333:acme-reports",
)
""",
        name="caller.py",
    ),
    sources=("botocore, service model of marketplacecommerceanalytics: the documentation of dataSetType, 'From …'",),
    judge=judge,
)
