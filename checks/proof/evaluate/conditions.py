"""Whether a condition holds: operators, set operators, `IfExists`, `Null`, absent keys.

Sources: IAM user guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
values" and "Single-valued vs. multivalued context keys". Operators are known in any case of letters [inferred].
"""

import operator as compare
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from checks.documents.model import Condition
from checks.proof import values
from checks.proof.evaluate.matching import arn_matches, text_matches
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.variables import Wild, resolve, tokenize
from policies.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a condition is judged in: the request's keys (lower case), and whether the document knows variables."""

    keys: Mapping[str, tuple[str, ...]]
    variables: bool
    rejected: Rejected = frozenset()


class SetOperator(StrEnum):
    """The qualifier before the colon."""

    ALL = "forallvalues"
    ANY = "foranyvalue"


Comparison = Callable[[str, str, Surroundings], bool]
"""Whether one value of the request matches one value of the policy."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A condition operator, taken apart. `comparison` is None for `Null`."""

    comparison: Comparison | None
    negated: bool
    set_operator: SetOperator | None
    if_exists: bool


def holds(condition: Condition, surroundings: Surroundings) -> bool:
    """Whether a condition is true of a request.

    Raises:
        DocumentError: If the operator is not one of IAM's.
    """
    operator = parse_operator(condition.operator)
    given = surroundings.keys.get(condition.key.lower(), ())
    if operator.comparison is None:
        return any(value.lower() == ("false" if given else "true") for value in condition.values)
    comparison, negated = operator.comparison, operator.negated

    def satisfied(value: str) -> bool:
        """Values are alternatives; a negated operator wants none of them to match."""
        return any(comparison(value, wanted, surroundings) for wanted in condition.values) is not negated

    if operator.set_operator:
        return _set_holds(operator, given, satisfied, surroundings.rejected)
    if not given:
        return negated or operator.if_exists
    # A negated operator asks that no value matches, so all have to be satisfied.
    every = negated is not (Reading.UNQUALIFIED_SET in surroundings.rejected)
    return all(map(satisfied, given)) if every else any(map(satisfied, given))


def _set_holds(
    operator: Operator, given: tuple[str, ...], satisfied: Callable[[str], bool], rejected: Rejected
) -> bool:
    if Reading.EMPTY_IS_NULL not in rejected:
        given = tuple(filter(None, given))
    if operator.set_operator is SetOperator.ALL:
        return all(map(satisfied, given))
    if not given:
        return operator.if_exists and Reading.ANY_IF_EXISTS not in rejected
    return any(map(satisfied, given))


@lru_cache(maxsize=256)
def parse_operator(text: str) -> Operator:
    """Take an operator apart.

    Args:
        text: Such as `ForAnyValue:StringLikeIfExists`.

    Raises:
        DocumentError: If it is not one of IAM's.
    """
    qualifier, colon, name = text.lower().rpartition(":")
    if_exists = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    if name == "null" and not colon and not if_exists:
        return Operator(None, negated=False, set_operator=None, if_exists=False)
    if name not in _OPERATORS or (colon and qualifier not in set(SetOperator)):
        remedy = "Use one of the operators of the IAM user guide's page on condition operators."
        raise DocumentError(f"{text!r} is not a condition operator.", remedy=remedy)
    comparison, negated = _OPERATORS[name]
    return Operator(comparison, negated, SetOperator(qualifier) if colon else None, if_exists)


def _text(wanted: str, surroundings: Surroundings, *, wildcards: bool = False) -> tuple[str | Wild, ...] | None:
    """A value of the policy with its variables replaced; None if one of them has no value."""
    return resolve(tokenize(wanted, variables=surroundings.variables, wildcards=wildcards), surroundings.keys)


def _literal(wanted: str, surroundings: Surroundings) -> str | None:
    tokens = _text(wanted, surroundings)
    return None if tokens is None else "".join(token for token in tokens if isinstance(token, str))


def _string_equals(value: str, wanted: str, surroundings: Surroundings) -> bool:
    return value == _literal(wanted, surroundings)


def _string_equals_ignore_case(value: str, wanted: str, surroundings: Surroundings) -> bool:
    literal = _literal(wanted, surroundings)
    return literal is not None and value.lower() == literal.lower()


def _string_like(value: str, wanted: str, surroundings: Surroundings) -> bool:
    tokens = _text(wanted, surroundings, wildcards=True)
    return tokens is not None and text_matches(tokens, value)


def _arn_like(value: str, wanted: str, surroundings: Surroundings) -> bool:
    """Each of the six parts is checked apart; a pattern of fewer parts is treated as in Resource [inferred]."""
    tokens = _text(wanted, surroundings, wildcards=True)
    return tokens is not None and arn_matches(tokens, value)


def _bool(value: str, wanted: str, surroundings: Surroundings) -> bool:
    literal = wanted if Reading.BOOL_VARIABLES in surroundings.rejected else _literal(wanted, surroundings)
    return literal is not None and value.lower() == literal.lower() and literal.lower() in {"true", "false"}


def _binary_equals(value: str, wanted: str, _: Surroundings) -> bool:
    return (given := values.octets(value)) is not None and given == values.octets(wanted)


def _ip_address(value: str, wanted: str, _: Surroundings) -> bool:
    given, within = values.address(value), values.network(wanted)
    return given is not None and within is not None and given.version == within.version and given in within


def _ordered(read: Callable[[str], Decimal | None], order: Callable[[Decimal, Decimal], bool]) -> Comparison:
    """A comparison of numbers or dates; a value that cannot be read matches nothing [inferred]."""

    def matches(value: str, wanted: str, _: Surroundings) -> bool:
        given, limit = read(value), read(wanted)
        return given is not None and limit is not None and order(given, limit)

    return matches


_ORDERS: dict[str, tuple[Callable[[Decimal, Decimal], bool], bool]] = {
    "equals": (compare.eq, False),
    "notequals": (compare.eq, True),
    "lessthan": (compare.lt, False),
    "lessthanequals": (compare.le, False),
    "greaterthan": (compare.gt, False),
    "greaterthanequals": (compare.ge, False),
}
_OPERATORS: dict[str, tuple[Comparison, bool]] = {
    "stringequals": (_string_equals, False),
    "stringnotequals": (_string_equals, True),
    "stringequalsignorecase": (_string_equals_ignore_case, False),
    "stringnotequalsignorecase": (_string_equals_ignore_case, True),
    "stringlike": (_string_like, False),
    "stringnotlike": (_string_like, True),
    # The guide: ArnEquals and ArnLike "behave identically", and so do their negations.
    "arnequals": (_arn_like, False),
    "arnlike": (_arn_like, False),
    "arnnotequals": (_arn_like, True),
    "arnnotlike": (_arn_like, True),
    "bool": (_bool, False),
    "binaryequals": (_binary_equals, False),
    "ipaddress": (_ip_address, False),
    "notipaddress": (_ip_address, True),
    **{f"numeric{name}": (_ordered(values.number, order), negated) for name, (order, negated) in _ORDERS.items()},
    **{f"date{name}": (_ordered(values.instant, order), negated) for name, (order, negated) in _ORDERS.items()},
}
"""The operators' names in lower case, with what they compare and whether they are negated."""
