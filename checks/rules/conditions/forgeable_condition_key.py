"""An allow by what the caller says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import tests
from checks.rules.rule import GRANTING, Context, Example, Problem, Rule

_FORGEABLE: Final = frozenset({"aws:referer", "aws:useragent"})


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Look for the keys on statements that allow."""
    for test in tests(policy):
        if test.statement.allows and test.key in _FORGEABLE and not test.operator.negated:
            sentence = f"{test.entry.key} is what the caller says of itself; anybody can say it."
            yield Problem(test.at_key, sentence, "Ask for something that the caller cannot choose, such as its ARN.")


RULE = Rule(
    code="MCA426",
    name="forgeable-condition-key",
    severity=Severity.WARNING,
    summary="An Allow rests on `aws:referer` or `aws:UserAgent`.",
    why=(
        "Both are headers that the caller writes as it likes. They keep honest browsers from linking, and nobody from"
        " reading."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"StringLike": {⟦"aws:Referer"⟧: "https://www.example.com/*"}}
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reader"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*",
      "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS global condition context keys": aws:referer, aws:UserAgent',),
    check=check,
    kinds=GRANTING,
)
