"""The statements of two policies, taken apart for the proof: each is a clause with a bit of its own.

Policy variables stay as tokens here; `bind` puts values in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from checks.documents.model import Condition, Effect, PolicyDocument, Principals, Statement
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.include.globs import COLON
from checks.proof.include.operators import Family, Operator, parse_operator
from checks.proof.variables import Token, Variable, Wild, tokenize

_WITH_VARIABLES: Final = "2012-10-17"
_LAST_SEGMENT: Final = 5

Tokens = tuple[Token, ...]
Values = Mapping[str, str | None]
"""Keys that stand in variables, in lower case, with their value; None if the key is absent."""


@dataclass(frozen=True, slots=True)
class Test:
    """One condition: an operator on a key, and what it compares with."""

    operator: Operator
    key: str
    wanted: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement.

    Attributes:
        effect: Allow or Deny.
        actions: The patterns of Action or NotAction, in lower case.
        actions_negated: Whether it is NotAction.
        resources: The patterns of Resource or NotResource; None if the statement has neither.
        resources_negated: Whether it is NotResource.
        tests: The conditions.
        principals: Principal or NotPrincipal.
        number: Its place in its document, from 1.
    """

    effect: Effect
    actions: tuple[str, ...]
    actions_negated: bool
    resources: tuple[Tokens, ...] | None
    resources_negated: bool
    tests: tuple[Test, ...]
    principals: Principals | None
    number: int

    @property
    def variables(self) -> Iterator[Variable]:
        """The variables in it, one for each place."""
        for tokens in self._texts():
            yield from (token for token in tokens if isinstance(token, Variable))

    def _texts(self) -> Iterator[Tokens]:
        yield from self.resources or ()
        for test in self.tests:
            if test.operator.takes_variables:
                yield from test.wanted


@dataclass(frozen=True, slots=True)
class Question:
    """Whether the first of two policies is within the second.

    Attributes:
        clauses: The first policy's, then the second's; a clause's place is its bit.
        boundary: How many are the first policy's.
    """

    clauses: tuple[Clause, ...]
    boundary: int

    def bits(self, effect: Effect, *, first: bool) -> int:
        """The bits of one policy's clauses with an effect."""
        return sum(
            1 << number
            for number, clause in enumerate(self.clauses)
            if clause.effect is effect and (number < self.boundary) is first
        )

    @property
    def all(self) -> int:
        """The bits of all clauses."""
        return (1 << len(self.clauses)) - 1


def question(first: PolicyDocument, second: PolicyDocument, rejected: Rejected = frozenset()) -> Question:
    """Take two documents apart.

    Args:
        first: The policy that may be within the other.
        second: The other.
        rejected: The readings that are not taken: without `BOOL_VARIABLES`, Bool has no variables.

    Raises:
        DocumentError: A condition has an operator that IAM does not have.
    """
    mine, other = tuple(_clauses(first, rejected)), tuple(_clauses(second, rejected))
    return Question((*mine, *other), len(mine))


def _clauses(document: PolicyDocument, rejected: Rejected) -> Iterator[Clause]:
    variables = document.version == _WITH_VARIABLES
    for number, statement in enumerate(document.statements, 1):
        yield Clause(
            statement.effect,
            tuple(dict.fromkeys(action.lower() for action in statement.actions)),
            statement.actions_negated,
            _resources(statement, variables=variables) if statement.resources else None,
            statement.resources_negated,
            tuple(_test(condition, rejected, variables=variables) for condition in statement.conditions),
            statement.principals,
            number,
        )


def _resources(statement: Statement, *, variables: bool) -> tuple[Tokens, ...]:
    return tuple(
        tokens
        for text in dict.fromkeys(statement.resources)
        if (tokens := _resource(text, variables=variables)) is not None
    )


def _resource(text: str, *, variables: bool) -> Tokens | None:
    """A resource's tokens; None if it matches nothing: a variable stands where none is replaced."""
    if not variables or "${" not in text:
        return tokenize(text, variables=False, wildcards=True)
    parts = text.split(COLON, _LAST_SEGMENT)
    if len(parts) <= _LAST_SEGMENT or "${" in (head := COLON.join(parts[:_LAST_SEGMENT]) + COLON):
        return None
    tail = parts[_LAST_SEGMENT]
    return tokenize(head, variables=False, wildcards=True) + tokenize(tail, variables=True, wildcards=True)


def _test(condition: Condition, rejected: Rejected, *, variables: bool) -> Test:
    operator = parse_operator(condition.operator)
    taken = operator.family is not Family.BOOL or Reading.BOOL_VARIABLES not in rejected
    replaced = variables and operator.takes_variables and taken
    wanted = tuple(
        tokenize(value, variables=replaced, wildcards=operator.wildcards) for value in dict.fromkeys(condition.values)
    )
    return Test(operator, condition.key.lower(), wanted)


def bind(asked: Question, values: Values) -> Question:
    """The question with the variables of some keys replaced by values.

    Args:
        asked: The question.
        values: The keys' values; variables of other keys stay.
    """
    return replace(asked, clauses=tuple(_bind(clause, values) for clause in asked.clauses))


def _bind(clause: Clause, values: Values) -> Clause:
    if not any(True for _ in clause.variables):
        return clause
    tests = tuple(
        replace(test, wanted=tuple(_replaced(test.wanted, values))) if test.operator.takes_variables else test
        for test in clause.tests
    )
    resources = None if clause.resources is None else tuple(_replaced(clause.resources, values))
    return replace(clause, resources=resources, tests=tests)


def _replaced(texts: Sequence[Tokens], values: Values) -> Iterator[Tokens]:
    """The patterns with values in place of variables; those that match nothing for want of a value are left out."""
    for tokens in texts:
        parts = [_value(token, values) for token in tokens]
        if None not in parts:
            yield tuple(part for part in parts if part is not None)


def _value(token: Token, values: Values) -> Token | None:
    if not isinstance(token, Variable) or (token.key and token.key not in values):
        return token
    return (values.get(token.key) if token.key else None) or token.default


def keys_in_variables(clauses: Iterable[Clause]) -> frozenset[str]:
    """The keys that stand in variables; a variable that names no key never has a value."""
    return frozenset(variable.key for clause in clauses for variable in clause.variables if variable.key)


def is_open(tokens: Tokens) -> bool:
    """Whether a variable is among the tokens."""
    return any(isinstance(token, Variable) for token in tokens)


def widest(tokens: Tokens) -> tuple[str | Wild, ...]:
    """The tokens with a star in place of each variable: what matches at least what they match."""
    return tuple(Wild.STAR if isinstance(token, Variable) else token for token in tokens)
