"""A placeholder that nobody replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.rule import Context, Example, Problem, Rule

_PLACEHOLDER: Final = re.compile(
    r"<[A-Za-z][\w .-]*>|\{\{[^{}]*\}\}|\[(?:your|my)[\w -]*\]|\b(?:YOUR|REPLACE|CHANGE)[-_][A-Z_-]+", re.ASCII
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for what guides print in place of names."""
    del context
    for statement in policy.statements:
        values = [
            value for name in ("Resource", "NotResource") if (item := statement.get(name)) for value in item.known
        ]
        values += [entry.value for name in ("Principal", "NotPrincipal") for entry in statement.principals(name)]
        values += [value for condition in statement.conditions for value in condition.values]
        for value in values:
            if value.is_text and (found := _PLACEHOLDER.search(value.text)):
                yield Problem(value, f"The placeholder {shown(found[0])} was not replaced.", "Write the name or id.")


RULE = Rule(
    code="MCA303",
    name="placeholder-in-value",
    severity=Severity.ERROR,
    summary="A resource, principal or condition value holds a placeholder.",
    why=(
        "Guides and templates print placeholders for what every reader has to fill in. One that is left"
        " names nothing, so that the grant grants nothing, or the condition never holds."
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
      "Resource": ⟦"arn:aws:s3:::<your-bucket>/*"⟧
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
        "S3 user guide, bucket naming rules",
        "IAM user guide, ARNs: none of these characters can stand in a name",
    ),
    check=check,
)
