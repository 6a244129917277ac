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
from checks.documents.nodes import Literal, Number, Object, Text, Unknown
from checks.documents.policy import Element, Kind, Policy, Value, WrittenStatement
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
    readings = (PolicyDocument(version, tuple(_statements(policy, most=most))) for most in (False, True))
    return Bounds(*readings)


def _statements(policy: Policy, *, most: bool) -> Iterator[Statement]:
    for written in policy.statements:
        if written.effect is None:
            continue
        # An open value makes a statement speak of more requests, or of fewer: what that does depends on its effect.
        statement = _statement(written, policy.kind, grow=written.allows is most)
        if statement is not None:
            yield statement


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
    if element is not None:
        if grow and not element.complete:
            return _Matched(("*",), negated=False)
        texts = tuple(text for value in element.values if (text := _stated(value, kind, name, allows=written.allows)))
        return _Matched(texts, negated=False) if texts else None
    element = written.get(f"Not{name}")
    if element is None or not (element.complete or grow):
        return None
    return _Matched(element.texts, negated=True) if element.texts else _Matched(("*",), negated=False)


def _stated(value: Value, kind: Kind, name: str, *, allows: bool) -> str | None:
    """What a value surely matches.

    The policy of a resource speaks of that resource and its parts only, and the service refuses any other: so an open
    resource of an allow is that one, and so is one that ends in `/*` after an open part.
    """
    if value.is_text:
        return value.text
    if name != "Resource" or not isinstance(value.node, Unknown) or not kind.has_principal:
        return None
    pattern = "".join("*" if part is None else part for part in value.node.partial)
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
