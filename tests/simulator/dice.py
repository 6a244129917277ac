"""Choices that are the same on every machine and in every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices made by `Random.random` alone, the one method whose values Python promises to keep for a seed."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  # choices for tests, not secrets

    def chance(self, probability: float) -> bool:
        """Whether something that has a probability happens."""
        return self._random.random() < probability

    def below(self, limit: int) -> int:
        """A number from 0 to the limit, which is excluded."""
        return int(self._random.random() * limit)

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """One to `most` of the items, none twice, in the order of their drawing."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(1 + self.below(most), len(left)))]
