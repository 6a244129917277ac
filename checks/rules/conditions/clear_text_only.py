"""An allow for clear text only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.conditions._entries import Tested, has_variable, tests
from checks.rules.conditions._operators import stated
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Condition

_KEY: Final = "aws:securetransport"


def check(policy: Policy, _context: Context) -> Iterator[Problem]:
    """Ask of which requests the condition holds."""
    for test in tests(policy):
        if test.key != _KEY or not test.statement.allows or _is_usual(test) or not stated(test.entry):
            continue
        if not any(map(has_variable, test.texts)) and _holds(test, "false") and not _holds(test, "true"):
            sentence = f"{test.entry.operator} on {test.entry.key} allows clear text only."
            yield Problem(test.entry.element, sentence, 'Write "Bool": {"aws:SecureTransport": "true"}.')


def _is_usual(test: Tested) -> bool:
    """Whether it is what the guides write, so that nobody has to be asked."""
    return test.operator.name == "Bool" and test.texts == ["true"]


def _holds(test: Tested, secure: str) -> bool:
    condition = Condition(test.entry.operator, test.entry.key, tuple(test.texts))
    return asking.hold([condition], {_KEY: (secure,)})


RULE = Rule(
    code="MCA417",
    name="clear-text-only",
    severity=Severity.ERROR,
    summary="An Allow asks that the request is not encrypted.",
    why=(
        "`aws:SecureTransport` is true for TLS. An Allow under `false` refuses whoever encrypts, AWS's own tools"
        " among them, and lets through who does not. Denials the wrong way round are `tls-denied`."
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
      "Condition": {"Bool": {"aws:SecureTransport": ⟦"false"⟧}}
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
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
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
