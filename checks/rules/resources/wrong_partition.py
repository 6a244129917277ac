"""An ARN of another partition."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Expectations, Problem, Rule
from policies.names import PARTITIONS


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Compare partitions; only where the user said of which account the document is."""
    expected = context.expected
    if not expected.account_id:
        return
    for value in resources(policy):
        arn = parse(value.text)
        if arn is not None and arn.partition in PARTITIONS and arn.partition != expected.partition:
            sentence = (
                f"{shown(value.text)} is in the partition {arn.partition}, and the seller is in {expected.partition}."
            )
            yield Problem(value, sentence, f"Write arn:{expected.partition}:… instead.")


RULE = Rule(
    code="MCA306",
    name="wrong-partition",
    severity=Severity.ERROR,
    summary="A resource's ARN names another partition than the expected one.",
    why=(
        "Partitions are apart: what is in aws-cn or aws-us-gov cannot be reached with credentials of aws."
        " The grant grants nothing."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": ⟦"arn:aws-us-gov:s3:::acme-reports/*"⟧
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetBucketLocation",
      "Resource": "arn:aws:s3:::acme-reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    },
    {
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme"
    },
    {
      "Effect": "Allow",
      "Action": "iam:GetRolePolicy",
      "Resource": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=('AWS general reference, "Amazon Resource Names (ARNs)"',),
    check=check,
)
