"""A reader of reports who reads every bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Effect

_ELSEWHERE: Final = "arn:{partition}:s3:::a-bucket-of-others/a-file"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the holder may get an object of a bucket that the policy does not name."""
    place = _ELSEWHERE.format(partition=context.expected.partition)
    if not any(one.effect is Effect.ALLOW for one in policy.bounds.least.statements):
        return
    reader = asking.user(context.expected.account_id or asking.STRANGER_ACCOUNT)
    sent = {"aws:SecureTransport": "true"}
    allows = asking.places(asking.permitting(policy.bounds.least, reader, "s3:GetObject", place, sent))
    for statement in policy.statements:
        if statement.span not in allows:
            continue
        if statement.not_resource:
            yield Problem(statement.not_resource, "s3:GetObject reaches every bucket but those named.", _REMEDY)
        for value in statement.resource.known if statement.resource else ():
            if asking.covers(value.text, place):
                yield Problem(value, f"s3:GetObject on {value.text} reads every bucket.", _REMEDY)


_REMEDY: Final = "Name the bucket of the reports, and the prefix if there is one."

RULE = Rule(
    code="MCA723",
    name="reads-every-bucket",
    severity=Severity.WARNING,
    summary="A policy of this service's readers, callers or role lets its holder read objects of every bucket.",
    why=(
        "Whoever reads reports needs one bucket. With `*` it reads whatever else the account keeps in S3, now and"
        " later, and so does whoever gets hold of its credentials."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ⟦"arn:aws:s3:::*"⟧
    }
  ]
}
""",
        kind=Kind.READER,
    ),
    good=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/*"
    }
  ]
}
""",
        kind=Kind.READER,
    ),
    sources=('S3 user guide, "Policies and permissions in Amazon S3"',),
    check=check,
    kinds=frozenset({Kind.READER, Kind.CALLER, Kind.ROLE}),
)
