"""How a smoke test ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from checks.result import Status
from checks.smoke.path import Hop, Step, path


class Verdict(StrEnum):
    """What a smoke test found out."""

    DELIVERED = "delivered"
    NO_DATA = "no data"
    DENIED = "denied"
    NOT_SUBSCRIBED = "not subscribed"
    WRONG_REGION = "wrong region"
    NO_ROLE = "role cannot be assumed"
    BUCKET_REFUSED = "bucket refused"
    SILENT = "accepted but silent"
    FAILED = "failed with message"
    TIMED_OUT = "timed out"

    @property
    def status(self) -> Status:
        """The verdict as a check's status; no data and no time prove neither."""
        if self is Verdict.DELIVERED:
            return Status.PASS
        return Status.UNKNOWN if self in {Verdict.NO_DATA, Verdict.TIMED_OUT} else Status.FAIL

    @property
    def explanation(self) -> str:
        """What the verdict means; the service guide's "Troubleshooting" in other words, where it has an entry."""
        return _EXPLANATIONS[self]


_EXPLANATIONS: Final = {
    Verdict.DELIVERED: "The report and its metadata are in the bucket, and the topic announced them.",
    Verdict.NO_DATA: (
        "The service may deliver nothing at all for a day without data: no file, no message. Whether the seller"
        " can be delivered to is then neither proven nor refuted."
    ),
    Verdict.DENIED: (
        "The service answers AccessDenied when the user or role that calls lacks"
        " marketplacecommerceanalytics:GenerateDataSet; it has to be granted on `*`."
    ),
    Verdict.NOT_SUBSCRIBED: (
        "The service answers SubscriptionRequired when the calling account is not enrolled, or when the credentials"
        " are those of another account than the one that enrolled."
    ),
    Verdict.WRONG_REGION: (
        "The service has one endpoint, in us-east-1. A client of another region, or with another address set,"
        " cannot connect, whatever region the bucket and the topic are in."
    ),
    Verdict.NO_ROLE: (
        "The service delivers as the seller's role. If the role is gone, or its trust policy does not admit the"
        " service's account with the seller's external id, nothing can be written or announced."
    ),
    Verdict.BUCKET_REFUSED: (
        "The service assumed the role but could not write to the bucket: the role's grant, the bucket's policy, its"
        " key, or the bucket itself is not what the request names."
    ),
    Verdict.SILENT: (
        "The request id proves only that the call was taken. If the role cannot publish to the topic, the service has"
        " no way to say so: no message ever comes."
    ),
    Verdict.FAILED: "The service answered that it failed, or delivered what does not agree with the request.",
    Verdict.TIMED_OUT: (
        "Nothing came within the time that was given, and no broken grant explains it: the delivery may be late, or"
        " the policies could not be read."
    ),
}

_BREAKS: Final = {
    Verdict.DENIED: Hop.CALL,
    Verdict.NOT_SUBSCRIBED: Hop.CALL,
    Verdict.WRONG_REGION: Hop.CALL,
    Verdict.NO_ROLE: Hop.ASSUME,
    Verdict.BUCKET_REFUSED: Hop.WRITE,
    Verdict.SILENT: Hop.PUBLISH,
}


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
        rows: How many rows the report holds below its header; None if it was not read.
        left: What the test made and could not remove, a sentence each.
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
    rows: int | None = None
    left: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[Step, ...]:
        """The delivery's hops, the broken one marked."""
        broken = _BREAKS.get(self.verdict)
        if self.verdict is Verdict.FAILED:
            broken = Hop.CALL if self.request_id is None else Hop.WRITE
        heard = self.message is not None
        return path(broken, accepted=self.request_id is not None, written=bool(self.files), heard=heard)
