"""A denial that was meant for clear text, and denies encrypted connections."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._denials import denials
from checks.rules.denies._hops import TLS
from checks.rules.rule import Context, Example, Problem, Rule


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each denial that looks at the connection whether an encrypted one meets its condition."""
    del context
    for statement, written in denials(policy):
        on_tls = [condition for condition in statement.conditions if condition.key.lower() == TLS]
        if not on_tls or not asking.hold(on_tls, {TLS: ("true",)}):
            continue
        for entry in written.conditions:
            if entry.key.lower() == TLS:
                yield Problem(
                    entry.element,
                    f"{written.label.capitalize()} denies encrypted requests: aws:SecureTransport is true of them.",
                    'Write "Bool": {"aws:SecureTransport": "false"}.',
                    severity=None if len(on_tls) == len(statement.conditions) else Severity.WARNING,
                )
                break


RULE = Rule(
    code="MCA607",
    name="tls-denied",
    severity=Severity.ERROR,
    summary="A denial is met by encrypted connections.",
    why=(
        "`aws:SecureTransport` is true for requests that come over TLS. A denial of clear text asks for `false`; with"
        " `true` it denies everything that AWS's own tools send, and lets clear text through. `Null` with `false` is"
        " met by every request."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
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
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
"""
    ),
    sources=(
        'S3 user guide, "Security best practices for Amazon S3"',
        'IAM user guide, "AWS global condition context keys"',
    ),
    check=check,
)
