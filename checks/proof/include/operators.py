"""Condition operators, taken apart. Source: IAM user guide, "IAM JSON policy elements: Condition operators"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from policies.errors import DocumentError


class Family(StrEnum):
    """What an operator compares."""

    TEXT = "text"
    FOLDED = "text in either case"
    PATTERN = "pattern"
    ARN = "ARN"
    BOOL = "boolean"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"
    BINARY = "binary"
    NULL = "presence"


class Quantifier(StrEnum):
    """What a set operator asks of the values."""

    ALL = "forallvalues"
    ANY = "foranyvalue"


class Order(StrEnum):
    """How numbers and dates are compared."""

    EQUAL = "equals"
    LESS = "lessthan"
    LESS_OR_EQUAL = "lessthanequals"
    GREATER = "greaterthan"
    GREATER_OR_EQUAL = "greaterthanequals"


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator, taken apart."""

    family: Family
    negated: bool = False
    quantifier: Quantifier | None = None
    if_exists: bool = False
    order: Order = Order.EQUAL

    @property
    def takes_variables(self) -> bool:
        """Whether policy variables are replaced in its values; the guide's two pages differ on Bool."""
        return self.family in {Family.TEXT, Family.FOLDED, Family.PATTERN, Family.ARN, Family.BOOL}

    @property
    def wildcards(self) -> bool:
        """Whether `*` and `?` are wildcards in its values."""
        return self.family in {Family.PATTERN, Family.ARN}


_OPERATORS: Final[dict[str, Operator]] = {
    "null": Operator(Family.NULL),
    "bool": Operator(Family.BOOL),
    "binaryequals": Operator(Family.BINARY),
    "ipaddress": Operator(Family.ADDRESS),
    "notipaddress": Operator(Family.ADDRESS, negated=True),
}
for _name, _family in (("equals", Family.TEXT), ("equalsignorecase", Family.FOLDED), ("like", Family.PATTERN)):
    _OPERATORS[f"string{_name}"] = Operator(_family)
    _OPERATORS[f"stringnot{_name}"] = Operator(_family, negated=True)
for _name in ("equals", "like"):
    _OPERATORS[f"arn{_name}"] = Operator(Family.ARN)
    _OPERATORS[f"arnnot{_name}"] = Operator(Family.ARN, negated=True)
for _name, _family in (("numeric", Family.NUMBER), ("date", Family.DATE)):
    for _order in Order:
        _OPERATORS[f"{_name}{_order.value}"] = Operator(_family, order=_order)
    _OPERATORS[f"{_name}notequals"] = Operator(_family, negated=True)


@lru_cache(maxsize=256)
def parse_operator(text: str) -> Operator:
    """Take an operator apart.

    Raises:
        DocumentError: It is not one of IAM's.
    """
    qualifier, colon, name = text.lower().rpartition(":")
    if_exists = name.endswith("ifexists")
    plain = _OPERATORS.get(name.removesuffix("ifexists"))
    presence = plain is not None and plain.family is Family.NULL
    if plain is None or (colon and qualifier not in set(Quantifier)) or (presence and (colon or if_exists)):
        remedy = "Use one of the operators of the IAM user guide's page on condition operators."
        raise DocumentError(f"{text!r} is not a condition operator.", remedy=remedy)
    quantifier = Quantifier(qualifier) if colon else None
    return Operator(plain.family, plain.negated, quantifier, if_exists, plain.order)
