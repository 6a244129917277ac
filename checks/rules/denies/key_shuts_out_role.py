"""A key whose policy lets the service's role in by no way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._hops import Hop, hops, role_arns, texts
from checks.rules.rule import Context, Example, Problem, Rule
from policies.arns import ROLE_NAME
from policies.document import Effect, PolicyDocument

if TYPE_CHECKING:
    from checks.proof.evaluate import Principal  # the evaluator is loaded at the first question


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether the allows admit the role, or its account, to each use of the key; denials are other rules'."""
    most = policy.bounds.most
    allows = tuple(statement for statement in most.statements if statement.effect is Effect.ALLOW)
    first = next((statement for statement in policy.statements if statement.allows), None)
    if not allows or first is None:
        return
    document = PolicyDocument(most.version, allows)
    sessions = tuple(map(asking.role_session, role_arns(policy, context)))
    missing = [hop.action for hop in hops(policy, context) if not any(_admits(document, hop, one) for one in sessions)]
    if missing:
        yield Problem(
            first.get("Principal") or first,
            f"The key's policy admits neither the service's role nor its account to {' and '.join(missing)}.",
            "Admit the account by its :root ARN with kms:*, or the role to kms:GenerateDataKey and kms:Decrypt.",
            severity=None if ROLE_NAME in " ".join(texts(policy)) else Severity.WARNING,
        )


def _admits(document: PolicyDocument, hop: Hop, session: Principal) -> bool:
    """Whether the role may make a call if all that is not known of it turns out well."""
    favoured = asking.favouring(document, lambda condition: condition.key.lower() in hop.settled)
    sent = {"aws:SecureTransport": "true", "kms:CallerAccount": session.account}
    return bool(asking.admitting(favoured, session, hop.action, hop.resource, sent, owner=session.account))


RULE = Rule(
    code="MCA609",
    name="key-shuts-out-role",
    severity=Severity.ERROR,
    summary="A key policy lets the service's role use the key by no way.",
    why=(
        "A key obeys its own policy first: permissions of the role count only if the policy names the role, or hands"
        " decisions to the account. With this key on the bucket no report can be written; with it on the topic no"
        " notification comes, and nothing says so [inferred]. It is a warning where the policy does not speak of the"
        " role, since the key may serve something else."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": ⟦{"AWS": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"}⟧,
      "Action": ["kms:Encrypt", "kms:Decrypt"],
      "Resource": "*"
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
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"},
      "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
      "Resource": "*"
    }
  ]
}
"""
    ),
    sources=(
        'KMS developer guide, "Key policies in AWS KMS"',
        'S3 user guide, "Using server-side encryption with AWS KMS keys"',
    ),
    check=check,
    kinds=frozenset({Kind.KEY}),
)
