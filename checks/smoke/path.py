"""The way of a delivery, hop by hop, and how far one came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from checks.result import Status


class Hop(StrEnum):
    """One step of a delivery, in order: who does what to whom."""

    CALL = "caller calls service"
    ASSUME = "service assumes role"
    WRITE = "role writes to bucket"
    PUBLISH = "role publishes to topic"
    HEAR = "topic reaches subscriber"


@dataclass(frozen=True, slots=True)
class Step:
    """How a hop went: PASS, FAIL, or UNKNOWN if nothing shows it.

    Attributes:
        hop: The hop.
        status: How it went.
    """

    hop: Hop
    status: Status


_SIGNS: Final = {Status.PASS: "ok", Status.FAIL: "✗", Status.MANUAL: "?", Status.UNKNOWN: "?"}


def path(broken: Hop | None, *, accepted: bool, written: bool, heard: bool) -> tuple[Step, ...]:
    """The hops of one delivery.

    Args:
        broken: Where it broke, if that is known.
        accepted: The service answered with a request id.
        written: Objects were seen.
        heard: A message came, which says that the role was assumed and the topic published to.
    """
    shown = {
        Hop.CALL: accepted,
        Hop.ASSUME: written or heard,
        Hop.WRITE: written,
        Hop.PUBLISH: heard,
        Hop.HEAR: heard,
    }
    # A service that could not publish has assumed the role: without it there is nothing to publish with.
    shown[Hop.ASSUME] |= broken in {Hop.WRITE, Hop.PUBLISH}
    return tuple(Step(hop, _status(hop, broken, shown=seen)) for hop, seen in shown.items())


def _status(hop: Hop, broken: Hop | None, *, shown: bool) -> Status:
    if hop is broken:
        return Status.FAIL
    return Status.PASS if shown else Status.UNKNOWN


def picture(steps: tuple[Step, ...]) -> str:
    """The way as text: what went well, what broke and what nothing shows."""
    call, assume, write, publish, hear = (_arrow(step.status) for step in steps)
    stem = f"caller {call} service {assume} role "
    return f"{stem}┬{write} bucket\n{' ' * len(stem)}└{publish} topic {hear} subscriber"


def _arrow(status: Status) -> str:
    return f"─{_SIGNS[status]:─^4}─▶"
