"""How much a proof may cost, and how it gives up: by saying why."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

STATES: Final = 20_000
"""How many states one automaton may have."""
CELLS: Final = 4_096
"""How many cells one variable may have."""
REMAINS: Final = 50_000
"""How many remains the search may hold at a time."""


class Undecided(Exception):  # noqa: N818  # it is an answer and not an error
    """The question was not decided.

    Args:
        reason: A full sentence: which construct, or which limit.
        construct: The same in a few words, by which such answers are counted.
    """

    def __init__(self, reason: str, construct: str = "limits") -> None:
        super().__init__(reason)
        self.reason = reason
        self.construct = construct


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to give up.

    Attributes:
        seconds: How long the whole question may take.
        begun: When it began, by the monotonic clock.
    """

    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Go on, if there is time.

        Raises:
            Undecided: There is none.
        """
        if time.monotonic() - self.begun > self.seconds:
            raise Undecided(f"It was not decided within {self.seconds:g} seconds.")
