"""An operator that compares exactly, with a wildcard in its value."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.catalogue import Catalogue
from checks.rules.conditions._entries import Tested, has_wildcard, tests
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for stars that no operator reads as wildcards."""
    for test in tests(policy):
        if test.operator.family != "String" or test.operator.patterns:
            continue
        for value in test.entry.values:
            if not value.is_text or not has_wildcard(value.text):
                continue
            effect = "always holds" if test.operator.negated else "never holds"
            sentence = f"{test.entry.operator} takes the * in {shown(value.text)} literally: the condition {effect}."
            if len(test.entry.values) > 1:
                sentence = (
                    f"{test.entry.operator} takes the * in {shown(value.text)} literally; the value is never met."
                )
            yield Problem(value, sentence, f"Write {_instead(test, context.catalogue)}.")


def _instead(test: Tested, catalogue: Catalogue) -> str:
    key = catalogue.key(test.entry.key)
    family = "Arn" if key and key.type == "ARN" else "String"
    name = f"{family}{'NotLike' if test.operator.negated else 'Like'}"
    suffix = "IfExists" if test.operator.if_exists else ""
    return f"{test.operator.qualifier}:{name}{suffix}".removeprefix(":")


RULE = Rule(
    code="MCA407",
    name="wildcard-in-equals",
    severity=Severity.ERROR,
    summary="A `*` stands in a value of StringEquals or StringNotEquals, where it is a star and nothing more.",
    why=(
        "StringEquals takes every character literally. `arn:aws:s3:::acme*` is met by no ARN, so the condition never"
        " holds, and with StringNotEquals it always does. Only StringLike and the operators for ARNs know wildcards. A"
        " star that is meant is written `${*}` with StringLike."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "s3.amazonaws.com"},
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic",
      "Condition": {"StringEquals": {"aws:SourceArn": ⟦"arn:aws:s3:::acme-*"⟧}}
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
      "Resource": "arn:aws:sns:us-east-1:111122223333:acme-topic",
      "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"}
      }
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "IAM JSON policy elements: Condition operators": string and ARN condition operators',),
    check=check,
)
