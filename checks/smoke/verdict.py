"""How a smoke test ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checks.result import Status


class Verdict(StrEnum):
    """What a smoke test found out."""

    DELIVERED = "delivered"
    NO_DATA = "no data"
    DENIED = "denied"
    NOT_SUBSCRIBED = "not subscribed"
    SILENT = "accepted but silent"
    FAILED = "failed"

    @property
    def status(self) -> Status:
        """The verdict as a check's status; no data proves neither."""
        if self is Verdict.DELIVERED:
            return Status.PASS
        return Status.UNKNOWN if self is Verdict.NO_DATA else Status.FAIL


@dataclass(frozen=True, slots=True)
class SmokeResult:
    """What a smoke test found out, with its evidence.

    Attributes:
        verdict: How it ended.
        sentence: What happened, in a full sentence.
        remedy: What would mend it; empty if it delivered.
        data_set_type: What was asked for.
        publication_date: The date that was asked for.
        request_id: The service's answer; None if the call was refused.
        message: The announcement, decoded; None if none came.
        metadata: The delivered metadata, decoded; None if none came.
        files: `s3://` addresses of what was delivered, with sizes in bytes.
        asked: When the call was made.
        seconds: How long the verdict took.
    """

    verdict: Verdict
    sentence: str
    remedy: str
    data_set_type: str
    publication_date: datetime
    request_id: str | None
    message: Mapping[str, object] | None
    metadata: Mapping[str, object] | None
    files: tuple[tuple[str, int], ...]
    asked: datetime
    seconds: float
