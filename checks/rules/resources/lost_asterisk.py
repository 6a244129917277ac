"""An ARN that ends where an asterisk was."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import Arn
from checks.rules.resources._values import arns
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Find ARNs that end in a separator."""
    del context
    for value, arn in arns(policy):
        if arn.resource and not arn.resource.endswith(("/", ":")):
            continue
        sentence = f"{shown(value.text)} ends in {value.text[-1]}, and names nothing that exists."
        remedy = f"Write {shown(value.text)}* for all below it, or name one."
        severity = Severity.ERROR if _is_nothing(arn) else Severity.WARNING
        yield Problem(value, sentence, remedy, severity=severity)


def _is_nothing(arn: Arn) -> bool:
    """Whether nothing at all can be of this name: no key is empty, and no name of IAM's ends in a slash."""
    return not arn.resource or arn.service == "iam" or arn.resource == f"{arn.bucket}/"


RULE = Rule(
    code="MCA302",
    name="lost-asterisk",
    severity=Severity.ERROR,
    summary="An ARN ends in a slash or colon, as if an asterisk behind it had been lost.",
    why=(
        "Copying through Markdown or a word processor eats asterisks: they mark emphasis there. What is"
        " left names nothing that exists, and the grant grants nothing. The guide's own pages print"
        " arn:aws:iam:::role/ in this way. It is a warning where something may have such a name after all, as"
        " the marker of a folder in S3 has."
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
