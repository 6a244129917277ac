"""Stale locks and half-done operations: who may break what, with a stack that is only played."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from components.key import NAME_TAG
from operations import recover
from operations.recover import settle, unlocked
from operations.stack import Lock, LockedError, SellerStack
from policies.errors import AccountError

HERE = socket.gethostname()
MINE = 0
"""Stands for the test's own process."""
NOBODY = 2**22 + 1
"""A number above Linux's largest, so that no process has it."""
PREFIX = "urn:pulumi:acme::mca::"


@dataclass(slots=True)
class Played:
    """Plays the stack, the progress and an action that meets locks."""

    refusals: list[LockedError] = field(default_factory=list)
    deployment: dict[str, object] = field(default_factory=dict)
    commands: list[tuple[str, ...]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    name: str = "acme"

    def act(self) -> str:
        """Meet the next lock, or be done."""
        if self.refusals:
            raise self.refusals.pop(0)
        return "done"

    def run(self, *arguments: str) -> str:
        """Remember an engine command; all but `cancel` meet the locks."""
        if arguments[0] != "cancel":
            self.act()
        self.commands.append(arguments)
        return ""

    def state(self) -> dict[str, object]:
        """The state as it stands."""
        return self.deployment

    def replace_state(self, deployment: dict[str, object]) -> None:
        """Take another state, unless somebody holds a lock."""
        self.act()
        self.deployment = dict(deployment)

    def doing(self, sentence: str) -> None:
        """Remember it."""
        self.told.append(sentence)

    def note(self, sentence: str) -> None:
        """Remember it."""
        self.notes.append(sentence)

    @property
    def stack(self) -> SellerStack:
        """Itself, as what it plays."""
        return cast("SellerStack", self)


def lock(pid: int, host: str = HERE, created: datetime | None = None) -> Lock:
    """A lock of now, of a process on this host."""
    return Lock("alice", host, pid, created or datetime.now(UTC))


def locked(*locks: Lock) -> LockedError:
    """What the engine's refusal becomes."""
    return LockedError("mca/acme", locks)


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    return process.pid


@pytest.fixture
def zombie() -> Iterator[int]:
    """The number of a process that has ended and nobody has waited for."""
    process = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.read()
    yield process.pid
    process.stdout.close()
    process.wait()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is short here."""
    monkeypatch.setattr(recover, "_PATIENCE", 0.3)
    monkeypatch.setattr(recover, "_POLL", 0.05)


def test_without_a_lock_nothing_is_broken() -> None:
    """An action that meets no lock is done once, and says nothing."""
    played = Played()
    assert unlocked(played.stack, played, played.act) == "done"
    assert (played.commands, played.notes) == ([], [])


def test_a_dead_processs_lock_is_removed_and_said(dead: int) -> None:
    """A lock of a process of this host that is gone is cancelled, the action is done, and a person is told."""
    played = Played([locked(lock(dead))])
    assert unlocked(played.stack, played, played.act) == "done"
    assert played.commands == [("cancel", "--yes")]
    assert str(dead) in played.notes[0]


def test_a_zombies_lock_is_stale(zombie: int) -> None:
    """A process that has ended holds nothing, even if its parent has not waited for it yet."""
    time.sleep(0.05)
    played = Played([locked(lock(zombie))])
    assert unlocked(played.stack, played, played.act) == "done"


def test_a_number_that_was_given_again_is_stale() -> None:
    """A process that began long after the lock was taken is another one with the same number."""
    before = datetime.now(UTC) - timedelta(days=400)
    played = Played([locked(lock(os.getpid(), created=before))])
    assert unlocked(played.stack, played, played.act) == "done"


@pytest.mark.parametrize(
    ("holders", "why"),
    [
        ([(MINE, HERE)], "a live process"),
        ([(1, "another-host")], "another host"),
        ([(NOBODY, "another-host")], "a number that is free here, on another host"),
        ([], "nobody that is named"),
        ([(NOBODY, HERE), (MINE, HERE)], "one of two is alive"),
        ([(NOBODY, HERE), (1, "another-host")], "one of two is elsewhere"),
    ],
)
def test_a_lock_that_may_be_held_is_never_broken(holders: list[tuple[int, str]], why: str) -> None:
    """A live holder here, any holder on another host, and an unknown one keep their lock; the error comes out."""
    locks = [lock(os.getpid() if pid == MINE else pid, host) for pid, host in holders]
    played = Played([locked(*locks)])
    with pytest.raises(LockedError):
        unlocked(played.stack, played, played.act)
    assert played.commands == [], why


def test_one_waits_for_a_holder_that_is_about_to_end() -> None:
    """An engine that outlives its killed parent for a moment is waited for, and that is told."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.2)"])
    played = Played([locked(lock(process.pid, created=datetime.now(UTC) + timedelta(seconds=1)))])
    assert unlocked(played.stack, played, played.act) == "done"
    process.wait()
    assert "waiting for it to end" in played.told[0]
    assert played.commands == [("cancel", "--yes")]


def test_a_lock_that_comes_back_is_not_broken_twice(dead: int) -> None:
    """If somebody else took the lock meanwhile, the second refusal comes out."""
    played = Played([locked(lock(dead)), locked(lock(os.getpid()))])
    with pytest.raises(LockedError):
        unlocked(played.stack, played, played.act)
    assert played.commands == [("cancel", "--yes")]


def pending(kind: str, name: str, inputs: dict[str, Any], operation: str = "creating") -> dict[str, object]:
    """An operation that the engine does not know the end of."""
    resource = {"urn": f"{PREFIX}{kind}::{name}", "type": kind, "custom": True, "inputs": inputs}
    return {"resource": resource, "type": operation}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    """An account with one of everything that is looked for, and one that looks alike."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        session = boto3.Session("testing", "testing", "testing", "us-east-1")
        session.client("s3").create_bucket(Bucket="acme-reports")
        session.client("sns", region_name="eu-central-1").create_topic(Name="acme-topic")
        session.client("sns", region_name="eu-central-1").create_topic(Name="not-acme-topic")
        session.client("iam").create_role(RoleName="R", AssumeRolePolicyDocument="{}")
        kms = session.client("kms", region_name="us-east-1")
        kms.create_key(Tags=[{"TagKey": NAME_TAG, "TagValue": "mca/bolt:k"}])
        made = kms.create_key(Tags=[{"TagKey": NAME_TAG, "TagValue": "mca/acme:k"}])["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/mca/k", TargetKeyId=made)
        yield session


BUCKET, TOPIC, ROLE = "aws:s3/bucket:Bucket", "aws:sns/topic:Topic", "aws:iam/role:Role"
KEY, ALIAS = "aws:kms/key:Key", "aws:kms/alias:Alias"
EXISTING: list[tuple[str, dict[str, Any], Callable[[str], bool]]] = [
    (BUCKET, {"bucket": "acme-reports", "region": "us-east-1"}, "acme-reports".__eq__),
    (
        TOPIC,
        {"name": "acme-topic", "region": "eu-central-1"},
        lambda found: found.startswith("arn:aws:sns:eu-central-1:") and found.endswith(":acme-topic"),
    ),
    (ROLE, {"name": "R"}, "R".__eq__),
    (KEY, {"region": "us-east-1", "tags": {NAME_TAG: "mca/acme:k"}}, lambda found: len(found) == 36),
    (ALIAS, {"region": "us-east-1", "name": "alias/mca/k"}, "alias/mca/k".__eq__),
]


@pytest.mark.parametrize(("kind", "inputs", "is_it"), EXISTING)
def test_what_was_made_is_taken_into_the_state(
    aws: boto3.Session, kind: str, inputs: dict[str, Any], is_it: Callable[[str], bool]
) -> None:
    """A creation that had reached AWS is put into the state under its id, then read; nothing is pending any more."""
    played = Played(deployment={"resources": [], "pending_operations": [pending(kind, "x", inputs)]})
    (sentence,) = settle(played.stack, aws, played)
    assert "is taken into the state" in sentence
    assert played.notes == [sentence]
    assert played.deployment["pending_operations"] == []
    (taken,) = cast("list[dict[str, Any]]", played.deployment["resources"])
    assert is_it(taken["id"])
    assert taken["urn"] == f"{PREFIX}{kind}::x"
    assert played.commands == [("refresh", "--yes", "--skip-preview")]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (BUCKET, {"bucket": "bolt-reports", "region": "us-east-1"}),
        (TOPIC, {"name": "acme", "region": "eu-central-1"}),
        (TOPIC, {"name": "acme-topic", "region": "us-east-1"}),
        (ROLE, {"name": "S"}),
        (KEY, {"region": "us-east-1", "tags": {NAME_TAG: "mca/acme:l"}}),
        (KEY, {"region": "us-east-1", "tags": {}}),
        (KEY, {"region": "us-east-1"}),
        (ALIAS, {"region": "us-east-1", "name": "alias/mca/l"}),
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "acme-reports"}),
    ],
)
def test_what_was_not_made_is_forgotten(aws: boto3.Session, kind: str, inputs: dict[str, Any]) -> None:
    """A creation that had not reached AWS, or that can simply be repeated, is dropped, so that it is made."""
    played = Played(deployment={"resources": [], "pending_operations": [pending(kind, "x", inputs)]})
    (sentence,) = settle(played.stack, aws, played)
    assert sentence == "x was not created yet; it will be."
    assert played.deployment == {"resources": [], "pending_operations": []}


@pytest.mark.parametrize("operation", ["updating", "deleting", "importing", "reading"])
def test_other_interrupted_operations_are_read_again(aws: boto3.Session, operation: str) -> None:
    """What was being changed is known already: it is read, and nothing is added to the state."""
    known = {"urn": f"{PREFIX}{ROLE}::x", "type": ROLE, "id": "R", "outputs": {"arn": "arn:aws:iam::1:role/R"}}
    operations = [pending(ROLE, "x", {"name": "R"}, operation)]
    played = Played(deployment={"resources": [known], "pending_operations": operations})
    assert settle(played.stack, aws, played) == (f"x was interrupted while {operation}; its state is read again.",)
    assert played.deployment == {"resources": [known], "pending_operations": []}


@pytest.mark.parametrize(
    "deployment", [{}, {"resources": []}, {"pending_operations": None}, {"pending_operations": []}]
)
def test_a_state_at_rest_is_left_alone(aws: boto3.Session, deployment: dict[str, object]) -> None:
    """Where nothing is pending nothing is written, run or said."""
    played = Played(deployment=deployment)
    assert settle(played.stack, aws, played) == ()
    assert (played.commands, played.notes, played.deployment) == ([], [], deployment)


def test_settling_breaks_a_stale_lock_and_looks_again(aws: boto3.Session, dead: int) -> None:
    """A killed run leaves a lock and a pending operation: the lock goes first, then all is looked at again."""
    operations = [pending(ROLE, "x", {"name": "R"})]
    played = Played([locked(lock(dead))], {"resources": [], "pending_operations": operations})
    assert len(settle(played.stack, aws, played)) == 1
    assert [command[0] for command in played.commands] == ["cancel", "refresh"]


def test_settling_does_not_break_a_held_lock(aws: boto3.Session) -> None:
    """Pending operations of a run that is at work are that run's: the state stays."""
    deployment: dict[str, object] = {"resources": [], "pending_operations": [pending(ROLE, "x", {"name": "R"})]}
    played = Played([locked(lock(os.getpid()))], deployment)
    with pytest.raises(LockedError):
        settle(played.stack, aws, played)
    assert (played.commands, played.deployment) == ([], deployment)


def test_a_refused_look_is_an_error_not_a_guess(monkeypatch: pytest.MonkeyPatch, aws: boto3.Session) -> None:
    """If AWS does not say whether it exists, nothing is assumed: the error names the call that has to be allowed."""

    def refused(*_: object) -> str:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetRole")

    monkeypatch.setitem(cast("dict[str, Any]", recover._FOUND), ROLE, refused)
    deployment: dict[str, object] = {"pending_operations": [pending(ROLE, "x", {"name": "R"})]}
    played = Played(deployment=deployment)
    with pytest.raises(AccountError, match="GetRole"):
        settle(played.stack, aws, played)
    assert (played.commands, played.deployment) == ([], deployment)
