"""The conditions of a document, each with its operator taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.nodes import Path
from checks.documents.policy import ConditionEntry, Policy, WrittenStatement
from checks.rules.conditions._operators import Operator, operator
from checks.rules.openness import has_open_condition
from policies.document import Span

VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
"""A policy variable, or an escape."""


class Tested(NamedTuple):
    """One condition.

    Attributes:
        statement: What it stands in.
        entry: As it is written.
        operator: Its operator.
    """

    statement: WrittenStatement
    entry: ConditionEntry
    operator: Operator

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
    def needs_key(self) -> bool:
        """Whether it surely fails if the request does not carry the key."""
        if self.operator.name == "Null":
            return bool(self.texts) and {text.lower() for text in self.texts} == {"false"} and self.is_stated
        if self.operator.qualifier == "ForAnyValue":
            return not self.operator.if_exists
        return not (self.operator.qualifier or self.operator.negated or self.operator.if_exists)

    @property
    def is_stated(self) -> bool:
        """Whether the document states all its values."""
        return len(self.texts) == len(self.entry.values)


def tests(policy: Policy) -> Iterator[Tested]:
    """Every condition whose operator is one of IAM's."""
    for statement in policy.statements:
        yield from of(statement)


def of(statement: WrittenStatement) -> Iterator[Tested]:
    """The conditions of one statement whose operators are IAM's."""
    for entry in statement.conditions:
        parsed = operator(entry.operator)
        if parsed is not None:
            yield Tested(statement, entry, parsed)


def presence_is_asked(test: Tested) -> bool:
    """Whether another condition of the statement may fail without the key, so that this one is safe."""
    return has_open_condition(test.statement) or any(
        other.key == test.key and (other.needs_key or _may_ask(other)) for other in of(test.statement)
    )


def _may_ask(test: Tested) -> bool:
    return test.operator.name == "Null" and not test.is_stated


def has_variable(text: str) -> bool:
    """Whether a value has a policy variable in it."""
    return "${" in text


def has_wildcard(text: str) -> bool:
    """Whether a value has a `*` in it that is no escape."""
    return "*" in VARIABLE.sub("", text)
