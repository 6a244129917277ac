"""A grant to a service that acts for every account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_services
from checks.rules.leakage.data_feeds_grant import DATA_FEEDS
from checks.rules.rule import Context, Example, Problem, Rule

_UNSURE: Final = frozenset({"events.amazonaws.com"})
"""Services of which AWS's guides have said that they do not send the source in every call."""
_SURE: Final = frozenset({Kind.BUCKET, Kind.TOPIC})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each service whether it gets in without saying for whom it acts."""
    del context
    for access in of_services(policy, lambda service: service != DATA_FEEDS):
        is_sure = policy.kind in _SURE and access.who.lower() not in _UNSURE
        yield Problem(
            access.where,
            f"{access.who} gets in on behalf of any account.",
            'Add "Condition": {"StringEquals": {"aws:SourceAccount": "…"}} with your account, if the service sends it.',
            severity=None if is_sure else Severity.NOTE,
        )


RULE = Rule(
    code="MCA720",
    name="service-without-source",
    severity=Severity.WARNING,
    summary="A resource's policy lets a service in on behalf of any account.",
    why=(
        "Another account's trail, bucket or rule can make the service write here: false reports into the bucket, false"
        " notifications into the topic. aws:SourceAccount, aws:SourceArn or aws:SourceOrgID hold the service to the"
        " seller's own. Whether a service sends them, its guide says; for keys, other resources and EventBridge it is a"
        " note."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": ⟦"s3.amazonaws.com"⟧},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports",
      "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "The confused deputy problem"',
        'S3 user guide, "Granting permissions to publish event notification messages to a destination"',
    ),
    check=check,
    kinds=frozenset({Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.RESOURCE}),
)
