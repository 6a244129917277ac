"""What the gate decided lately: kept in memory, bounded, shown at `/_sandbox/decisions`."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: who asked for what, how it came out, and why."""

    principal: str
    action: str
    resource: str
    outcome: str
    reason: str


class Journal:
    """The last decisions, oldest first; safe to use from several threads.

    Args:
        size: How many to keep.
    """

    def __init__(self, size: int = 1000) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._lock = Lock()

    def add(self, entry: Entry) -> None:
        """Keep one decision, and let go of the oldest if there are too many."""
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> list[dict[str, str]]:
        """The decisions as plain objects, for JSON."""
        with self._lock:
            return [asdict(entry) for entry in self._entries]
