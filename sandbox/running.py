"""A sandbox that runs, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that answers.

    Attributes:
        state: Its state directory, absolute.
        pid: Its process.
        created: When that process began, in seconds since the epoch; with the pid, it names one process for ever.
        port: The loopback port.
        endpoint: What `AWS_ENDPOINT_URL` takes.
    """

    state: Path
    pid: int
    created: float
    port: int
    endpoint: str
