"""Which of the open readings of AWS's pages a pair of policies depends on: a proof has to hold under all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final

from checks.documents.model import Effect
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.include.clauses import Question, Test, Tokens, is_open
from checks.proof.include.globs import COLON
from checks.proof.include.operators import Family, Quantifier
from checks.proof.variables import Variable, Wild

_LAST_SEGMENT: Final = 5


def relevant(asked: Question, several: frozenset[str]) -> tuple[Reading, ...]:
    """The readings that may change an answer.

    Args:
        asked: The clauses.
        several: The keys that may have several values.
    """
    return tuple(reading for reading in Reading if _MATTERS[reading](asked, several))


def cases(readings: tuple[Reading, ...]) -> Iterator[Rejected]:
    """Every way to take or reject some readings, the usual one, which rejects none, first."""
    for number in range(len(readings) + 1):
        for chosen in combinations(readings, number):
            yield frozenset(chosen)


def _plain_keys(asked: Question) -> frozenset[str]:
    """The keys of conditions without a set operator."""
    return frozenset(
        test.key for test in _tests(asked) if not test.operator.quantifier and test.operator.family is not Family.NULL
    )


def _tests(asked: Question) -> Iterator[Test]:
    return (test for clause in asked.clauses for test in clause.tests)


_MATTERS: Final[Mapping[Reading, Callable[[Question, frozenset[str]], bool]]] = {
    Reading.SEGMENTS: lambda asked, _: any(
        _wild_early(tokens) for clause in asked.clauses for tokens in clause.resources or ()
    ),
    Reading.UNQUALIFIED_SET: lambda asked, several: bool(_plain_keys(asked) & several),
    Reading.EMPTY_IS_NULL: lambda asked, _: any(test.operator.quantifier for test in _tests(asked)),
    Reading.ANY_IF_EXISTS: lambda asked, _: any(
        test.operator.quantifier is Quantifier.ANY and test.operator.if_exists for test in _tests(asked)
    ),
    Reading.BOOL_VARIABLES: lambda asked, _: any(
        test.operator.family is Family.BOOL and any(map(is_open, test.wanted)) for test in _tests(asked)
    ),
    Reading.NOT_PRINCIPAL_LEVELS: lambda asked, _: any(
        clause.effect is Effect.DENY and clause.principals is not None and clause.principals.negated
        for clause in asked.clauses
    ),
}
"""When a reading may change an answer, by the clauses and the keys that may have several values."""


def _wild_early(tokens: Tokens) -> bool:
    """Whether a wildcard stands where the two readings of segments differ."""
    colons = 0
    for number, token in enumerate(tokens):
        if isinstance(token, Variable):
            continue
        if isinstance(token, Wild):
            if colons < _LAST_SEGMENT and not (token is Wild.STAR and number == len(tokens) - 1):
                return True
        else:
            colons += token.count(COLON)
    return False
