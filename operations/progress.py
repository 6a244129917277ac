"""How an operation says what it is doing, without knowing who looks."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What an operation reports while it works. Sentences are complete; nothing here is a result."""

    def doing(self, sentence: str) -> None:
        """Something began that may take a while."""

    def note(self, sentence: str) -> None:
        """Something happened that a person should know, such as a lock that was cleared."""


class Silent:
    """Says nothing: for library users and tests."""

    def doing(self, sentence: str) -> None:
        """Ignore it."""

    def note(self, sentence: str) -> None:
        """Ignore it."""
