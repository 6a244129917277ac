"""What a policy allows at least, and at most, where it does not say everything.

A template leaves values open that only its deployment fills in. No alarm may rest on what such a value could be, so a
policy is read twice: `least` allows nothing that an open value might take away, `most` allows everything that an open
value might give. Whoever warns of an allow asks `least`, whoever warns of a denial asks `most`. A document that states
everything reads the same both ways. Statements that IAM's grammar has no place for are in neither reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checks.documents.model import DEFAULT_VERSION, PRINCIPAL_TYPES, VERSIONS
from checks.documents.nodes import Array, Literal, Node, Number, Object, Text, Unknown
from checks.documents.policy import Element, Kind, Policy, WrittenStatement
from policies.document import Condition, Effect, PolicyDocument, Principals, Statement
from policies.errors import DocumentError

_EVERYONE = (("AWS", "*"),)


class Bounds(NamedTuple):
    """The two readings of a policy; a statement's span is the place that it was written at."""

    least: PolicyDocument
    most: PolicyDocument


def bounds(policy: Policy) -> Bounds:
    """Read a policy both ways."""
    version = policy.version if policy.version in VERSIONS else DEFAULT_VERSION
    least: list[Statement] = []
    most: list[Statement] = []
    for written in policy.statements:
        if written.effect is None:
            continue
        # An open value makes a statement speak of more requests, or of fewer: what that does depends on its effect.
        small = _statement(written, policy.kind, grow=False)
        large = small if small and _states_all(written) else _statement(written, policy.kind, grow=True)
        for reading, statement in zip((least, most) if written.allows else (most, least), (small, large), strict=True):
            if statement is not None:
                reading.append(statement)
    return Bounds(PolicyDocument(version, tuple(least)), PolicyDocument(version, tuple(most)))


def _states_all(written: WrittenStatement) -> bool:
    """Whether the elements that may be open in part are not; of the others, an open one leaves nothing sure."""
    plain = filter(None, (written.get("Action"), written.get("Resource")))
    principal = written.get("Principal")
    return all(element.complete for element in plain) and (
        principal is None or all(isinstance(node, Text) for node in _items(principal.node))
    )


def _items(node: Node) -> Iterator[Node]:
    """The values of an element; of an object, those of all its members."""
    if isinstance(node, Array):
        yield from node.items
    elif isinstance(node, Object):
        for member in node.members:
            yield from _items(member.value)
    else:
        yield node


def _statement(written: WrittenStatement, kind: Kind, *, grow: bool) -> Statement | None:
    """A statement with its open values taken to match as much as they can, or as little; None if it says nothing."""
    actions = _matched(written, kind, "Action", grow=grow)
    resources = None if kind is Kind.TRUST else _matched(written, kind, "Resource", grow=grow)
    conditions = _conditions(written, grow=grow)
    principals = _principals(written, grow=grow)
    if actions is None or conditions is None or (resources is None and kind is not Kind.TRUST):
        return None
    if kind.has_principal is (principals is None):
        return None
    return Statement(
        effect=Effect.ALLOW if written.allows else Effect.DENY,
        sid=written.sid,
        principals=principals,
        actions=actions.texts,
        actions_negated=actions.negated,
        resources=resources.texts if resources else (),
        resources_negated=bool(resources and resources.negated),
        conditions=conditions,
        span=written.span,
    )


class _Matched(NamedTuple):
    """The patterns of an element, or of its complement."""

    texts: tuple[str, ...]
    negated: bool


def _matched(written: WrittenStatement, kind: Kind, name: str, *, grow: bool) -> _Matched | None:
    element = written.get(name)
    negated = element is None
    element = element or written.get(f"Not{name}")
    if element is None:
        return None
    if element.complete:
        return _Matched(element.texts, negated)
    nodes = tuple(_items(element.node))
    texts = tuple(node.value for node in nodes if isinstance(node, Text))
    if len(texts) == len(nodes) and texts:
        return _Matched(texts, negated)
    if grow:
        return _Matched(texts, negated=True) if negated and texts else _Matched(("*",), negated=False)
    if not negated and name == "Resource" and kind.has_principal:
        found = (_surely(node, kind, allows=written.allows) for node in nodes)
        texts = tuple(text for text in found if text is not None)
    return _Matched(texts, negated=False) if texts and not negated else None


def _surely(node: Node, kind: Kind, *, allows: bool) -> str | None:
    """What a resource in a resource's policy surely matches.

    Such a policy speaks of that resource and its parts only, and the service refuses any other: so an open resource of
    an allow is that one, and so is one that ends in `/*` after an open part.
    """
    if isinstance(node, Text):
        return node.value
    if not isinstance(node, Unknown):
        return None
    pattern = "".join("*" if part is None else part for part in node.partial)
    return "*" if allows or kind is not Kind.BUCKET or pattern.endswith("*/*") else None


def _conditions(written: WrittenStatement, *, grow: bool) -> tuple[Condition, ...] | None:
    """The conditions; those that are open are left out if the statement is to grow, else nothing of it is sure."""
    element = written.get("Condition")
    if element is None:
        return ()
    if not isinstance(element.node, Object):
        return () if grow else None
    read = tuple(
        Condition(entry.operator, entry.key, tuple(value.text for value in entry.values))
        for entry in written.conditions
        if all(isinstance(value.node, Text | Number | Literal) for value in entry.values)
        and _is_operator(entry.operator)
    )
    written_keys = sum(len(m.value.members) if isinstance(m.value, Object) else 1 for m in element.node.members)
    return read if grow or len(read) == written_keys else None


def _is_operator(text: str) -> bool:
    from checks.proof.evaluate.conditions import parse_operator  # noqa: PLC0415  # few documents need it loaded

    try:
        parse_operator(text)
    except DocumentError:
        return False
    return True


def _principals(written: WrittenStatement, *, grow: bool) -> Principals | None:
    element = written.get("Principal")
    if element is not None:
        pairs = _pairs(written, element)
        if grow and len(pairs) < _count(written, element):
            return Principals(_EVERYONE)
        return Principals(pairs) if pairs else None
    element = written.get("NotPrincipal")
    if element is None:
        return None
    pairs = _pairs(written, element)
    if len(pairs) < _count(written, element) and not grow:
        return None
    return Principals(pairs, negated=True) if pairs else Principals(_EVERYONE)


def _pairs(written: WrittenStatement, element: Element) -> tuple[tuple[str, str], ...]:
    alone = not isinstance(element.node, Object)
    return tuple(
        (entry.type, entry.value.text)
        for entry in written.principals(element.name)
        if entry.value.is_text and entry.type in PRINCIPAL_TYPES and (entry.value.text == "*" or not alone)
    )


def _count(written: WrittenStatement, element: Element) -> int:
    return len(written.principals(element.name)) or 1
