"""What the engine says, in values and errors of our own: without an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi.automation._cmd import CommandResult
from pulumi.automation.errors import create_command_error

from operations.stack import Change, Lock, LockedError, _translate, _Watch, state_resources
from policies.errors import EngineError

LOCKED = """\
error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock \
file with `pulumi cancel`.
  file:///state/.pulumi/locks/organization/mca/acme/5c7c3f0e.json: created by alice@laptop (pid 4242) at \
2026-03-01T12:00:05Z
"""
TWO_LOCKS = LOCKED + (
    "  file:///state/.pulumi/locks/organization/mca/acme/77.json: created by bob@ci-7.example (pid 9) at "
    "2026-03-01T12:00:06.123456789+01:00\n"
)


@dataclass(slots=True)
class Told:
    """A progress that remembers."""

    sentences: list[str] = field(default_factory=list)

    def doing(self, sentence: str) -> None:
        """Remember it."""
        self.sentences.append(sentence)

    def note(self, sentence: str) -> None:
        """Remember it."""
        self.sentences.append(sentence)


def translated(stderr: str, errors: tuple[str, ...] = (), stdout: str = "") -> EngineError:
    """What becomes of a failed command that said this."""
    return _translate(create_command_error(CommandResult(stdout, stderr, 255)), "acme", errors)


def test_a_lock_is_read_with_its_holder() -> None:
    """User, host, process and time of the lock are taken from the engine's message."""
    error = translated(LOCKED)
    assert isinstance(error, LockedError)
    address = "file:///state/.pulumi/locks/organization/mca/acme/5c7c3f0e.json"
    assert error.locks == (Lock("alice", "laptop", 4242, datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC), address),)
    assert "alice@laptop, process 4242" in error.what
    assert error.where == "mca/acme"
    assert "pulumi cancel" in error.remedy


def test_every_lock_is_read() -> None:
    """With two locks both holders are known, whatever precision and zone their times have."""
    error = translated(TWO_LOCKS)
    assert isinstance(error, LockedError)
    assert [(lock.host, lock.pid) for lock in error.locks] == [("laptop", 4242), ("ci-7.example", 9)]
    assert error.locks[1].created.astimezone(UTC).hour == 11


@pytest.mark.parametrize(
    "stderr",
    [
        "error: [409] Conflict: Another update is currently in progress.",
        "error: the stack is currently locked by 1 lock(s).\n  s3://state/lock.json: created by a machine",
    ],
)
def test_a_lock_without_a_holder_is_still_a_lock(stderr: str) -> None:
    """Pulumi Cloud names no process: it is a lock, of whom is not known, and so nobody breaks it."""
    error = translated(stderr)
    assert isinstance(error, LockedError)
    assert error.locks == ()
    assert "another process" in error.what


@pytest.mark.parametrize(
    ("stderr", "errors", "said"),
    [
        ("noise\nerror: no credentials\nmore", (), "The engine stopped: error: no credentials"),
        ("error: x", ("Bucket: AccessDenied",), "The engine stopped: Bucket: AccessDenied"),
        ("error: one\nerror: two", (), "The engine stopped: error: one\nerror: two"),
        ("panic", (), "panic"),
    ],
)
def test_a_failure_says_what_the_engine_said(stderr: str, errors: tuple[str, ...], said: str) -> None:
    """Diagnostics of resources come first, else the lines with errors, else everything."""
    error = translated(stderr, errors)
    assert not isinstance(error, LockedError)
    assert said in error.what
    assert error.where == "mca/acme"
    assert error.remedy


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None)
def test_any_output_becomes_an_error(stdout: str, stderr: str) -> None:
    """Whatever a failed engine printed, the translation is one of our errors."""
    assert isinstance(translated(stderr, stdout=stdout), EngineError)


@given(
    st.from_regex(r"[a-z][a-z0-9._-]{0,10}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9.-]{1,20}", fullmatch=True),
    st.integers(1, 2**22),
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  # the zone is added below
)
@settings(deadline=None)
def test_any_holder_is_read(user: str, host: str, pid: int, when: datetime) -> None:
    """Whatever user, host, process and time: they come back as they were."""
    created = when.replace(tzinfo=UTC, microsecond=0)
    line = f"  file:///l.json: created by {user}@{host} (pid {pid}) at {created.isoformat().replace('+00:00', 'Z')}"
    error = translated(f"error: the stack is currently locked by 1 lock(s).\n{line}\n")
    assert isinstance(error, LockedError)
    assert error.locks == (Lock(user, host, pid, created, "file:///l.json"),)


def step(operation: str, name: str, diffs: list[str] | None = None) -> Any:  # noqa: ANN401  # stands for the SDK's event
    """An engine event that announces a step."""
    urn = f"urn:pulumi:acme::mca::aws:s3/bucket:Bucket::{name}"
    metadata = SimpleNamespace(op=operation, urn=urn, type="aws:s3/bucket:Bucket", diffs=diffs)
    return SimpleNamespace(resource_pre_event=SimpleNamespace(metadata=metadata), diagnostic_event=None)


def diagnostic(severity: str, message: str) -> Any:  # noqa: ANN401  # stands for the SDK's event
    """An engine event that says something."""
    return SimpleNamespace(
        resource_pre_event=None, diagnostic_event=SimpleNamespace(severity=severity, message=message)
    )


def test_steps_become_changes() -> None:
    """Each step that changes something is kept in order and told; same, read and refresh are not changes."""
    told = Told()
    watch = _Watch(told)
    for event in (
        step("same", "a"),
        step("create", "b"),
        step("refresh", "a"),
        step("update", "c", ["tags", "policy"]),
        step("read", "d"),
        step("delete-replaced", "e"),
    ):
        watch(cast("Any", event))
    assert [(change.operation, change.name, change.properties) for change in watch.changes] == [
        ("create", "b", ()),
        ("update", "c", ("tags", "policy")),
        ("delete-replaced", "e", ()),
    ]
    assert told.sentences == ["create b", "update c", "delete-replaced e"]


def test_only_errors_are_kept_and_without_colour() -> None:
    """Diagnostics of lower severity and empty ones are dropped; the engine's colour marks are taken out."""
    watch = _Watch(Told())
    for event in (
        diagnostic("info", "hello"),
        diagnostic("warning", "careful"),
        diagnostic("error", "<{%fg 1%}>AccessDenied<{%reset%}>\n"),
        diagnostic("error", "<{%reset%}>\n"),
    ):
        watch(cast("Any", event))
    assert watch.errors == ["AccessDenied"]


def test_a_change_is_known_by_its_logical_name() -> None:
    """The name is the last part of the URN, also where a parent's type stands in it."""
    urn = "urn:pulumi:acme::mca::mca:index:SellerAccount$aws:s3/bucket:Bucket::acme-bucket-g1-bucket"
    assert Change("create", urn, "aws:s3/bucket:Bucket").name == "acme-bucket-g1-bucket"


@pytest.mark.parametrize(("state", "count"), [({}, 0), ({"resources": None}, 0), ({"resources": [{}, {}]}, 2)])
def test_a_state_may_be_empty(state: dict[str, object], count: int) -> None:
    """A stack that was never deployed has no resources."""
    assert len(state_resources(state)) == count
