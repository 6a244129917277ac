"""How unlike a policy, and unlike what people lay out, a document is: of two ways to mend a text, the likelier one.

This judges guesses only; what IAM allows is judged by the rules.
"""

from __future__ import annotations

import re
from typing import Final

from checks.documents.nodes import Array, Node, Object, Text, walk
from checks.documents.syntax.layout import first_on_line, indent_at

_ELEMENTS: Final = frozenset(
    {
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
        "AWS",
        "Service",
        "Federated",
        "CanonicalUser",
    }
)
_OPERATOR: Final = re.compile(
    r"(?:For(?:All|Any)Values?:)?(?:(?:String|Arn|Numeric|Date)(?:Not)?(?:Equals|Like|(?:Less|Greater)Than(?:Equals)?)"
    r"(?:IgnoreCase)?|Bool|BinaryEquals|(?:Not)?IpAddress|Null)(?:IfExists)?"
)
_CONDITION_KEY: Final = re.compile(r"[A-Za-z][\w-]*:[A-Za-z][\w.-]*(?:/.*)?")
_WORD: Final = re.compile(r"[A-Za-z_][\w.-]*")
_ACTION: Final = re.compile(r"\*|[\w-]+:[\w*?]+")
_PUNCTUATED: Final = re.compile(r'["\\\x00-\x1f]|^[\s,:{}\[\]/<>#\'\u201c]|[\s,:{}\[\]/<>#\'\u201d]$')
"""What hardly stands in a string, at its ends, or at all."""
_STRANGE, _ODD, _RARE = 4, 2, 1


def oddness(root: Node) -> int:
    """How unlike a policy a document is: 0 for one that has nothing strange.

    Args:
        root: The document.
    """
    total = 0
    for _, node in walk(root):
        if isinstance(node, Object):
            total += sum(_of_key(member.key.value) for member in node.members)
            total += _of_statements(node) if node.get("Statement") else 0
        elif isinstance(node, Text) and _PUNCTUATED.search(node.value):
            total += _ODD
    return total


def _of_key(key: str) -> int:
    if key in _ELEMENTS or _OPERATOR.fullmatch(key) or _CONDITION_KEY.fullmatch(key):
        return 0
    return _RARE if _WORD.fullmatch(key) else _STRANGE


def _of_statements(document: Object) -> int:
    statements = document.get("Statement")
    every = statements.items if isinstance(statements, Array) else (statements,)
    return sum(_of_statement(one) if isinstance(one, Object) else _STRANGE for one in every)


def _of_statement(statement: Object) -> int:
    total = 0 if statement.text("Effect") in {"Allow", "Deny"} else _ODD
    if statement.get("Statement") or statement.get("Version"):
        total += _STRANGE
    total += sum(_of_texts(statement.get(name)) for name in ("Action", "NotAction", "Resource", "NotResource"))
    total += sum(_ODD for action in _items(statement.get("Action")) if not _is_action(action))
    condition = statement.get("Condition")
    if condition is not None:
        inner = condition.members if isinstance(condition, Object) else ()
        total += sum(_ODD for member in inner if not isinstance(member.value, Object)) or _ODD * (not inner)
    return total + _ODD * (not (statement.get("Action") or statement.get("NotAction")))


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, Array) else (node,)


def _of_texts(node: Node | None) -> int:
    return sum(_ODD for item in _items(node) if not isinstance(item, Text))


def _is_action(node: Node) -> bool:
    return isinstance(node, Text) and bool(_ACTION.fullmatch(node.value))


def misplaced_lines(text: str, root: Node) -> int:
    """How many lines of a text are not indented as the objects and lists that begin or end in them.

    Args:
        text: What the document was read from.
        root: The document.
    """
    total = 0
    for _, node in walk(root):
        if not isinstance(node, Object | Array):
            continue
        inner = (
            [member.key.start for member in node.members]
            if isinstance(node, Object)
            else [item.start for item in node.items]
        )
        own = [indent for indent in (_own_indent(text, place) for place in inner) if indent is not None]
        total += len(set(own)) - 1 if own else 0
        end = _own_indent(text, node.end - 1)
        if own or end is not None:
            total += end != indent_at(text, node.start)
        if own:
            total += min(own) <= indent_at(text, node.start)
    return total


def _own_indent(text: str, place: int) -> int | None:
    """The indentation of what begins a line but the first; None for what does not."""
    return indent_at(text, place) if text.rfind("\n", 0, place) >= 0 and first_on_line(text, place) else None
