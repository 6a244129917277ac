"""The service's role asks for something that the service does not send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import ConditionEntry, Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.trust._service import ASSUME, EXTERNAL_ID, service_statements
from policies.document import Condition, Span
from policies.trust import SERVICE_ACCOUNT

_SENT: Final = {"aws:SecureTransport": "true"}
_OF_SERVICE_PRINCIPALS: Final = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorg", "aws:principalservicename")


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each condition but the external id's whether the service meets it."""
    del context
    for statement in service_statements(policy):
        for entry in statement.conditions:
            if entry.key.lower() == EXTERNAL_ID:
                continue
            if statement.span not in _admitting(policy, entry) and statement.span in _admitting(policy, None):
                yield Problem(
                    entry.element,
                    f"The role asks that {entry.key} meet {entry.operator}, and the service {_how_surely(entry)}.",
                    "Leave the external id as the only condition.",
                )


def _admitting(policy: Policy, entry: ConditionEntry | None) -> frozenset[Span | None]:
    """The places of the statements that admit the service as far as one condition is concerned, or none."""

    def judged(condition: Condition) -> bool:
        return entry is not None and (condition.operator, condition.key) == (entry.operator, entry.key)

    document = asking.favouring(policy.bounds.least, judged)
    return asking.places(asking.admitting(document, asking.root(SERVICE_ACCOUNT), ASSUME, "*", _SENT))


def _how_surely(entry: ConditionEntry) -> str:
    return "does not" if entry.key.lower().startswith(_OF_SERVICE_PRINCIPALS) else "may not"


RULE = Rule(
    code="MCA512",
    name="unmet-trust-condition",
    severity=Severity.WARNING,
    summary="The trust of the service's account has a condition that the service does not meet.",
    why=(
        "The service assumes the role from an account of its own, as an account does: it sends the external id, and"
        " none of the keys that AWS sets for service principals, such as aws:SourceAccount and aws:SourceArn; nor is it"
        " in the seller's organisation [all inferred]. A trust policy hardened with them keeps the service out."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42",
          "aws:SourceAccount": ⟦"111122223333"⟧
        }
      }
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
      "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    }
  ]
}
"""
    ),
    sources=(
        'IAM user guide, "AWS global condition context keys"',
        "Integration tests of two AWS SDKs; what the service sends is [inferred]",
    ),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
