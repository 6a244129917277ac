"""What a misspelt name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_SHORT: Final = 6
"""In a longer name two slips are likely; in one beyond `_LONG` three."""
_LONG: Final = 16


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name that a misspelt one was probably meant to be: one that a slip or two make of it; None if there is none.

    The first letter is hardly ever missed, and parts Get from Put and from List.

    Args:
        name: In lower case.
        known: All names, in lower case.
    """
    slips = 1 + (len(name) > _SHORT) + (len(name) > _LONG)
    letters = set(name)
    alike = (one for one in known if one[:1] == name[:1] and abs(len(one) - len(name)) <= slips)
    close = ((_distance(name, one), one) for one in alike if len(letters ^ set(one)) <= 2 * slips)
    distance, found = min(close, default=(slips + 1, ""))
    return found if distance <= slips else None


def _distance(first: str, second: str) -> int:
    """How many letters have to be added, left out, replaced or swapped with the next one."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        older, before, row = before, row, [place]
        for other_place, other in enumerate(second, 1):
            cost = min(before[other_place] + 1, row[-1] + 1, before[other_place - 1] + (letter != other))
            swapped = place > 1 and other_place > 1 and first[place - 2] == other and letter == second[other_place - 2]
            row.append(min(cost, older[other_place - 2] + 1) if swapped else cost)
    return row[-1]
