"""What became of each request: a bounded record that tests and people read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a request ended."""

    ACCEPTED = "accepted"
    """An id was answered; the delivery is under way."""

    REFUSED = "refused"
    """The call was answered with an error."""

    DELIVERED = "delivered"
    """Both files are in the bucket and a successful message was published."""

    FAILED = "failed"
    """An unsuccessful message was published."""

    SILENT = "silent"
    """Nothing was published."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call that the service made for a delivery.

    Attributes:
        action: The IAM action.
        resource: What it was made on.
        error: The answer's error code; empty if it succeeded.
    """

    action: str
    resource: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``GenerateDataSet`` call and what became of it.

    Attributes:
        request_id: The ``dataSetRequestId``; for a refused call an id of the record's own.
        account: The caller's account.
        data_set_type: As asked for; empty if the request could not be read.
        state: Where it ended.
        reason: Why it was refused, failed or silent: a full sentence, or the service's error.
        received: When it came.
        finished: When it ended; None while it is under way.
        steps: The service's own calls, in order.
        keys: The objects written.
    """

    request_id: str
    account: str
    data_set_type: str
    state: State
    reason: str
    received: datetime
    finished: datetime | None = None
    steps: tuple[Step, ...] = ()
    keys: tuple[str, ...] = ()

    def as_document(self) -> dict[str, object]:
        """The entry as JSON values, named as in the API."""
        return {
            "dataSetRequestId": self.request_id,
            "account": self.account,
            "dataSetType": self.data_set_type,
            "state": str(self.state),
            "reason": self.reason,
            "received": self.received.isoformat(),
            "finished": self.finished.isoformat() if self.finished else None,
            "seconds": (self.finished - self.received).total_seconds() if self.finished else None,
            "steps": [{"action": s.action, "resource": s.resource, "error": s.error} for s in self.steps],
            "keys": list(self.keys),
        }


class Ledger:
    """The last requests, oldest first; thread-safe.

    Args:
        size: How many are kept.
    """

    def __init__(self, size: int = 1000) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def open(self, entry: Entry) -> None:
        """Add an entry; the oldest goes when there is no room."""
        with self._lock:
            self._entries[entry.request_id] = entry
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)

    def close(  # noqa: PLR0913 - the parts of an entry's end
        self,
        request_id: str,
        state: State,
        reason: str,
        finished: datetime,
        *,
        steps: tuple[Step, ...] = (),
        keys: tuple[str, ...] = (),
    ) -> None:
        """Write an entry's end; one that has left the record stays gone."""
        with self._lock:
            if entry := self._entries.get(request_id):
                self._entries[request_id] = replace(
                    entry, state=state, reason=reason, finished=finished, steps=steps, keys=keys
                )

    def entries(self, account: str | None = None) -> tuple[Entry, ...]:
        """The entries of an account, or all."""
        with self._lock:
            return tuple(each for each in self._entries.values() if account in (None, each.account))
