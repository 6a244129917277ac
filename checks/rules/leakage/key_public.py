"""A key that everyone may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_everyone
from checks.rules.rule import Context, Example, Problem, Rule

USING: Final = (
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "kms:Encrypt",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
)


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask whether a stranger may use, lend or destroy the key."""
    del context
    for access in of_everyone(policy, USING):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} with this key.",
            "Name the account in Principal, or ask for it in a condition on kms:CallerAccount.",
        )


RULE = Rule(
    code="MCA715",
    name="key-public",
    severity=Severity.ERROR,
    summary="A key's policy lets everyone use it.",
    why=(
        "A key that everybody can use protects nothing, and one that everybody can destroy takes the reports with it."
        " Policies that name everyone and ask for the account in a condition on kms:CallerAccount, as AWS's own keys"
        " and this project's do, are not reported; a condition on kms:ViaService alone does not keep strangers out."
    ),
    bad=Example(
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
      "Principal": {"AWS": ⟦"*"⟧},
      "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
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
      "Principal": {"AWS": "*"},
      "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
      "Resource": "*",
      "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}
    }
  ]
}
"""
    ),
    sources=('KMS developer guide, "Key policies in AWS KMS" and "AWS KMS condition keys"',),
    check=check,
    kinds=frozenset({Kind.KEY}),
)
