"""What a policy lets its holder do to the account's own identities: the questions of the rules about escalation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from checks.documents.policy import Kind, Policy, Value
from checks.findings import Severity
from checks.rules import asking
from checks.rules.rule import ATTACHED, Context
from policies.document import Effect, Span, Statement

HOLDER: Final = "somebody"
"""The user who is asked about; a policy variable in a resource stands for its name."""
OTHERS_ROLE: Final = "arn:aws:iam::{account}:role/a-role-of-others"
STANDING: Final = ATTACHED - {Kind.ENROLMENT}
"""The kinds that stay attached. What the enrolment needs once is judged by a rule of its own."""

_OF_THIS_SERVICE: Final = frozenset({Kind.ROLE, Kind.CALLER, Kind.READER})
_EVERYTHING: Final = frozenset({"*", "*:*"})
_ACCOUNT: Final = re.compile(r"arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):")
_SENT: Final = {"aws:SecureTransport": "true", "aws:RequestedRegion": "us-east-1"}


def gravity(policy: Policy) -> Severity:
    """How bad a power is: the policies of this service need none; another policy may be an administrator's."""
    return Severity.ERROR if policy.kind in _OF_THIS_SERVICE else Severity.WARNING


class Powers:
    """A policy's allows, made ready for many questions."""

    def __init__(self, policy: Policy, context: Context) -> None:
        """Look at which services the allows name, so that most questions need no answer.

        An allow of every action is left out: it is an administrator's, and other rules speak of it.
        """
        self._policy = policy
        self._document = policy.bounds.least
        self._patterns: dict[str, list[str]] = {}
        accounts: dict[str, None] = {}
        for statement in self._document.statements:
            if statement.effect is Effect.DENY or statement.actions_negated:
                continue
            for pattern in statement.actions:
                self._patterns.setdefault(pattern.partition(":")[0].lower(), []).append(pattern)
            for resource in statement.resources:
                accounts.update(dict.fromkeys(_ACCOUNT.findall(resource)))
        own = context.expected.account_id
        self._accounts = (own,) if own else (*accounts, asking.STRANGER_ACCOUNT)

    def names(self, action: str) -> bool:
        """Whether an allow names an action, otherwise than by naming all."""
        patterns = self._patterns.get(action.partition(":")[0].lower(), ())
        return bool(patterns) and asking.names_action(patterns, action)

    def permitting(self, action: str, resource: str, sent: Mapping[str, str] | None = None) -> frozenset[Span | None]:
        """The places of the allows that let the holder do something.

        Args:
            action: The action.
            resource: The ARN, with `{account}` for the account.
            sent: What the request says besides.
        """
        if not self.names(action):
            return frozenset()
        found: set[Statement] = set()
        for account in self._accounts:
            caller = asking.user(account, HOLDER)
            target = resource.replace("{account}", account)
            context = {**_SENT, **(sent or {})}
            found.update(asking.permitting(self._document, caller, action, target, context, owner=account))
        return asking.places(found)

    def values(self, action: str, allows: frozenset[Span | None]) -> Iterator[Value]:
        """Where these allows name an action."""
        for statement in self._policy.statements if allows else ():
            if statement.span in allows and statement.action:
                for value in statement.action.known:
                    if value.text not in _EVERYTHING and asking.names_action((value.text,), action):
                        yield value


def powers_of(policy: Policy, context: Context) -> Powers:
    """The powers of a policy."""
    return policy.once(Powers, context)


def is_all_of_iam(value: Value) -> bool:
    """Whether a value names so much of IAM that one rule speaks of all of it."""
    return asking.names_action((value.text,), "iam:PutUserPolicy") and asking.names_action(
        (value.text,), "iam:CreateAccessKey"
    )
