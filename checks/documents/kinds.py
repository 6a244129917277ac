"""Tell what a policy is for, from what it says and what it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from checks.documents.model import VERSIONS
from checks.documents.nodes import Array, Node, Object, Text
from checks.documents.policy import Kind
from policies.arns import ROLE_NAME
from policies.callers import CALL_ACTION
from policies.role import ROLE_ACTIONS

PORTAL_POLICY: Final = f"oneClick_{ROLE_NAME}"
"""How the name of the policy begins that the portal puts on the role (service guide, "Troubleshooting")."""

READER_POLICY: Final = "CommerceAnalyticsReader"
"""What this project calls the policy of those who read reports: its text alone does not tell it from any other."""

_ROLE_ACTIONS: Final = frozenset(action.lower() for action in ROLE_ACTIONS)
_MOST: Final = 3
"""So many of the role's five actions make a policy the role's, if it has not more of others."""
_ENROLMENT: Final = frozenset({"iam:createrole", "iam:attachrolepolicy", "aws-marketplace-management:viewreports"})
_OWNERS: Final = {"s3": Kind.BUCKET, "sns": Kind.TOPIC, "kms": Kind.KEY}


def kind_of(node: Node, name: str = "", *, attached: bool = False) -> Kind:
    """What a policy is for.

    A boundary or service control policy cannot be told from its text: only its surroundings, or the user, know.

    Args:
        node: The document.
        name: What its surroundings call it; the portal's names say what it is.
        attached: Whether it stands where the policies of users, groups and roles stand, whatever it says.
    """
    statements = list(_statements(node))
    actions = {action.lower() for statement in statements for action in _texts(statement, "Action", "NotAction")}
    named = any(statement.get(element) for statement in statements for element in ("Principal", "NotPrincipal"))
    if named and not attached:
        return _of_resource(statements, actions)
    own = len(actions & _ROLE_ACTIONS)
    if name.startswith((PORTAL_POLICY, ROLE_NAME)) or (own >= _MOST and len(actions) <= 2 * own):
        return Kind.ROLE
    if name.startswith(READER_POLICY):
        return Kind.READER
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
    """Whether a value is meant to be a policy document, right or wrong.

    It is an object that names a version of the policy language, or one with statements, in any case of letters, of
    which one has an effect, an action or a principal.
    """
    if not isinstance(node, Object):
        return False
    if node.text("Version") in VERSIONS:
        return True
    listed = [member.value for member in node.members if member.key.value.lower() in {"statement", "statements"}]
    if listed and node.get("Version") is not None:
        return True
    return any(_has_mark(item) for value in listed for item in (value.items if isinstance(value, Array) else (value,)))


def looks_like_statements(node: Node) -> bool:
    """Whether a value is a statement, or a list of statements, that should stand in a document and does not."""
    items = node.items if isinstance(node, Array) else (node,)
    return bool(items) and all(
        isinstance(item, Object) and item.text("Effect") is not None and _has_mark(item, "action", "notaction")
        for item in items
    )


def _has_mark(node: Node, *marks: str) -> bool:
    wanted = marks or ("effect", "action", "notaction", "principal", "notprincipal")
    return isinstance(node, Object) and any(member.key.value.lower() in wanted for member in node.members)


_WORDS: Final = re.compile(
    r"""["'\u2018\u201c](Statements?|Effect|(?:Not)?Action|(?:Not)?Principal)\\*["'\u2019\u201d]"""
    r"""|\b(Statements?|Effect|(?:Not)?Action|(?:Not)?Principal)\s*["'\u2019\u201d]?\s*[:=]"""
    r"""|(2012-10-17|2008-10-17)""",
    re.IGNORECASE,
)


def mentions_policy(text: str) -> bool:
    """Whether a text, right or broken, probably holds a policy: it has the keys of one.

    Those are Statement with what stands in one or a version beside it, or Effect with an action or a principal.
    """
    found: set[str] = set()
    for match in _WORDS.finditer(text):
        word = (match[1] or match[2] or "version").lower().removeprefix("not").removesuffix("s")
        if word not in found:
            found.add(word)
            if len(found) > 1 and found != {"action", "principal"}:
                return True
    return False
