"""A policy document as it is written: every element with its place, whatever is wrong with it.

`policies.document` is what a document means; this is what it says. Where the two differ, the rules of `checks.rules`
have something to find. Grammar: AWS IAM user guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from checks.documents.model import parse_node
from checks.documents.nodes import Array, Literal, Node, Number, Object, Path, Text, Unknown
from checks.documents.source import Passage
from policies.document import PolicyDocument, Span
from policies.errors import DocumentError

if TYPE_CHECKING:
    from checks.documents.bounds import Bounds  # it imports this module

DOCUMENT_ELEMENTS: Final = ("Version", "Id", "Statement")
STATEMENT_ELEMENTS: Final = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)


class Kind(StrEnum):
    """What a policy is for; it decides which rules apply."""

    ROLE = "role"
    """What `MarketplaceCommerceAnalyticsRole` may do."""
    TRUST = "trust"
    """Who may assume a role."""
    CALLER = "caller"
    """Permission to call `GenerateDataSet`."""
    READER = "reader"
    """Permission to read the delivered reports."""
    ENROLMENT = "enrolment"
    """Permission to enrol in the portal."""
    BUCKET = "bucket"
    TOPIC = "topic"
    KEY = "key"
    BOUNDARY = "boundary"
    """A permissions boundary or a service control policy: it limits, and grants nothing."""
    IDENTITY = "identity"
    """Any other policy of a user, group or role."""
    RESOURCE = "resource"
    """Any other policy of a resource."""

    @property
    def has_principal(self) -> bool:
        """Whether its statements say of whom they speak."""
        return self in {Kind.TRUST, Kind.BUCKET, Kind.TOPIC, Kind.KEY, Kind.RESOURCE}


class Holder(StrEnum):
    """What a policy is attached to or stands in; it decides how long it may be."""

    USER = "inline policy of a user"
    GROUP = "inline policy of a group"
    ROLE = "inline policy of a role"
    MANAGED = "managed policy"
    SCP = "service control policy"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an element.

    Attributes:
        text: What it says; a number or a boolean in its spelling; an unknown value as it is written.
        node: The value as it was read.
        span: Where it stands.
        path: What leads to it from the document's root.
    """

    text: str
    node: Node
    span: Span
    path: Path

    @property
    def known(self) -> bool:
        """Whether the document states it; if not, no rule may guess."""
        return not isinstance(self.node, Unknown)

    @property
    def is_text(self) -> bool:
        """Whether it is a string."""
        return isinstance(self.node, Text)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a document or statement, such as `Action`.

    Attributes:
        name: As it is written.
        name_span: Where the name stands.
        node: The value as it was read.
        span: Where the value stands.
        path: What leads to it from the document's root.
        values: The value, or the values of the list; nested lists and objects are among them as they are.
    """

    name: str
    name_span: Span
    node: Node
    span: Span
    path: Path
    values: tuple[Value, ...]

    @property
    def known(self) -> tuple[Value, ...]:
        """The strings that the document states."""
        return tuple(value for value in self.values if value.is_text)

    @property
    def texts(self) -> tuple[str, ...]:
        """What those strings say."""
        return tuple(value.text for value in self.known)

    @property
    def complete(self) -> bool:
        """Whether every value is a string that the document states."""
        return bool(self.values) and all(value.is_text for value in self.values)


@dataclass(frozen=True, slots=True)
class PrincipalEntry:
    """One principal of a statement. `"*"` is of type `AWS`, and its `type_span` is that of the element's name."""

    type: str
    type_span: Span
    value: Value


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One operator on one key.

    Attributes:
        operator: As it is written, with its qualifier and `IfExists`.
        operator_span: Where it stands.
        key: As it is written.
        key_span: Where it stands.
        element: The key with its values.
    """

    operator: str
    operator_span: Span
    key: str
    key_span: Span
    element: Element

    @property
    def values(self) -> tuple[Value, ...]:
        """The values, which are alternatives."""
        return self.element.values

    @property
    def path(self) -> Path:
        """What leads to the key's values from the document's root."""
        return self.element.path


@dataclass(frozen=True)
class WrittenStatement:
    """One statement as it is written.

    Attributes:
        number: Its place in the document, from 0.
        elements: All, in the order of the text; twins and unknown ones included.
        span: Where it stands.
        path: What leads to it from the document's root.
    """

    number: int
    elements: tuple[Element, ...]
    span: Span
    path: Path
    passage: Passage = field(repr=False)

    def get(self, name: str) -> Element | None:
        """The first element of this name, in its documented spelling."""
        return next((element for element in self.elements if element.name == name), None)

    @property
    def effect(self) -> str | None:
        """`Allow` or `Deny`; None if it is missing, unknown or anything else."""
        element = self.get("Effect")
        known = element.texts if element else ()
        return known[0] if known and known[0] in {"Allow", "Deny"} else None

    @property
    def allows(self) -> bool:
        """Whether its effect is Allow."""
        return self.effect == "Allow"

    @property
    def denies(self) -> bool:
        """Whether its effect is Deny."""
        return self.effect == "Deny"

    @property
    def sid(self) -> str | None:
        """Its Sid, if it has a known one."""
        element = self.get("Sid")
        return element.texts[0] if element and element.texts else None

    @property
    def action(self) -> Element | None:
        """Action."""
        return self.get("Action")

    @property
    def not_action(self) -> Element | None:
        """NotAction."""
        return self.get("NotAction")

    @property
    def resource(self) -> Element | None:
        """Resource."""
        return self.get("Resource")

    @property
    def not_resource(self) -> Element | None:
        """NotResource."""
        return self.get("NotResource")

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return f"statement {self.number + 1}" + (f" ({self.sid})" if self.sid else "")

    def principals(self, name: str = "Principal") -> tuple[PrincipalEntry, ...]:
        """The entries of Principal, or of NotPrincipal; none if the element is missing or not of this form."""
        element = self.get(name)
        if element is None:
            return ()
        if not isinstance(element.node, Object):
            return tuple(PrincipalEntry("AWS", element.name_span, value) for value in element.values)
        return tuple(
            PrincipalEntry(entry.name, entry.name_span, value)
            for entry in _elements(self.passage, element.node, element.path)
            for value in entry.values
        )

    @cached_property
    def conditions(self) -> tuple[ConditionEntry, ...]:
        """All conditions that are of the documented form."""
        element = self.get("Condition")
        return tuple(self._conditions(element)) if element else ()

    def _conditions(self, element: Element) -> Iterator[ConditionEntry]:
        if not isinstance(element.node, Object):
            return
        for operator in _elements(self.passage, element.node, element.path):
            if isinstance(operator.node, Object):
                for key in _elements(self.passage, operator.node, operator.path):
                    yield ConditionEntry(operator.name, operator.name_span, key.name, key.name_span, key)


@dataclass(frozen=True)
class Policy:
    """One policy document as it is written.

    Attributes:
        passage: The text it was read from.
        node: Its value.
        kind: What it is for.
        holder: What it is attached to, if its surroundings say so.
        path: What leads to it from the root of the text that it stands in; empty if it is all of it.
        name: What its surroundings call it, such as the policy's name; may be empty.
    """

    passage: Passage = field(repr=False)
    node: Node = field(repr=False)
    kind: Kind
    holder: Holder | None = None
    path: Path = ()
    name: str = ""

    @cached_property
    def span(self) -> Span:
        """Where it stands."""
        return self.passage.span(self.node.start, self.node.end)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Its elements, in the order of the text; twins and unknown ones included."""
        return tuple(_elements(self.passage, self.node, self.path)) if isinstance(self.node, Object) else ()

    def get(self, name: str) -> Element | None:
        """The first element of this name, in its documented spelling."""
        return next((element for element in self.elements if element.name == name), None)

    @property
    def version(self) -> str | None:
        """The version it states, if it states a known one."""
        element = self.get("Version")
        return element.texts[0] if element and element.texts else None

    @cached_property
    def statements(self) -> tuple[WrittenStatement, ...]:
        """Its statements, as far as they are objects."""
        element = self.get("Statement")
        if element is None:
            return ()
        return tuple(
            WrittenStatement(
                number,
                tuple(_elements(self.passage, value.node, value.path)),
                value.span,
                value.path,
                self.passage,
            )
            for number, value in enumerate(element.values)
            if isinstance(value.node, Object)
        )

    @cached_property
    def document(self) -> PolicyDocument | None:
        """What it means; None if it is no policy by IAM's grammar, or if something in it is not known."""
        try:
            return parse_node(self.node, self.passage, name=self.name or "policy")
        except DocumentError:
            return None

    @cached_property
    def bounds(self) -> Bounds:
        """What it allows at least and at most, where something in it is not known."""
        from checks.documents.bounds import bounds  # noqa: PLC0415  # it reads what this module defines

        return bounds(self)


def _elements(passage: Passage, node: Object, path: Path) -> Iterator[Element]:
    for key, value in node.members:
        where = (*path, key.value)
        yield Element(
            key.value,
            passage.span(key.start, key.end),
            value,
            passage.span(value.start, value.end),
            where,
            tuple(_values(passage, value, where)),
        )


def _values(passage: Passage, node: Node, path: Path) -> Iterator[Value]:
    if not isinstance(node, Array):
        yield Value(_spelling(node), node, passage.span(node.start, node.end), path)
        return
    for number, item in enumerate(node.items):
        yield Value(_spelling(item), item, passage.span(item.start, item.end), (*path, number))


def _spelling(node: Node) -> str:
    match node:
        case Text():
            return node.value
        case Number():
            return node.literal
        case Literal():
            return "null" if node.value is None else str(node.value).lower()
        case Unknown():
            return node.text
        case _:
            return ""
