"""Encryption in transit, asked for the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules.conditions._entries import Tested, has_variable, tests
from checks.rules.conditions._operators import stated
from checks.rules.openness import has_open_condition
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Condition

_KEY: Final = "aws:securetransport"


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Ask of which requests the condition holds."""
    for test in tests(policy):
        if test.key != _KEY or not stated(test.entry) or any(map(has_variable, test.texts)) or _is_usual(test):
            continue
        alone = len(test.statement.conditions) == 1 and not has_open_condition(test.statement)
        if test.statement.denies and alone and _holds(test, "true") and not _holds(test, "false"):
            sentence = f"{test.entry.operator} denies what is encrypted, and lets clear text through."
            yield Problem(test.entry.element, sentence, 'Write "Bool": {"aws:SecureTransport": "false"}.')
        elif test.statement.allows and _holds(test, "false") and not _holds(test, "true"):
            sentence = f"{test.entry.operator} allows clear text only."
            yield Problem(test.entry.element, sentence, 'Write "Bool": {"aws:SecureTransport": "true"}.')


def _is_usual(test: Tested) -> bool:
    """Whether it is what the guides write, so that nobody has to be asked."""
    return test.operator.name == "Bool" and test.texts == ["false" if test.statement.denies else "true"]


def _holds(test: Tested, secure: str) -> bool:
    from checks.proof.evaluate.conditions import Surroundings, holds  # noqa: PLC0415  # only odd conditions need it

    condition = Condition(test.entry.operator, test.entry.key, tuple(test.texts))
    return holds(condition, Surroundings({_KEY: (secure,)}, variables=True))


RULE = Rule(
    code="MCA417",
    name="secure-transport-reversed",
    severity=Severity.ERROR,
    summary="A Deny applies to encrypted requests and spares the others, or an Allow lets clear text through only.",
    why=(
        "`aws:SecureTransport` is true for TLS. A Deny with `true` keeps out whoever encrypts, the service's delivery"
        " among them, and lets clear text in. With other conditions beside it a Deny may be about versions of TLS, and"
        " is left alone."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": ⟦"true"⟧}}
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
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys": aws:SecureTransport',
        'S3 user guide, "Security best practices for Amazon S3"',
    ),
    check=check,
)
