"""A seller's Pulumi stack: previews, updates, state and locks, as values.

Deployments go through the Automation API with an inline program, which needs no language host; the program is the
project's own `__main__.py`, the same that a plain `pulumi up` runs.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pulumi.automation import Deployment, LocalWorkspace, PulumiCommand, Stack
from pulumi.automation.errors import CommandError
from pulumi.automation.events import EngineEvent

from operations.progress import Progress
from operations.project import NAME, ROOT, Project
from policies.errors import EngineError

_LOCK: Final = re.compile(
    r"(?P<address>\S+): created by (?P<user>.*?)@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<time>\S+)"
)
_QUIET: Final = frozenset({"same", "read", "refresh"})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the engine does or would do.

    Attributes:
        operation: The engine's word: create, update, delete, replace, import, …
        urn: The resource.
        type: Its type token.
        properties: The top-level properties that differ.
    """

    operation: str
    urn: str
    type: str
    properties: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The resource's logical name."""
        return self.urn.rsplit("::", 1)[-1]


@dataclass(frozen=True, slots=True)
class Lock:
    """Who holds a stack's lock, as the backend recorded it, and where the backend keeps the record."""

    user: str
    host: str
    pid: int
    created: datetime
    address: str = ""


class LockedError(EngineError):
    """Somebody else is changing the stack."""

    def __init__(self, stack: str, locks: tuple[Lock, ...]) -> None:
        holders = ", ".join(f"{lock.user}@{lock.host}, process {lock.pid}, since {lock.created}" for lock in locks)
        remedy = "wait until it ends; if it is dead, remove the lock with `pulumi cancel` once you are sure"
        super().__init__(f"The stack is locked by {holders or 'another process'}.", where=stack, remedy=remedy)
        self.locks = locks


@dataclass(slots=True)
class _Watch:
    """Collects what a run's events say."""

    progress: Progress
    changes: list[Change] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __call__(self, event: EngineEvent) -> None:
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            operation = str(getattr(step.op, "value", step.op))
            if operation not in _QUIET:
                diffs = tuple(step.diffs or ())
                self.changes.append(Change(operation, step.urn, step.type, diffs))
                self.progress.doing(f"{operation} {self.changes[-1].name}")
        if event.diagnostic_event is not None and event.diagnostic_event.severity == "error":
            text = re.sub(r"<\{%[^%]*%\}>", "", event.diagnostic_event.message).strip()
            if text:
                self.errors.append(text)


class SellerStack:
    """The stack of one seller.

    Args:
        project: Where the configuration is.
        seller: The seller, whose name is the stack's.
        engine: The engine to run.
        progress: Told what the engine does.

    Raises:
        EngineError: The engine cannot reach its backend.
    """

    def __init__(self, project: Project, seller: str, engine: PulumiCommand, progress: Progress) -> None:
        self._progress = progress
        self._engine = engine
        self._project = project
        self.name = seller
        workspace = LocalWorkspace(work_dir=str(project.directory), pulumi_command=engine)
        try:
            self._stack = Stack.create_or_select(seller, workspace)
        except CommandError as error:
            raise _translate(error, seller, ()) from error

    def preview(self) -> tuple[Change, ...]:
        """What an update would do, in the engine's order; nothing if all is as it should be."""
        watch = _Watch(self._progress)
        try:
            self._stack.preview(program=_program, on_event=watch)
        except CommandError as error:
            raise _translate(error, self.name, tuple(watch.errors)) from error
        return tuple(watch.changes)

    def update(self, targets: tuple[str, ...] = ()) -> tuple[Change, ...]:
        """Update the stack, or only the resources of these URNs; what was done."""
        watch = _Watch(self._progress)
        try:
            self._stack.up(program=_program, on_event=watch, target=list(targets) or None)
        except CommandError as error:
            raise _translate(error, self.name, tuple(watch.errors)) from error
        return tuple(watch.changes)

    def outputs(self) -> Mapping[str, object]:
        """The stack's outputs."""
        return {name: output.value for name, output in self._stack.outputs().items()}

    def state(self) -> Mapping[str, object]:
        """The deployment as the engine keeps it: `resources` and `pending_operations`."""
        deployment = self._stack.export_stack().deployment
        return deployment if isinstance(deployment, dict) else {}

    def replace_state(self, deployment: Mapping[str, object]) -> None:
        """Put another deployment in the place of the stack's; the engine checks that it is whole.

        Raises:
            LockedError: Somebody is changing the stack.
            EngineError: The engine does not take it.
        """
        version = self._stack.export_stack().version
        try:
            self._stack.import_stack(Deployment(version=version, deployment=dict(deployment)))
        except CommandError as error:
            raise _translate(error, self.name, ()) from error

    def run(self, *arguments: str) -> str:
        """Run an engine command that needs no program, such as `refresh`; what it printed."""
        try:
            command = [*arguments, "--stack", self.name]
            return self._engine.run(command, cwd=str(self._project.directory), additional_env={}).stdout
        except CommandError as error:
            raise _translate(error, self.name, ()) from error


def _program() -> None:
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")


def _translate(error: CommandError, stack: str, errors: tuple[str, ...]) -> EngineError:
    """The engine's failure in one of our own errors."""
    text = str(error)
    locks = tuple(
        Lock(found["user"], found["host"], int(found["pid"]), datetime.fromisoformat(found["time"]), found["address"])
        for found in _LOCK.finditer(text)
    )
    if locks or "stack is currently locked" in text or "[409]" in text:
        return LockedError(f"{NAME}/{stack}", locks)
    # The SDK's text marks the first line of each stream.
    lines = (line.strip().removeprefix("stdout: ").removeprefix("stderr: ") for line in text.splitlines())
    said = errors or tuple(line for line in lines if "error:" in line)
    remedy = "read the engine's message; `mca onboard` can be run again once the cause is mended"
    return EngineError("The engine stopped: " + "\n".join(said or (text,)), where=f"{NAME}/{stack}", remedy=remedy)


def state_resources(state: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The resources of an exported state."""
    resources = state.get("resources")
    return tuple(resources) if isinstance(resources, list) else ()
