"""A request for a day whose data need not exist yet."""

from __future__ import annotations

from collections.abc import Iterator

from checks.findings import Severity
from checks.regions.callers.sites import Request, Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests for today or later."""
    for request in sites.requests:
        given = request.get("dataSetPublicationDate")
        if given is None or given.moment is None or given.moment.shift <= -1 or _looks_back(request):
            continue
        day = "today" if given.moment.shift < 1 else "a day to come"
        yield Mistake(
            given.value.start,
            given.value.end,
            f"It asks for {day} ({shown(given.value.text)}), which is due by 24:00 UTC and need not exist yet.",
            "Ask for yesterday by UTC, or for an earlier day.",
        )


def _looks_back(request: Request) -> bool:
    """Whether the service looks for the last publication itself."""
    from checks.smoke.calendar import Cadence, data_sets  # noqa: PLC0415  # it loads the service's model

    kind = request.get("dataSetType")
    wanted = kind.value.only if kind is not None else None
    return any(one.name == wanted and one.cadence is Cadence.THIRTY_DAYS for one in data_sets())


RULE = CallerRule(
    code="MCC205",
    name="date-not-yet-published",
    severity=Severity.WARNING,
    summary="Today's data set is asked for, or a later one, which need not exist yet.",
    why=(
        "A daily data set is due by 24:00 UTC of its day. Whoever asks for today's before that may get nothing, and"
        " no error either: the request is accepted, and no file comes. Sets that come every 30 days are looked for in"
        " the last 31 days, so there today is no mistake."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType="daily_business_fees",
    dataSetPublicationDate=⟦datetime.now(UTC)⟧,
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
        "botocore, service model of marketplacecommerceanalytics: the documentation of dataSetType, 'by 24:00 UTC'",
    ),
    judge=judge,
)
