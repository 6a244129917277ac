"""The cells into which patterns part all texts.

A *cell* is a set of texts that the patterns do not tell apart: its vector has a bit for each pattern that matches them,
and one of its texts, a short one, stands for all. The cells of a list of patterns are all that exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checks.proof.include.automaton import explore
from checks.proof.include.globs import Glob, Universe, literal
from checks.proof.include.limits import Undecided


class Cell(NamedTuple):
    """A cell: which patterns match (bit 0 is the first one), and a text of it."""

    vector: int
    text: str


def cells(globs: Sequence[Glob], universe: Universe, limit: int) -> list[Cell]:
    """All cells of a universe.

    Texts that a pattern names literally are cells of their own; only patterns with wildcards need the automaton.

    Args:
        globs: The patterns; their order is that of the vectors' bits.
        universe: Which texts there are.
        limit: How many states the automaton may have.

    Raises:
        Undecided: There are more.
    """
    named = {text: 0 for text in (pattern.literal for pattern in globs) if text is not None}
    wild = [(1 << number, pattern) for number, pattern in enumerate(globs) if pattern.literal is None]
    for number, pattern in enumerate(globs):
        if pattern.literal is not None:
            named[pattern.literal] |= 1 << number
    always = sum(bit for bit, pattern in wild if pattern.everything)
    wild = [(bit, pattern) for bit, pattern in wild if not pattern.everything]
    found = [
        Cell(always | vector | sum(bit for bit, pattern in wild if pattern.matches(text)), text)
        for text, vector in named.items()
        if universe.holds(text)
    ]
    if not wild:
        text = fresh_text(universe, named)
        return found if text is None else [*found, Cell(always, text)]
    return found + [Cell(always | vector, text) for vector, text in _unnamed(wild, universe, named, limit)]


def _unnamed(
    wild: Sequence[tuple[int, Glob]], universe: Universe, named: Iterable[str], limit: int
) -> Iterable[tuple[int, str]]:
    """The cells of patterns with wildcards, each with a text that no literal pattern names."""
    taken = set(named)
    result: dict[int, str] = {}
    for text in universe.fresh:
        if text not in taken and universe.holds(text):
            result.setdefault(_vector(wild, text), text)
    patterns = [pattern for _, pattern in wild]
    apart: list[str] = []
    while True:
        reached = explore([*patterns, *map(literal, apart)], universe, limit)
        blocked = []
        for matched, text in reached.items():
            if matched >> len(patterns):
                continue
            vector = sum(bit for number, (bit, _) in enumerate(wild) if matched >> number & 1)
            if text in taken:
                blocked.append(text)
            else:
                result.setdefault(vector, text)
        new = [text for text in blocked if text not in apart and _vector(wild, text) not in result]
        if not new:
            return result.items()
        # The text found for such a cell has a cell of its own: ask for another one.
        apart += new


def _vector(wild: Sequence[tuple[int, Glob]], text: str) -> int:
    return sum(bit for bit, pattern in wild if pattern.matches(text))


def fresh_text(universe: Universe, taken: Iterable[str]) -> str | None:
    """A text of a universe that is not taken; None if there is none."""
    named = set(taken)
    if universe.shape is not None and universe.shape.literal in named:
        return None
    tries = (*universe.fresh, *(f"x{'y' * number}" for number in range(len(named) + universe.least + 1)))
    found = next((text for text in tries if text not in named and universe.holds(text)), None)
    if found is None and universe.shape is not None:
        raise Undecided("No text was found beside those that the policies name.")
    return found
