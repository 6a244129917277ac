"""An ARN that ends where an asterisk was."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Find ARNs that end in a separator."""
    del context
    for value in resources(policy):
        arn = parse(value.text)
        if arn is not None and arn.resource.endswith(("/", ":")):
            sentence = f"{shown(value.text)} ends in {value.text[-1]}, and names nothing that exists."
            yield Problem(value, sentence, f"Write {shown(value.text)}* for all below it, or name one.")


RULE = Rule(
    code="MCA302",
    name="lost-asterisk",
    severity=Severity.WARNING,
    summary="An ARN ends in a slash or colon, as if an asterisk behind it had been lost.",
    why=(
        "Copying through Markdown or a word processor eats asterisks: they mark emphasis there. What is"
        " left names nothing that exists, and the grant grants nothing. The guide's own pages print"
        " arn:aws:iam:::role/ in this way."
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
      "Resource": ⟦"arn:aws:s3:::acme-reports/"⟧
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
"""
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
"""
    ),
    sources=(
        "Service guide, as printed",
        "IAM user guide, IAM JSON policy elements: Resource",
    ),
    check=check,
)
