"""A key that another account, or a whole organisation, may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.findings import Severity
from checks.rules.leakage._parties import of_organisation, of_others
from checks.rules.leakage.key_public import USING
from checks.rules.rule import Context, Example, Expectations, Problem, Rule

_GOVERNING: Final = frozenset({"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateGrant"})


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask for each foreign principal, and for an organisation, whether it may use, lend or destroy the key."""
    for access in (*of_others(policy, context, USING), *of_organisation(policy, USING)):
        yield Problem(
            access.where,
            f"{access.who} may {access.what} with this key.",
            "Take it out; a reader in another account needs kms:Decrypt for its one role.",
            severity=None if _GOVERNING & set(access.actions) else Severity.WARNING,
        )


RULE = Rule(
    code="MCA716",
    name="key-shared",
    severity=Severity.ERROR,
    summary="A key's policy lets another account, or a whole organisation, use or govern it.",
    why=(
        "Whoever may change a key's policy, make grants or schedule its deletion owns what it encrypts: an error. Use"
        " of it, such as by a reader in another account, may be meant: a warning. The rule needs to know the seller's"
        " account."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::111122223333:root", ⟦"arn:aws:iam::444455556666:root"⟧]},
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
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
    }
  ]
}
""",
        expected=Expectations(account_id="111122223333"),
    ),
    sources=('KMS developer guide, "Allowing users in other accounts to use a KMS key"',),
    check=check,
    kinds=frozenset({Kind.KEY}),
)
