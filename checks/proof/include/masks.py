"""Clauses that each ask for one of several patterns, or for none of them: which are alive beside what matches."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

_Pattern = TypeVar("_Pattern", bound=Hashable)


class Masks(Generic[_Pattern]):
    """The clauses' wishes as one number a pattern.

    Attributes:
        own: Of each pattern its bits: those of the clauses that ask for it, and further up of those that refuse it.
    """

    def __init__(self, wanted: Sequence[tuple[Iterable[_Pattern], bool] | None]) -> None:
        """Of each clause: the patterns, and whether it wants none of them; None if it does not ask."""
        self.own: dict[_Pattern, int] = {}
        self._size, self._always, self._negated = len(wanted), 0, 0
        for number, asks in enumerate(wanted):
            if asks is None:
                self._always |= 1 << number
                continue
            patterns, negated = asks
            if negated:
                self._negated |= 1 << number
            bit = 1 << (number + self._size if negated else number)
            for pattern in patterns:
                self.own[pattern] = self.own.get(pattern, 0) | bit
        self._positive = ((1 << self._size) - 1) & ~self._negated

    def mask(self, bits: int) -> int:
        """The clauses alive.

        Args:
            bits: Those of all patterns that match.
        """
        return self._always | (bits & self._positive) | (self._negated & ~(bits >> self._size))
