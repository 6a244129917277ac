"""A placeholder that nobody replaced."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import ConditionEntry, Policy, WrittenStatement
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.resources._placeholders import marked, of_resource, of_template
from checks.rules.rule import Context, Example, Problem, Rule
from policies.trust import SERVICE_ACCOUNT


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for what guides print in place of names."""
    del context
    for statement in policy.statements:
        values = [value for item in (statement.resource, statement.not_resource) if item for value in item.known]
        values += [entry.value for name in ("Principal", "NotPrincipal") for entry in statement.principals(name)]
        found = [(value, of_resource(value.text)) for value in values if value.is_text]
        found += [
            (value, marked(value.text))
            for condition in statement.conditions
            if not _is_external_id(statement, condition)
            for value in condition.values
            if value.is_text
        ]
        for value, placeholder in found:
            if placeholder:
                sentence = f"The placeholder {shown(placeholder)} was not replaced."
                severity = Severity.WARNING if placeholder == of_template(value.text) else Severity.ERROR
                yield Problem(value, sentence, "Write what it stands for.", severity=severity)


def _is_external_id(statement: WrittenStatement, condition: ConditionEntry) -> bool:
    """Whether a condition asks the service for its id, which `placeholder-external-id` looks at."""
    principals = (entry.value.text for entry in statement.principals())
    return condition.key.lower() == "sts:externalid" and any(SERVICE_ACCOUNT in text for text in principals)


RULE = Rule(
    code="MCA303",
    name="placeholder-in-value",
    severity=Severity.ERROR,
    summary="A resource, principal or condition value holds a placeholder.",
    why=(
        "Guides and templates print placeholders for what every reader has to fill in. One that is left"
        " names nothing, so that the grant grants nothing, or the condition never holds. What stands in `${…}` and"
        " is no condition key is filled in by a template only, and IAM takes it literally: it is a warning, since the"
        " file may be such a template."
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
        'IAM user guide, "IAM policy elements: Variables and tags"',
    ),
    check=check,
)
