"""A schedule that asks for the same day again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.findings import Severity
from checks.regions.callers.sites import Sites
from checks.rules.callers._caller import CallerRule, Mistake, shown
from checks.rules.rule import Example

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{9,13}(?:\.\d+)?")


def judge(sites: Sites) -> Iterator[Mistake]:
    """Find schedules whose date is fixed."""
    for request in sites.requests:
        given = request.get("dataSetPublicationDate")
        if request.repeated and given is not None and _DATE.fullmatch(given.value.only or ""):
            yield Mistake(
                given.value.start,
                given.value.end,
                f"The schedule asks for {shown(given.value.only or '')} each time that it runs.",
                "Let a function reckon the day and make the call, and let the schedule start the function.",
            )


RULE = CallerRule(
    code="MCC211",
    name="fixed-date-in-schedule",
    severity=Severity.WARNING,
    summary="A schedule asks for one fixed day, whenever it runs.",
    why=(
        "A schedule's input is sent as it stands. With a date in it, the same data set is made every time, under the"
        " same name, and no new one ever. The time of the run can be put in its place, but that is today, whose data"
        " set need not exist yet."
    ),
    bad=Example(
        """\
Resources:
  Report:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: arn:aws:scheduler:::aws-sdk:marketplacecommerceanalytics:generateDataSet
        RoleArn: arn:aws:iam::111122223333:role/scheduler
        Input: |
          {
            "DataSetType": "daily_business_fees",
            "⟦DataSetPublicationDate⟧": "2026-11-01",
            "RoleNameArn": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole",
            "DestinationS3BucketName": "acme-reports",
            "SnsTopicArn": "arn:aws:sns:us-east-1:111122223333:acme"
          }
""",
        name="caller.yaml",
    ),
    good=Example(
        """\
Resources:
  Report:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {Mode: "OFF"}
      Target:
        Arn: !GetAtt AskForYesterday.Arn
        RoleArn: arn:aws:iam::111122223333:role/scheduler
""",
        name="caller.yaml",
    ),
    sources=("EventBridge Scheduler user guide, Using universal targets; Adding context attributes",),
    judge=judge,
)
