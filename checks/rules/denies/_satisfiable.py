"""Whether any value of a condition key meets all conditions on it.

It is answered by trying: every value that the conditions name, its neighbours, and the absent key. What none of them
meets, nothing does, as far as operators look at one value at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from checks.rules import asking
from policies.document import CURRENT_VERSION, Condition

_BOOLEANS: Final = frozenset(
    {
        "aws:multifactorauthpresent",
        "aws:principalisawsservice",
        "aws:securetransport",
        "aws:viaawsservice",
        "kms:bypasspolicylockoutsafetycheck",
        "kms:grantisforawsresource",
    }
)
_ALWAYS: Final = frozenset({"aws:currenttime", "aws:epochtime", "aws:securetransport"})
"""Keys that every request has (IAM user guide, "AWS global condition context keys")."""
_SOME: Final = ("true", "false", "x", "0", "198.18.0.1", "2001:db8::1", "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
_MANY: Final = 40
_NUMBER: Final = re.compile(r"-?\d+", re.ASCII)


def never_hold(key: str, conditions: tuple[Condition, ...], version: str) -> bool:
    """Whether no request meets all of these conditions.

    Args:
        key: Their key, in lower case.
        conditions: All conditions of a statement on it.
        version: The document's version.
    """
    if any("${" in value for condition in conditions for value in condition.values):
        return False
    if any("binary" in condition.operator.lower() for condition in conditions):
        return False
    values = ("true", "false") if key in _BOOLEANS else tuple(dict.fromkeys(_candidates(conditions)))
    if len(values) > _MANY:
        return False
    given: Iterable[tuple[str, ...]] = ((value,) for value in values)
    if any(":" in condition.operator for condition in conditions):
        given = (*given, *combinations(values, 2))
    absent = () if key in _ALWAYS else ((),)
    with_variables = version == CURRENT_VERSION
    return not any(asking.hold(conditions, {key: some}, variables=with_variables) for some in (*absent, *given))


def _candidates(conditions: tuple[Condition, ...]) -> Iterator[str]:
    yield from _SOME
    for condition in conditions:
        for value in condition.values:
            yield value
            yield asking.concrete(value)
            yield value.replace("*", "").replace("?", "a")
            yield value.swapcase()
            yield f"{value}x"
            if "/" in value:
                yield value.partition("/")[0]
            if _NUMBER.fullmatch(value):
                yield from (str(int(value) - 1), str(int(value) + 1))
