"""Tell what a policy is for, from what it says and what it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from checks.documents.nodes import Array, Node, Object, Text
from checks.documents.policy import Kind
from policies.arns import ROLE_NAME
from policies.callers import CALL_ACTION
from policies.role import ROLE_ACTIONS

PORTAL_POLICY: Final = f"oneClick_{ROLE_NAME}"
"""How the name of the policy begins that the portal puts on the role (service guide, "Troubleshooting")."""

_ROLE_ACTIONS: Final = frozenset(action.lower() for action in ROLE_ACTIONS)
_MOST: Final = 3
"""So many of the role's five actions make a policy the role's: nothing else needs S3, SNS and IAM in this mixture."""
_ENROLMENT: Final = frozenset({"iam:createrole", "iam:attachrolepolicy", "aws-marketplace-management:viewreports"})
_OWNERS: Final = {"s3": Kind.BUCKET, "sns": Kind.TOPIC, "kms": Kind.KEY}


def kind_of(node: Node, name: str = "") -> Kind:
    """What a policy is for.

    A boundary or service control policy cannot be told from its text: only its surroundings, or the user, know.

    Args:
        node: The document.
        name: What its surroundings call it; the portal's names say what it is.
    """
    statements = list(_statements(node))
    actions = {action.lower() for statement in statements for action in _texts(statement, "Action", "NotAction")}
    if any(statement.get(element) for statement in statements for element in ("Principal", "NotPrincipal")):
        return _of_resource(statements, actions)
    if name.startswith((PORTAL_POLICY, ROLE_NAME)) or len(actions & _ROLE_ACTIONS) >= _MOST:
        return Kind.ROLE
    if len(actions & _ENROLMENT) == len(_ENROLMENT):
        return Kind.ENROLMENT
    service, _, call = CALL_ACTION.lower().partition(":")
    if any(_reaches(action, service, call) for action in actions) and len(actions) == 1:
        return Kind.CALLER
    return Kind.IDENTITY


def _of_resource(statements: Iterable[Object], actions: Iterable[str]) -> Kind:
    prefixes = {action.partition(":")[0] for action in actions if ":" in action}
    has_resource = any(statement.get(element) for statement in statements for element in ("Resource", "NotResource"))
    if prefixes == {"sts"} and not has_resource:
        return Kind.TRUST
    owners = {_OWNERS.get(prefix) for prefix in prefixes}
    owner = owners.pop() if len(owners) == 1 else None
    return owner or Kind.RESOURCE


def _reaches(action: str, service: str, call: str) -> bool:
    prefix, _, name = action.partition(":")
    return prefix == service and (name == call or "*" in name)


def _statements(node: Node) -> Iterable[Object]:
    value = node.get("Statement") if isinstance(node, Object) else None
    items = value.items if isinstance(value, Array) else (value,)
    return (item for item in items if isinstance(item, Object))


def _texts(statement: Object, *names: str) -> Iterable[str]:
    for name in names:
        value = statement.get(name)
        items = value.items if isinstance(value, Array) else (value,)
        yield from (item.value for item in items if isinstance(item, Text))


def looks_like_policy(node: Node) -> bool:
    """Whether a value is meant to be a policy document: an object with a statement that has an effect or an action."""
    if not isinstance(node, Object) or node.get("Statement") is None:
        return False
    statements = list(_statements(node))
    marks = ("Effect", "Action", "NotAction", "Principal")
    return node.get("Version") is not None or any(statement.get(mark) for statement in statements for mark in marks)
