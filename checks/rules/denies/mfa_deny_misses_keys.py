"""A denial of whoever has no MFA that access keys pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy
from checks.findings import Severity
from checks.rules import asking
from checks.rules.denies._denials import denials
from checks.rules.rule import Context, Example, Problem, Rule

_KEY: Final = "aws:multifactorauthpresent"


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Ask of each denial of sessions without MFA whether it denies a request that does not have the key."""
    del context
    for statement, written in denials(policy):
        on_mfa = [condition for condition in statement.conditions if condition.key.lower() == _KEY]
        if on_mfa and asking.hold(on_mfa, {_KEY: ("false",)}) and not asking.hold(on_mfa, {_KEY: ()}):
            entry = next(entry for entry in written.conditions if entry.key.lower() == _KEY)
            yield Problem(
                entry.element,
                f"{written.label.capitalize()} does not deny requests with long-term access keys, which do not have"
                f" {entry.key}.",
                'Write "BoolIfExists", which is met by an absent key too.',
            )


RULE = Rule(
    code="MCA614",
    name="mfa-deny-misses-keys",
    severity=Severity.WARNING,
    summary="A denial of requests without MFA lets those with access keys through.",
    why=(
        "`aws:MultiFactorAuthPresent` is there only for temporary credentials. A request that is signed with a user's"
        " access key does not have it, so that `Bool` does not hold and the denial is silent, for the credentials that"
        " it was written against."
    ),
    bad=Example(
        """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "iam:*",
      "Resource": "*",
      "Condition": {"Bool": {"aws:MultiFactorAuthPresent": ⟦"false"⟧}}
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
      "Action": "iam:*",
      "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    }
  ]
}
"""
    ),
    sources=('IAM user guide, "AWS global condition context keys" (aws:MultiFactorAuthPresent)',),
    check=check,
)
