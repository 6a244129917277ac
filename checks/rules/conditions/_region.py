"""In which regions a statement lets `GenerateDataSet` be called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from checks.documents.policy import ConditionEntry, Policy, Value, WrittenStatement
from checks.rules import asking
from checks.rules.conditions._operators import operator, stated
from checks.rules.openness import has_open_condition
from checks.rules.patterns import matches
from policies.callers import CALL_ACTION, SERVICE_REGION
from policies.document import Condition, PolicyDocument

KEY: Final = "aws:requestedregion"
ELSEWHERE: Final = "zz-nowhere-1"
"""A region that no document names: only who may call everywhere may call there."""

_MOST: Final = 200
"""Documents of more statements are not looked at; none that IAM takes has so many."""

_SERVICE, _, _ = CALL_ACTION.lower().partition(":")


def calling(policy: Policy) -> Iterator[tuple[WrittenStatement, Value]]:
    """The statements that allow the call by a name of its service, each with the value that does."""
    for statement in policy.statements if len(policy.statements) <= _MOST else ():
        if statement.allows and statement.action is not None:
            naming = (value for value in statement.action.known if _names_call(value.text.lower()))
            yield from ((statement, value) for value in list(naming)[:1])


def _names_call(pattern: str) -> bool:
    return pattern.partition(":")[0] == _SERVICE and matches(pattern, CALL_ACTION.lower())


def pins(statement: WrittenStatement) -> tuple[ConditionEntry, ...]:
    """Its conditions on the region."""
    return tuple(entry for entry in statement.conditions if entry.key.lower() == KEY)


def is_plain_pin(entry: ConditionEntry) -> bool:
    """Whether a condition asks for the service's region and no other in the documented way."""
    parsed, values = operator(entry.operator), stated(entry)
    exact = parsed is not None and parsed.name == "StringEquals" and not parsed.qualifier
    return exact and values is not None and [value.text for value in values] == [SERVICE_REGION]


def is_unconditional(statement: WrittenStatement) -> bool:
    """Whether it surely has no condition on the region."""
    return not pins(statement) and not has_open_condition(statement)


def permitted(policy: Policy, statement: WrittenStatement, region: str) -> bool:
    """Whether a statement surely lets somebody call in a region whom everything else favours; denials count."""
    document = asking.favouring(policy.bounds.least, _of_region)
    return _permits(document, statement, region)


def possible(policy: Policy, statement: WrittenStatement, region: str) -> bool:
    """Whether a statement alone may let somebody call in a region, whatever its open values turn out to be."""
    return _permits(_alone(policy, statement, _of_region), statement, region)


def possible_somewhere(policy: Policy, statement: WrittenStatement) -> bool:
    """Whether a statement alone may let somebody call if nothing were said of regions."""
    return _permits(_alone(policy, statement, lambda _: False), statement, SERVICE_REGION)


def _alone(policy: Policy, statement: WrittenStatement, judged: Callable[[Condition], bool]) -> PolicyDocument:
    whole = asking.favouring(policy.bounds.most, judged)
    return PolicyDocument(whole.version, tuple(one for one in whole.statements if one.span == statement.span))


def _of_region(condition: Condition) -> bool:
    return condition.key.lower() == KEY


def _permits(document: PolicyDocument, statement: WrittenStatement, region: str) -> bool:
    caller = asking.user(asking.STRANGER_ACCOUNT)
    found = asking.permitting(document, caller, CALL_ACTION, "*", {"aws:RequestedRegion": region})
    return any(one.span == statement.span for one in found)
