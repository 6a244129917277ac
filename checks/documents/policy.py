"""A policy document as it is written: every element with its place, whatever is wrong with it.

`policies.document` is what a document means; this is what it says. Where the two differ, the rules of `checks.rules`
have something to find. Grammar: AWS IAM user guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from checks.documents.elements import ConditionEntry, Element, Memory, PrincipalEntry, Value, elements_of
from checks.documents.model import parse_node
from checks.documents.nodes import Node, Object, Path
from checks.documents.source import Passage
from policies.document import PolicyDocument, Span
from policies.errors import DocumentError

if TYPE_CHECKING:
    from checks.documents.bounds import Bounds  # it imports this module

__all__ = [
    "DOCUMENT_ELEMENTS",
    "STATEMENT_ELEMENTS",
    "ConditionEntry",
    "Element",
    "Holder",
    "Kind",
    "Policy",
    "PrincipalEntry",
    "Value",
    "WrittenStatement",
]

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


@dataclass(frozen=True)
class WrittenStatement(Memory):
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

    @cached_property
    def _by_name(self) -> Mapping[str, Element]:
        return _first_of_each(self.elements)

    def get(self, name: str) -> Element | None:
        """The first element of this name, in its documented spelling."""
        return self._by_name.get(name)

    @cached_property
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

    @cached_property
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
        return self._principals.get(name, ())

    @cached_property
    def _principals(self) -> Mapping[str, tuple[PrincipalEntry, ...]]:
        found = (self.get(name) for name in ("Principal", "NotPrincipal"))
        return {element.name: tuple(self._entries(element)) for element in found if element}

    def _entries(self, element: Element) -> Iterator[PrincipalEntry]:
        if not isinstance(element.node, Object):
            yield from (PrincipalEntry("AWS", element.name_span, value) for value in element.values)
            return
        for entry in elements_of(self.passage, element.node, element.path):
            yield from (PrincipalEntry(entry.name, entry.name_span, value) for value in entry.values)

    @cached_property
    def conditions(self) -> tuple[ConditionEntry, ...]:
        """All conditions that are of the documented form."""
        element = self.get("Condition")
        return tuple(self._conditions(element)) if element else ()

    def _conditions(self, element: Element) -> Iterator[ConditionEntry]:
        if not isinstance(element.node, Object):
            return
        for operator in elements_of(self.passage, element.node, element.path):
            if isinstance(operator.node, Object):
                for key in elements_of(self.passage, operator.node, operator.path):
                    yield ConditionEntry(operator.name, operator.name_span, key.name, key.name_span, key)


@dataclass(frozen=True)
class Policy(Memory):
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
        return tuple(elements_of(self.passage, self.node, self.path)) if isinstance(self.node, Object) else ()

    @cached_property
    def _by_name(self) -> Mapping[str, Element]:
        return _first_of_each(self.elements)

    def get(self, name: str) -> Element | None:
        """The first element of this name, in its documented spelling."""
        return self._by_name.get(name)

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
                tuple(elements_of(self.passage, value.node, value.path)),
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


def _first_of_each(elements: tuple[Element, ...]) -> Mapping[str, Element]:
    return {element.name: element for element in reversed(elements)}
