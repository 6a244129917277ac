"""An ARN compared as if it were any text."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import has_wildcard, tests
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for patterns of strings on keys that hold ARNs."""
    for test in tests(policy):
        if not test.statement.allows or test.operator.name != "StringLike" or not any(map(has_wildcard, test.texts)):
            continue
        key = context.catalogue.key(test.entry.key)
        if key and key.type == "ARN":
            sentence = f"{test.entry.key} is an ARN; {test.entry.operator} does not compare it part by part."
            yield Problem(test.at_key, sentence, f"Write {test.entry.operator.replace('String', 'Arn')}.")


RULE = Rule(
    code="MCA427",
    name="string-pattern-on-arn",
    severity=Severity.NOTE,
    summary="An Allow compares an ARN with a pattern of StringLike.",
    why=(
        "StringLike knows no parts: a `*` for the region also takes an account, and whatever follows. ArnLike"
        " compares part by part, and is what the guide recommends for ARNs."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringLike": {⟦"aws:PrincipalArn"⟧: "arn:aws:iam::111122223333:role/reader-*"}}
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
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader-*"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys": aws:PrincipalArn, aws:SourceArn',
        'IAM user guide, "IAM JSON policy elements: Condition operators": ARN condition operators',
    ),
    check=check,
    kinds=GRANTING,
    uses_data=True,
)
