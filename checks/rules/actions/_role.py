"""What the service's role needs, and what a policy of it grants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.documents.policy import Policy, WrittenStatement
from checks.rules.openness import has_open_statement
from checks.rules.patterns import matches
from policies.role import KEY_ACTIONS, ROLE_ACTIONS

NEEDED: Final = frozenset(action.lower() for action in ROLE_ACTIONS)
"""The five actions, in lower case."""
USEFUL: Final = NEEDED | {action.lower() for action in KEY_ACTIONS}
"""These and the two for customer keys."""
KEY_PATTERN: Final = "kms:generatedatakey*"
"""What SNS's guide writes for a topic with a customer key; it is taken for the one action that it is about."""


def granting(policy: Policy) -> Iterator[WrittenStatement]:
    """The statements that allow."""
    return (statement for statement in policy.statements if statement.allows)


def may_grant(policy: Policy, action: str) -> bool:
    """Whether a statement allows an action, on whatever resources, or may do so by an open value."""
    if has_open_statement(policy):
        return True
    return any(_may_name(statement, action.lower()) for statement in policy.statements if _may_allow(statement))


def _may_allow(statement: WrittenStatement) -> bool:
    effect = statement.get("Effect")
    return statement.allows or (effect is not None and not effect.complete)


def _may_name(statement: WrittenStatement, action: str) -> bool:
    if statement.action is not None:
        named = any(matches(value.text.lower(), action) for value in statement.action.known)
        return named or not all(value.is_text for value in statement.action.values)
    if statement.not_action is not None:
        return not any(matches(value.text.lower(), action) for value in statement.not_action.known)
    return False
