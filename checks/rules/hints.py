"""What misspelt names were meant to be, for as many as a person misspells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_MOST: Final = 50


class Hints:
    """Looks for what was meant by the first misspelt names of a document; a text with more of them is no policy."""

    def __init__(self) -> None:
        """Nothing has been looked for yet."""
        self._left = _MOST

    def meant(self, look_up: Callable[[str], str | None], name: str) -> str:
        """What a lookup finds for a name; empty if it finds nothing, or if it has been asked too often."""
        self._left -= 1
        return (look_up(name) or "") if self._left >= 0 else ""
