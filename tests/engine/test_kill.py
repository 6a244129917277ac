"""Kill -9 in the middle of an onboarding: the next run mends what was left, says so, and makes nothing twice."""

from __future__ import annotations

import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from sellers import MCA, ROLE, Seller

from checks.result import Status
from operations.stack import LockedError
from sandbox.control import ask

pytestmark = pytest.mark.engine

ELSEWHERE = {
    "bucketRegion": "eu-central-1",
    "topicRegion": "eu-central-1",
    "bucketKey": "create",
}
"""Everything that can be half-made, away from us-east-1, where making a bucket twice is an error."""


def external_id(seller: Seller) -> str:
    """The id that the service has for the seller."""
    return str(ask(seller.cloud.running, "POST", "external-id", {"account": seller.account})["externalId"])


def write_state(seller: Seller, deployment: Mapping[str, Any]) -> None:
    """Make this the stack's state; in the backend's file, since `stack import` drops what is pending."""
    file = seller.cloud.running.state / "pulumi" / ".pulumi" / "stacks" / "mca" / f"{seller.name}.json"
    document = json.loads(file.read_text())
    document["checkpoint"]["latest"] = deployment
    file.write_text(json.dumps(document))


def forget(deployment: Mapping[str, Any], *lost: str) -> dict[str, Any]:
    """The state as a kill leaves it: resources of these types are pending, and what leans on them was never begun."""
    kept, pending, gone = [], [], set()
    for resource in deployment["resources"]:
        leans = {*resource.get("dependencies", ()), resource.get("parent")} & gone
        if resource["type"] in lost and not leans:
            bare = {
                key: value for key, value in resource.items() if key not in {"id", "outputs", "created", "modified"}
            }
            pending.append({"resource": bare, "type": "creating"})
            gone.add(resource["urn"])
        elif leans:
            gone.add(resource["urn"])
        else:
            kept.append(resource)
    return {**deployment, "resources": kept, "pending_operations": pending}


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param(
            ("aws:s3/bucket:Bucket", "aws:sns/topic:Topic", "aws:kms/key:Key", "aws:iam/role:Role"), id="all-at-once"
        ),
        pytest.param(("aws:kms/alias:Alias", "aws:s3/bucketPolicy:BucketPolicy"), id="alias"),
    ],
)
def test_what_aws_has_made_is_taken_into_the_state(seller: Seller, lost: tuple[str, ...]) -> None:
    """What exists in eu-central-1 or IAM but was not noted is taken over, with its id, and nothing is made twice."""
    wishes: dict[str, Any] = {"external_id": external_id(seller), "destination": ELSEWHERE}
    assert seller.onboard(**wishes).status is Status.PASS
    inventory, ids = seller.inventory(), seller.ids()
    if "aws:kms/alias:Alias" not in lost:  # it would not have been begun before its key was noted
        for alias in inventory["aliases"]:
            seller.client("kms", "eu-central-1").delete_alias(AliasName=alias)
    write_state(seller, forget(seller.state(), *lost))
    pending = {operation["resource"]["urn"] for operation in seller.state()["pending_operations"]}
    assert {urn.split("$")[-1].split("::")[0] for urn in pending} == set(lost)
    result = seller.onboard(**wishes)
    assert result.status is Status.PASS, result.stages[-1]
    assert result.stages[0].details[: len(pending)] == tuple(seller.log.notes)
    taken = [note for note in seller.log.notes if "it is taken into the state" in note]
    assert len(taken) == len([urn for urn in pending if "BucketPolicy" not in urn])
    assert (seller.inventory(), seller.ids()) == (inventory, ids)
    assert "pending_operations" not in seller.state()
    assert seller.onboard(**wishes).status is Status.PASS
    assert seller.asked == []


def test_a_recovery_that_was_killed_itself_is_recovered(seller: Seller) -> None:
    """A resource that was put into the state but never read is read by the next run, and is whole then."""
    seller.onboard()
    outputs = {urn: resource.get("outputs") for urn, resource in seller.resources().items()}
    state = seller.state()
    for resource in state["resources"]:
        if resource["type"] == "aws:sns/topic:Topic":
            resource["outputs"] = resource["inputs"]
    write_state(seller, state)
    seller.onboard()
    assert [note for note in seller.log.notes if note.endswith("topic-g1-topic is read again.")] == seller.log.notes
    assert len(seller.log.notes) == 1
    assert {urn: resource.get("outputs") for urn, resource in seller.resources().items()} == outputs
    assert seller.asked == []


@pytest.fixture
def lock(seller: Seller) -> Callable[[int, str, datetime], Path]:
    """Makes a lock on the seller's stack, as the engine of a process on a host would at a time."""

    def make(pid: int, host: str, at: datetime) -> Path:
        folder = seller.cloud.running.state / "pulumi/.pulumi/locks/organization/mca" / seller.name
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{random.getrandbits(64):x}.json"  # a name, no secret
        content = {"pid": pid, "username": "somebody", "hostname": host, "timestamp": at.isoformat()}
        file.write_text(json.dumps(content))
        return file

    return make


@pytest.mark.parametrize("host", [socket.gethostname(), "elsewhere"])
def test_a_living_lock_is_never_broken(
    seller: Seller, lock: Callable[[int, str, datetime], Path], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of a process that lives here, or of anybody on another host, stays; the refusal names its holder."""
    seller.configure()
    pid = os.getpid() if host != "elsewhere" else 2**22 + 1  # a number that no process of this host has
    file = lock(pid, host, datetime.now(UTC))
    before = file.read_bytes()
    monkeypatch.setattr("operations.recover._PATIENCE", 1.0)
    with pytest.raises(LockedError, match=f"somebody@{host}, process {pid}") as caught:
        seller.onboard()
    assert "pulumi cancel" in caught.value.remedy
    assert file.read_bytes() == before
    assert seller.inventory() == {}


def test_a_foreign_lock_ends_the_command_with_2(seller: Seller, lock: Callable[[int, str, datetime], Path]) -> None:
    """On the command line the refusal is exit code 2, without a traceback, and the lock stays."""
    seller.configure()
    file = lock(4711, "elsewhere", datetime.now(UTC))
    refused = seller.mca("onboard", seller.name, "--yes")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "The stack is locked by somebody@elsewhere, process 4711" in refused.stderr
    assert file.exists()


@pytest.mark.parametrize("number", ["unused", "used again"])
def test_a_dead_process_lock_is_removed(
    seller: Seller, lock: Callable[[int, str, datetime], Path], number: str
) -> None:
    """The lock of a process that is gone is removed, even if a later process has got its number, and it says so."""
    seller.configure()
    if number == "unused":
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            pid, at = process.pid, datetime.now(UTC)
    else:
        pid, at = os.getpid(), datetime.fromtimestamp(psutil.Process().create_time(), UTC) - timedelta(hours=1)
    file = lock(pid, socket.gethostname(), at)
    assert seller.onboard().status is Status.MANUAL
    assert not file.exists()
    assert [note for note in seller.log.notes if f"Process {pid} on this machine is gone" in note]


SEED = int(os.environ.get("MCA_SEED") or random.SystemRandom().randrange(10**9))
"""Give it again in the environment to see the same victims, modes and moments."""
KILLS = int(os.environ.get("MCA_KILLS") or 20)
"""How many kills a campaign has."""


@dataclass(frozen=True, slots=True)
class Kill:
    """Who is killed, in which part of an onboarding, and when."""

    victim: str
    """`tree`: `mca`, the engine and its plugins at once; `mca` alone; `engine`: the engine alone."""
    portal: bool
    """Whether the run is the one that adopts the portal's role, instead of the one that makes everything."""
    from_lock: bool
    """Whether the moment counts from when the engine begins to change things, or from the command's start."""
    after: float
    """Seconds."""


def planned(number: int) -> Kill:
    """The kill of a number: the same for the same seed."""
    dice = random.Random(f"{SEED}/{number}")  # noqa: S311  # a test's choice
    from_lock = dice.random() < 0.8
    portal = number % 3 == 2
    victim = ("tree", "mca", "tree", "engine")[number % 4]
    return Kill(victim, portal, from_lock, dice.uniform(0, 2.2 if from_lock else 5))


def locks(seller: Seller) -> list[Path]:
    """The locks on the seller's stack."""
    return list((seller.cloud.running.state / "pulumi/.pulumi/locks").glob(f"**/{seller.name}/*.json"))


def strike(seller: Seller, kill: Kill, *arguments: str) -> None:
    """Begin an onboarding and kill it; whoever is not killed ends by itself."""
    with seller.environment():
        process = subprocess.Popen(
            [MCA, "onboard", seller.name, "--yes", *arguments],
            cwd=seller.project.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    with process:
        while kill.from_lock and not locks(seller) and process.poll() is None:
            time.sleep(0.005)
        time.sleep(kill.after)
        assert process.poll() is None, (process.communicate()[1], f"{kill}: it ended too soon to be killed")
        family = [psutil.Process(process.pid), *descendants(process.pid)]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                if kill.victim == "tree" or member.name() == {"mca": "mca", "engine": "pulumi"}[kill.victim]:
                    member.kill()
    gone, alive = psutil.wait_procs(family, timeout=60)
    assert not alive, f"{kill}: {alive} outlives it; {gone} are gone"


def descendants(pid: int) -> list[psutil.Process]:
    """The processes that a process has begun."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def survives(seller: Seller, number: int) -> str:
    """Onboard with a kill, then again; what the second run said of it."""
    kill = planned(number)
    told = f"MCA_SEED={SEED}, kill {number}: {kill}"
    sys.stdout.write(f"{told}\n")
    arguments = ["--bucket-region", "eu-central-1", "--bucket-key", "create", "--topic-key", "create"]
    seller.client("iam").create_user(UserName="alice")
    arguments += ["--account-id", seller.account, "--caller", "user:alice"]
    if kill.portal:
        assert seller.mca("onboard", seller.name, "--yes", *arguments).returncode == 1, told
        seller.enrol()
        key_grants(seller)
        arguments = []
    else:
        arguments += ["--external-id", external_id(seller)]
    strike(seller, kill, *arguments)
    interrupted = bool(locks(seller) or (seller.project.config_file(seller.name).exists() and pending(seller)))
    again = seller.mca("onboard", seller.name, "--yes", *arguments)
    said = f"{told}\n{again.stdout}{again.stderr}"
    assert again.returncode == 0, said
    assert interrupted == bool(RECOVERED.search(again.stderr)), said
    check_whole(seller, said)
    return again.stderr


RECOVERED = re.compile("^! .*(left the stack locked|it will be|taken into the state|is read again)", re.MULTILINE)
"""What a run says that has mended something."""


def pending(seller: Seller) -> bool:
    """Whether the state holds operations that the engine does not know the end of."""
    return bool(seller.state().get("pending_operations"))


def key_grants(seller: Seller) -> None:
    """What a person adds by hand, since the portal knows nothing of customer keys."""
    keys = seller.inventory()["keys"]
    grant = {"Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": keys}
    document = json.dumps({"Version": "2012-10-17", "Statement": [grant]})
    seller.client("iam").put_role_policy(RoleName=ROLE, PolicyName="keys", PolicyDocument=document)


def check_whole(seller: Seller, said: str) -> None:
    """Exactly one of everything is there, and the engine has nothing to add to it."""
    found = seller.inventory()
    # A smoke test that was killed leaves its queue; a later one removes it when its time is up.
    listeners = [name for kind in ("queues", "subscriptions") for name in found.pop(kind, [])]
    assert all("mca-smoke-" in name for name in listeners), said
    assert {kind: len(names) for kind, names in found.items()} == {
        "aliases": 2,
        "buckets": 1,
        "keys": 2,
        "roles": 1,
        "topics": 1,
    }, said
    assert not locks(seller), said
    assert not pending(seller), said
    stack = seller.stack()
    with seller.environment():
        assert stack.preview() == (), said


@pytest.mark.parametrize("number", range(3))
def test_an_onboarding_survives_kill_9(seller: Seller, number: int) -> None:
    """Killed at a random moment, it completes when it is run again, with one of everything, and says what it mended."""
    survives(seller, number)


@pytest.mark.campaign
@pytest.mark.parametrize("number", range(KILLS))
def test_a_campaign_of_kills(seller: Seller, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The same, many times, with the seed on stderr."""
    said = survives(seller, number)
    with capsys.disabled():
        mended = "; ".join(match.group() for match in RECOVERED.finditer(said)) or "nothing to mend"
        sys.stderr.write(f"MCA_SEED={SEED}, {planned(number)}: {mended}\n")
