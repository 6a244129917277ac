"""Whether an operator fits a condition key's type, and whether a value can be read by it.

Source: IAM user guide, "IAM JSON policy elements: Condition operators"; the types are the catalogue's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from checks.findings import Severity
from checks.rules.arn import SEGMENTS, segments
from checks.rules.catalogue import Key
from checks.rules.conditions._entries import Tested, has_variable
from checks.rules.global_keys import GLOBAL_KEYS

_OWN: Final = {
    "ARN": "Arn",
    "Bool": "Bool",
    "Date": "Date",
    "IPAddress": "IpAddress",
    "Numeric": "Numeric",
    "String": "String",
}
"""The operators that each type is for."""
_FITTING: Final = {("ARN", "String"), ("String", "Arn")}
"""Others that do: ARNs are strings, and some keys that the reference calls strings hold ARNs."""
_LAX: Final = {("Bool", "String"), ("Numeric", "String"), ("String", "Bool")}
"""Operators that compare spellings, which works as long as both sides spell alike."""


def own_operators(key: Key) -> str:
    """The family of operators that a key's type is for."""
    return _OWN[key.type]


def misfit(test: Tested, key: Key) -> Severity | None:
    """How badly an operator fits the type of a key; None if it fits."""
    pair = (key.type, test.operator.family)
    if test.operator.family in {"Null", _OWN[key.type]} or pair in _FITTING:
        return None
    if key.name == "aws:EpochTime" and test.operator.family == "Numeric":
        return None
    if test.operator.takes_variables and (any(map(has_variable, test.texts)) or not test.is_stated):
        return None
    if pair == ("IPAddress", "String"):
        ranges = any("/" in text for text in test.texts) and not test.operator.patterns
        return Severity.ERROR if ranges else Severity.WARNING
    # A tag may spell anything, and the reference calls some numbers of services strings.
    unsure = key.type == "String" and ("Tag/" in key.name or key.name not in GLOBAL_KEYS)
    return Severity.WARNING if unsure or pair in _LAX else Severity.ERROR


def readable(family: str, text: str) -> bool:
    """Whether a value can be read by operators of a family."""
    if family == "String":
        return True
    if family in {"Bool", "Null"}:
        return text.lower() in {"true", "false"}
    if family == "Arn":
        return not text.strip("*") or text.endswith("*") or len(segments(text)) == SEGMENTS
    return _readers()[family](text) is not None


def _readers() -> Mapping[str, Callable[[str], object]]:
    from checks.proof import values  # noqa: PLC0415  # numbers, dates and addresses are rare

    return {
        "Numeric": values.number,
        "Date": values.instant,
        "IpAddress": values.network,
        "Binary": values.octets,
    }
