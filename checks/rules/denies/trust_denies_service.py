"""A trust policy that denies the service the role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._denials import denials
from checks.rules.denies._hops import SETTLED
from checks.rules.rule import Context, Example, Problem, Rule
from policies.document import Effect, PolicyDocument
from policies.trust import SERVICE_ACCOUNT

_ID: Final = "sts:externalid"
_KEYS: Final = SETTLED | {_ID, "aws:principalaccount"}


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a denial stops the service, with an id that the policy itself or the user names."""
    most = policy.bounds.most
    service = asking.root(SERVICE_ACCOUNT)
    ids = [
        value
        for statement in most.statements
        for condition in statement.conditions
        if statement.effect is Effect.ALLOW and condition.key.lower() == _ID
        for value in condition.values
    ]
    sent = {
        "aws:SecureTransport": "true",
        "sts:ExternalId": context.expected.external_id or next(iter(ids), "the-seller's-id"),
    }
    for statement, written in denials(policy) if _names_service(policy) else ():
        if not all(one.key.lower() in _KEYS for one in statement.conditions):
            continue
        denial = PolicyDocument(most.version, (statement,))
        if asking.is_denied(denial, service, "sts:AssumeRole", "*", sent, of_resource=True):
            yield Problem(
                written.get("Principal") or written.get("NotPrincipal") or written,
                f"{written.label.capitalize()} denies the role to the service's account {SERVICE_ACCOUNT}.",
                "Take the service's account out of the denial.",
            )


def _names_service(policy: Policy) -> bool:
    return any(
        asking.account_of(text) == SERVICE_ACCOUNT
        for statement in policy.bounds.most.statements
        if statement.effect is Effect.ALLOW and statement.principals
        for _, text in statement.principals.values
    )


RULE = Rule(
    code="MCA610",
    name="trust-denies-service",
    severity=Severity.ERROR,
    summary="A trust policy allows the service the role and denies it at once.",
    why=(
        "The denial wins. The enrolment looks complete, the role has its trust and its permissions, and every request"
        " for a data set ends in a message that the role cannot be assumed, or in none."
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
      "Condition": {"StringEquals": {"sts:ExternalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42"}}
    },
    {
      "Effect": "Deny",
      "Principal": ⟦{"AWS": "*"}⟧,
      "Action": "sts:AssumeRole",
      "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}
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
    },
    {
      "Effect": "Deny",
      "Principal": {"AWS": "*"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "452565589796"]}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "Policy evaluation logic"', "Integration tests of two AWS SDKs"),
    check=check,
    kinds=frozenset({Kind.TRUST}),
)
