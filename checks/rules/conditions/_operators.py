"""Condition operators as they are written, taken apart.

Source: IAM user guide, "IAM JSON policy elements: Condition operators". This is the grammar of their names;
`checks.proof.evaluate` is what they mean.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from checks.documents.nodes import Literal, Number, Text
from checks.documents.policy import ConditionEntry, Value

QUALIFIERS: Final = ("ForAllValues", "ForAnyValue")
IF_EXISTS: Final = "IfExists"

_ORDERED: Final = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
_FAMILIES: Final = {
    "String": ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"),
    "Numeric": _ORDERED,
    "Date": _ORDERED,
    "Arn": ("Equals", "NotEquals", "Like", "NotLike"),
    "Binary": ("Equals",),
    "Bool": ("",),
    "Null": ("",),
}
FAMILY: Final = {family + form: family for family, forms in _FAMILIES.items() for form in forms} | {
    "IpAddress": "IpAddress",
    "NotIpAddress": "IpAddress",
}
"""The operators, each with the family that says what it compares."""
_BY_LOWER: Final = {name.lower(): name for name in FAMILY}


class Operator(NamedTuple):
    """One operator.

    Attributes:
        name: Without qualifier and `IfExists`, in its documented spelling.
        qualifier: `ForAllValues` or `ForAnyValue`; empty if there is none.
        if_exists: Whether it ends in `IfExists`.
    """

    name: str
    qualifier: str
    if_exists: bool

    @property
    def family(self) -> str:
        """What it compares: String, Numeric, Date, Arn, Binary, Bool, IpAddress, or Null, which compares nothing."""
        return FAMILY[self.name]

    @property
    def negated(self) -> bool:
        """Whether it holds if no value matches."""
        return "Not" in self.name

    @property
    def patterns(self) -> bool:
        """Whether `*` and `?` are wildcards in its values."""
        return self.family == "Arn" or self.name.endswith("Like")

    @property
    def takes_variables(self) -> bool:
        """Whether policy variables are replaced in its values."""
        return self.family in {"String", "Arn", "Bool"}


@lru_cache(maxsize=512)
def operator(text: str) -> Operator | None:
    """Take an operator apart; None if it is not one of IAM's. It is known in any case of letters [inferred]."""
    before, colon, rest = text.rpartition(":")
    qualifier = next((known for known in QUALIFIERS if known.lower() == before.lower()), "")
    bare = rest[: -len(IF_EXISTS)] if (if_exists := rest.lower().endswith(IF_EXISTS.lower())) else rest
    name = _BY_LOWER.get(bare.lower())
    if name is None or bool(colon) != bool(qualifier) or (name == "Null" and (qualifier or if_exists)):
        return None
    return Operator(name, qualifier, if_exists)


def stated(entry: ConditionEntry) -> tuple[Value, ...] | None:
    """A condition's values; None if one of them is open, or nothing that a condition may hold."""
    ok = all(isinstance(value.node, Text | Number | Literal) for value in entry.values)
    return entry.values if ok and entry.values else None
