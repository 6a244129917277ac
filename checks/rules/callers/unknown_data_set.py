"""A request for a type of data set that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from checks.documents.source import Edit
from checks.findings import Severity
from checks.regions.callers.code import Constant, Node
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find requests for what is no type."""
    from checks.smoke.calendar import data_sets  # noqa: PLC0415  # it loads the service's model

    for request in sites.requests:
        given = request.get("dataSetType")
        if given is None or request.operation != "GenerateDataSet":
            continue
        known = [one.name for one in data_sets()]
        for name in given.value.constants:
            if name not in known:
                close = get_close_matches(name.lower(), known, 1)
                yield Mistake(
                    given.value.start,
                    given.value.end,
                    f"The service has no type of data set {shown(name)!r}.",
                    f"Write {close[0]}." if close else "Ask for another type; `mca datasets` lists them.",
                    _edit(given.value.node, close),
                )


def _edit(node: Node, close: list[str]) -> tuple[Edit, ...]:
    """The right name in place of the wrong one, inside its quotation marks."""
    if not isinstance(node, Constant) or not close or node.end - node.start != len(str(node.value)) + len("''"):
        return ()
    return (Edit(node.start + 1, node.end - 1, close[0]),)


RULE = CallerRule(
    code="MCC204",
    name="unknown-data-set",
    severity=Severity.ERROR,
    summary="A type of data set is asked for that the service does not have.",
    why=(
        "boto3 does not check the type, and the service refuses the request. A name in capital letters or with other"
        " separators is another name."
    ),
    bad=Example(
        """\
from datetime import UTC, datetime

import boto3

client = boto3.client("marketplacecommerceanalytics", region_name="us-east-1")
client.generate_data_set(
    dataSetType=⟦"daily_business_fee"⟧,
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
    sources=("botocore, service model of marketplacecommerceanalytics: DataSetType",),
    judge=judge,
)
