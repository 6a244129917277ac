"""Statements that stand in others word for word: what needs no search.

A statement lies within another if each of its elements does by the letter: fewer patterns (or more, where an element is
a complement), the same conditions and perhaps more, fewer principals. Then it applies to no request to which the other
does not apply, however AWS's pages are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.documents.model import Effect, Principals
from checks.proof.include.clauses import Clause, Question
from checks.proof.variables import Wild

Covered = Mapping[int, int]
"""The bit of a clause, and that of one in which it stands."""


def covered(asked: Question) -> Covered:
    """The allows of the first policy within allows of the second, and the denies of the second within the first's."""
    mine, others = list(enumerate(asked.clauses))[: asked.boundary], list(enumerate(asked.clauses))[asked.boundary :]
    found: dict[int, int] = {}
    for effect, inner, outer in ((Effect.ALLOW, mine, others), (Effect.DENY, others, mine)):
        around = [(number, clause) for number, clause in outer if clause.effect is effect]
        for number, clause in inner:
            if clause.effect is effect:
                place = next((place for place, other in around if _stands_in(clause, other)), None)
                if place is not None:
                    found[1 << number] = 1 << place
    return found


def _stands_in(inner: Clause, outer: Clause) -> bool:
    return (
        inner.actions_negated is outer.actions_negated
        and inner.resources_negated is outer.resources_negated
        and (inner.resources is None) is (outer.resources is None)
        and _within(inner.actions, outer.actions, "*", negated=inner.actions_negated)
        and _within(inner.resources or (), outer.resources or (), (Wild.STAR,), negated=inner.resources_negated)
        and all(test in inner.tests for test in outer.tests)
        and _named(inner.principals, outer.principals)
    )


def _within(inner: tuple[Any, ...], outer: tuple[Any, ...], everything: object, *, negated: bool) -> bool:
    """Whether a list of patterns says no more than another one; of complements, the longer one says less."""
    if inner == outer:
        return True
    if negated:
        inner, outer = outer, inner
    return set(inner) <= set(outer) or (everything in outer and not negated)


def _named(inner: Principals | None, outer: Principals | None) -> bool:
    """Whether a statement names nobody whom the other does not name as directly."""
    if inner is None or outer is None:
        return inner is outer
    return inner.negated is outer.negated and (
        set(outer.values) <= set(inner.values) if inner.negated else set(inner.values) <= set(outer.values)
    )
