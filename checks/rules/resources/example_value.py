"""A name or number that documentation uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.arn import parse
from checks.rules.resources._values import resources
from checks.rules.rule import Context, Example, Problem, Rule

_ACCOUNT: Final = "123456789012"
_BUCKETS: Final = frozenset(
    {"awsexamplebucket", "bucket-name", "bucketname", "examplebucket", "my-bucket", "mybucket", "your-bucket"}
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look at the accounts and buckets of resources, and at principals."""
    if context.expected.account_id == _ACCOUNT:
        return
    values = [*resources(policy)]
    for statement in policy.statements:
        for name in ("Principal", "NotPrincipal"):
            values += [entry.value for entry in statement.principals(name) if entry.value.is_text]
    for value in values:
        arn = parse(value.text)
        if value.text == _ACCOUNT or (arn and arn.account == _ACCOUNT):
            sentence = f"{_ACCOUNT} is the account of AWS's documentation."
            yield Problem(value, sentence, "Write the number of the account that is meant.")
        elif arn and arn.bucket in _BUCKETS:
            sentence = f"{shown(arn.bucket)} is a bucket of documentation, and somebody else's if it is anybody's."
            yield Problem(value, sentence, "Write the name of the bucket that is meant.")


RULE = Rule(
    code="MCA315",
    name="example-value",
    severity=Severity.NOTE,
    summary="A resource or principal holds an account or bucket that documentation uses as an example.",
    why=(
        "What is pasted from a guide works only after its names are replaced. Names of buckets are unique in the world,"
        " so an example's belongs to whoever was first: what is sent there is theirs."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sns:Subscribe",
      "Resource": ⟦"arn:aws:sns:us-east-1:123456789012:acme-reports"⟧
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
      "Action": "sns:Subscribe",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-reports"
    }
  ]
}
"""
    ),
    sources=("AWS's guides, whose policies hold these names and this number",),
    check=check,
)
