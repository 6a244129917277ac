"""Which values and statements of a document others cover, so that they can go without a change of meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Literal, Node, Number, Object, Text, Unknown, walk
from checks.documents.policy import STATEMENT_ELEMENTS, WrittenStatement
from checks.rules.arn import parse
from checks.rules.patterns import covers, wild

MOST: Final = 200
"""So many statements, or values with wildcards, are compared with others; no document within its limit has more."""


def covered_values(texts: Sequence[str], covering: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """The values that another one covers, with the number of one that does; of equal ones the first stays.

    Args:
        texts: The values of a list.
        covering: Whether its first argument covers its second, which then begins with the first's text before
            its first wildcard.
    """
    first: dict[str, int] = {}
    wide = [number for number, text in enumerate(texts) if wild(text)][:MOST]
    if not wide and len(set(texts)) == len(texts):
        return
    heads = [(other, texts[other].partition("*")[0].partition("?")[0]) for other in wide]
    for number, text in enumerate(texts):
        if (equal := first.setdefault(text, number)) != number:
            yield number, equal
            continue
        for other, head in heads:
            if not text.startswith(head) or texts[other] == text or not covering(texts[other], text):
                continue
            if other < number or not covering(text, texts[other]):
                yield number, other
                break


def action_covers(wider: str, narrower: str) -> bool:
    """Whether a pattern of actions covers another one; actions are the same in any case of letters."""
    return covers(wider.lower(), narrower.lower())


def resource_covers(wider: str, narrower: str) -> bool:
    """Whether a pattern of resources covers another one, whatever is thought of wildcards and colons."""
    if wider in {"*", narrower}:
        return True
    if not wild(wider):
        return False
    one, two = parse(wider), parse(narrower)
    return one is not None and two is not None and all(map(covers, one, two))


class Patterns(NamedTuple):
    """The patterns of Action or of Resource: all, as a set, and those with wildcards."""

    texts: tuple[str, ...]
    exact: frozenset[str]
    wide: tuple[str, ...]

    @classmethod
    def of(cls, texts: tuple[str, ...]) -> Patterns:
        """Sort them."""
        return cls(texts, frozenset(texts), tuple(text for text in texts if wild(text)))

    def cover(self, other: Patterns, covering: Callable[[str, str], bool]) -> bool:
        """Whether each of others is covered by one of these; an element that is missing covers nothing else."""
        return bool(self.texts) is bool(other.texts) and all(
            text in self.exact or any(covering(one, text) for one in self.wide) for text in other.texts
        )


class Said(NamedTuple):
    """What a statement says, in a form that can be compared.

    Attributes:
        statement: The statement.
        actions: The patterns of Action, in lower case.
        resources: The patterns of Resource.
    """

    statement: WrittenStatement
    actions: Patterns
    resources: Patterns

    def covers(self, other: Said) -> bool:
        """Whether this says all that the other one says."""
        if not (self.actions.cover(other.actions, covers) and self.resources.cover(other.resources, resource_covers)):
            return False
        own, its = self.statement.once(_rest), other.statement.once(_rest)
        if own is None or its is None:
            return False
        return own.fixed == its.fixed and (own.condition is None or own.condition == its.condition)


class _Rest(NamedTuple):
    """The effect, the principals and the complements, which have to be equal; and the condition, if there is one."""

    fixed: object
    condition: object


def _rest(statement: WrittenStatement) -> _Rest | None:
    """What else a statement says; None if it is not of IAM's grammar, or if something in it is not known."""
    elements = {element.name: element.node for element in statement.elements}
    if statement.effect is None or len(elements) < len(statement.elements) or not set(elements) <= _NAMES:
        return None
    if any(isinstance(inner, Unknown) for node in elements.values() for _, inner in walk(node)):
        return None
    bare = {name: _bare(node) for name, node in elements.items() if name in _COMPARED}
    return _Rest((statement.effect, *(bare.get(name) for name in _FIXED)), bare.get("Condition"))


def said(statement: WrittenStatement) -> Said | None:
    """The actions and resources of a statement; None if one of them is not known."""
    action, resource = statement.action, statement.resource
    if (action and not action.complete) or (resource and not resource.complete):
        return None
    return Said(
        statement,
        Patterns.of(tuple(text.lower() for text in action.texts) if action else ()),
        Patterns.of(resource.texts if resource else ()),
    )


_FIXED: Final = ("Principal", "NotPrincipal", "NotAction", "NotResource")
_COMPARED: Final = frozenset({*_FIXED, "Condition"})
_NAMES: Final = frozenset(STATEMENT_ELEMENTS)


def covered_statements(statements: Sequence[WrittenStatement]) -> Iterator[tuple[int, int]]:
    """The statements that another one covers, with the number of one that does; of equal ones the first stays."""
    sayings = [said(statement) for statement in statements[:MOST]]
    for number, narrower in enumerate(sayings):
        for other, wider in enumerate(sayings):
            if narrower is None or wider is None or other == number or not wider.covers(narrower):
                continue
            if other < number or not narrower.covers(wider):
                yield number, other
                break


def _bare(node: Node) -> object:
    """A value without its place; lists without their order, and a single value like a list of one."""
    match node:
        case Array():
            return frozenset().union(*(_members(item) for item in node.items))
        case Object():
            return frozenset((key.value, _bare(value)) for key, value in node.members)
        case _:
            return frozenset(_members(node))


def _members(node: Node) -> frozenset[object]:
    match node:
        case Text():
            return frozenset({node.value})
        case Number():
            return frozenset({node.literal})
        case Literal():
            return frozenset({"null" if node.value is None else str(node.value).lower()})
        case _:
            return frozenset({_bare(node)})
