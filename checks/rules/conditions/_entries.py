"""The conditions of a document, each with its operator taken apart."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from checks.documents.nodes import Path
from checks.documents.policy import ConditionEntry, Policy, WrittenStatement
from checks.rules.conditions._operators import Operator, operator
from checks.rules.openness import has_open_condition
from checks.rules.patterns import LONGEST
from policies.document import Span

_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")


class Beside(NamedTuple):
    """What stands in the conditions of one statement.

    Attributes:
        keys: The keys, in lower case.
        wanted: Those that an operator compares which is not negated.
        asked: Those that may have to be there for the statement to apply.
    """

    keys: frozenset[str]
    wanted: frozenset[str]
    asked: frozenset[str]


class Tested(NamedTuple):
    """One condition.

    Attributes:
        statement: What it stands in.
        entry: As it is written.
        operator: Its operator.
        beside: What stands beside it.
    """

    statement: WrittenStatement
    entry: ConditionEntry
    operator: Operator
    beside: Beside

    @property
    def key(self) -> str:
        """Its key, in lower case."""
        return self.entry.key.lower()

    @property
    def at_key(self) -> tuple[Span, Path]:
        """The place of the key."""
        return self.entry.key_span, self.entry.path

    @property
    def at_operator(self) -> tuple[Span, Path]:
        """The place of the operator."""
        return self.entry.operator_span, self.entry.path[:-1]

    @property
    def texts(self) -> list[str]:
        """What its values say, as far as the document states them."""
        return [value.text for value in self.entry.values if value.known]

    @property
    def is_stated(self) -> bool:
        """Whether the document states all its values."""
        return all(value.known for value in self.entry.values)

    @property
    def needs_key(self) -> bool:
        """Whether it surely fails if the request does not carry the key."""
        return _asks(self.entry, self.operator) and (self.operator.name != "Null" or self.is_stated)


def _asks(entry: ConditionEntry, parsed: Operator) -> bool:
    """Whether a condition fails without its key, if open values of `Null` are in its favour."""
    if parsed.name == "Null":
        return {value.text.lower() for value in entry.values if value.known} <= {"false"} and bool(entry.values)
    if parsed.qualifier == "ForAnyValue":
        return not parsed.if_exists
    return not (parsed.qualifier or parsed.negated or parsed.if_exists)


def tests(policy: Policy) -> tuple[Tested, ...]:
    """Every condition whose operator is one of IAM's."""
    return policy.once(_tests)


def _tests(policy: Policy) -> tuple[Tested, ...]:
    return tuple(test for statement in policy.statements for test in of(statement))


def of(statement: WrittenStatement) -> list[Tested]:
    """The conditions of one statement whose operators are IAM's."""
    return statement.once(_of)


def _of(statement: WrittenStatement) -> list[Tested]:
    if not statement.conditions:
        return []
    if not statement.conditions:
        return []
    parsed = [(entry, found) for entry in statement.conditions if (found := operator(entry.operator))]
    beside = Beside(
        frozenset(entry.key.lower() for entry, _ in parsed),
        frozenset(entry.key.lower() for entry, found in parsed if not found.negated),
        frozenset(entry.key.lower() for entry, found in parsed if _asks(entry, found)),
    )
    return [Tested(statement, entry, found, beside) for entry, found in parsed]


def presence_is_asked(test: Tested) -> bool:
    """Whether another condition of the statement may fail without the key, so that this one is safe."""
    return test.key in test.beside.asked or has_open_condition(test.statement)


def has_variable(text: str) -> bool:
    """Whether a value has a policy variable in it."""
    return "${" in text


def has_wildcard(text: str) -> bool:
    """Whether a value has a `*` in it that is no escape."""
    return "*" in text and (len(text) > LONGEST or "*" in _VARIABLE.sub("", text))
