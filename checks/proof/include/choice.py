"""A choice: one cell of a variable of the request, as the clauses that it leaves alive.

A choice is *real* if a request can make it whatever it chooses elsewhere; one that is not real may be impossible
together with others, and only widens what the proof has to exclude.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

ACTION: Final = "action"
RESOURCE: Final = "resource"


class Choice(NamedTuple):
    """One cell of a variable.

    Attributes:
        mask: The bits of the clauses that it leaves alive.
        values: What stands for it: the action, the resource, or the key's values (none if the key is absent).
        real: Whether a request can always make it.
    """

    mask: int
    values: tuple[str, ...]
    real: bool = True


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the request, with all its choices."""

    name: str
    choices: tuple[Choice, ...]


def distinct(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices, one for each mask: a real one, if there is one."""
    best: dict[int, Choice] = {}
    for choice in choices:
        before = best.get(choice.mask)
        if before is None or (choice.real and not before.real):
            best[choice.mask] = choice
    return tuple(best.values())
