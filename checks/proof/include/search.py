"""The clearing search: is there a request that the first policy allows and the second does not?

Such a request is a choice for each variable, after which an allow of the first policy lives, none of its denies does,
and of the second policy either no allow lives, or a deny does. So: keep one allow (and perhaps one deny of the second),
and clear the rest. What each variable's choices cannot clear remains; the search carries the smallest remains from
variable to variable, and has found a request when nothing remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checks.documents.model import Effect
from checks.proof.include.choice import Choice, Variable
from checks.proof.include.clauses import Question
from checks.proof.include.covers import Covered
from checks.proof.include.limits import REMAINS, Deadline, Undecided


class Step(NamedTuple):
    """The remains after a variable, for the certificate."""

    variable: str
    remains: tuple[int, ...]


class Goal(NamedTuple):
    """What is kept and what is to be cleared: bits of clauses."""

    keep: int
    clear: int


class Exhausted(NamedTuple):
    """The search for one goal found nothing: the smallest remains after each variable, never none."""

    goal: Goal
    steps: tuple[Step, ...]


Found = Mapping[str, Choice]
"""A choice for each variable."""


def goals(asked: Question, covered: Covered) -> Iterator[Goal]:
    """The goals: each allow of the first policy against all allows of the second, and with each deny of the second.

    An allow that stands in one of the second's, and a deny that stands in one of the first's, need no search.
    """
    denies = asked.bits(Effect.DENY, first=True)
    allows = asked.bits(Effect.ALLOW, first=False)
    open_denies = [deny for deny in _each(asked.bits(Effect.DENY, first=False)) if deny not in covered]
    for keep in _each(asked.bits(Effect.ALLOW, first=True)):
        if keep not in covered:
            yield Goal(keep, denies | allows)
        for deny in open_denies:
            yield Goal(keep | deny, denies)


def search(wanted: Iterable[Goal], variables: Sequence[Variable], deadline: Deadline) -> Iterator[Found | Exhausted]:
    """Search for a request, goal by goal.

    Args:
        wanted: The goals.
        variables: All variables with their choices.
        deadline: When to give up.

    Returns:
        For each goal the choices of a request, or how the search ended without one.

    Raises:
        Undecided: It takes too long, or too much memory.
    """
    ordered = sorted(variables, key=lambda variable: len(variable.choices))
    return (_reach(goal, ordered, deadline) for goal in wanted)


_Layer = dict[int, tuple[Choice, int]]
"""Remains, each with a choice that left it, and from which remains."""


def _reach(goal: Goal, variables: Sequence[Variable], deadline: Deadline) -> Found | Exhausted:
    layers: list[_Layer] = []
    steps: list[Step] = []
    remains = [goal.clear]
    for variable in variables:
        deadline.check()
        layer = _layer(goal, variable, remains)
        remains = smallest(layer)
        layers.append(layer)
        steps.append(Step(variable.name, tuple(remains)))
    if 0 not in remains:
        return Exhausted(goal, tuple(steps))
    found: dict[str, Choice] = {}
    left = 0
    for variable, layer in zip(reversed(variables), reversed(layers), strict=True):
        found[variable.name], left = layer[left]
    return found


def _layer(goal: Goal, variable: Variable, remains: Sequence[int]) -> _Layer:
    """What a variable's choices leave of remains."""
    best: dict[int, Choice] = {}
    for choice in variable.choices:
        if choice.mask & goal.keep == goal.keep:
            best.setdefault(choice.mask & goal.clear, choice)
    layer: _Layer = {}
    for mask in smallest(best):
        for before in remains:
            layer.setdefault(before & mask, (best[mask], before))
    if len(layer) > REMAINS:
        raise Undecided(f"The search holds more than {REMAINS} remains.")
    return layer


def smallest(masks: Iterable[int]) -> list[int]:
    """The masks that contain no other one."""
    kept: list[int] = []
    for mask in sorted(masks, key=int.bit_count):
        if not any(other & mask == other for other in kept):
            kept.append(mask)
    return kept


def _each(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        yield lowest
