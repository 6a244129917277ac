"""Parts of the sentences that rules say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MOST: Final = 3


def listing(items: Iterable[object], *, most: int = _MOST, last: str = "and") -> str:
    """Things in a row: `a`, `a and b`, `a, b and 7 more`.

    Args:
        items: In order.
        most: So many are named if they are not all.
        last: The word before the last one.
    """
    names = [str(item) for item in items]
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} more"]
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
