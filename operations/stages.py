"""The stages of an onboarding, and what they report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from checks.result import Status
from checks.smoke.run import DEFAULT_TIMEOUT
from checks.smoke.verdict import SmokeResult
from operations.progress import Progress
from operations.stack import Change
from policies.destination import Destination


class Stage(StrEnum):
    """The stages, in order."""

    PREFLIGHT = "preflight"
    DESTINATION = "destination"
    PORTAL = "portal"
    ROLE = "role"
    CALLERS = "callers"
    CHECKS = "checks"
    SMOKE = "smoke test"


@dataclass(frozen=True, slots=True)
class StageReport:
    """How a stage ended.

    Attributes:
        stage: Which.
        status: PASS; MANUAL if a person has to act; FAIL; UNKNOWN if it did not run.
        sentence: What was done or found.
        details: More sentences.
        remedy: What to do next; empty after PASS.
    """

    stage: Stage
    status: Status
    sentence: str
    details: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Onboarding:
    """How far a seller has come.

    Attributes:
        seller: The seller.
        stages: The stages that ran, in order; the last one says why it stopped, if it did.
        destination: Where reports go.
        role_arn: The service's role.
        smoke: The smoke test of this run, if there was one.
    """

    seller: str
    stages: tuple[StageReport, ...]
    destination: Destination
    role_arn: str
    smoke: SmokeResult | None

    @property
    def status(self) -> Status:
        """PASS if all is done, MANUAL if it waits for a person, else FAIL."""
        worst = {report.status for report in self.stages}
        if worst == {Status.PASS}:
            return Status.PASS
        return Status.FAIL if Status.FAIL in worst else Status.MANUAL


class Observer(Progress, Protocol):
    """Told of the stages as they begin and end, besides what `Progress` is told."""

    def began(self, stage: Stage) -> None:
        """A stage begins."""

    def ended(self, report: StageReport) -> None:
        """A stage ended."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to onboard.

    Attributes:
        consent: Asked with the changes before any is made; no means to stop there.
        dry_run: Preview only: nothing is changed in AWS, and nothing is learnt into the configuration.
        wait: Seconds to wait for the enrolment.
        smoke_timeout: Seconds to wait for the smoke test's delivery.
    """

    consent: Callable[[tuple[Change, ...]], bool]
    dry_run: bool = False
    wait: float = 0.0
    smoke_timeout: float = DEFAULT_TIMEOUT
