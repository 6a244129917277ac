"""Mend what a killed run left: a stale lock, and operations that the engine does not know the end of.

A lock is broken only if its process was on this host and is dead. A half-done creation is looked up in AWS: what is
there is taken into the state, so that it is not made twice; what is not there is forgotten, so that it is made.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

import boto3
import psutil
from botocore.exceptions import ClientError
from pulumi.automation import PulumiCommand

from checks.audit.role import error_code
from components.key import NAME_TAG
from operations.progress import Progress
from operations.project import Project
from operations.stack import Lock, LockedError, SellerStack, state_resources
from policies.errors import AccountError

_T = TypeVar("_T")
_PATIENCE: Final = 60.0
"""How long, in seconds, to wait for an engine that outlived a killed `mca`: without its program it ends by itself."""
_POLL: Final = 0.5
_MISSING: Final = frozenset({"404", "NoSuchBucket", "NoSuchEntity", "NotFoundException"})

_US_EAST_1: Final = "us-east-1"


def unlocked(stack: SellerStack, progress: Progress, action: Callable[[], _T]) -> _T:
    """Do something that needs the stack's lock; once more, if a stale lock stood in the way.

    Raises:
        LockedError: A live process of this host, or anybody on another host, holds the lock.
    """
    try:
        return action()
    except LockedError as error:
        _break_stale(stack, error, progress)
        return action()


def opened(project: Project, seller: str, engine: PulumiCommand, progress: Progress) -> SellerStack:
    """A seller's stack, made if there is none; also if a run was killed while it made it.

    Raises:
        LockedError: Somebody is making it.
        EngineError: The engine cannot reach its backend.
    """
    try:
        return SellerStack(project, seller, engine, progress)
    except LockedError as error:
        # `pulumi cancel` knows no stack that is not there yet, so a file backend's record is removed itself.
        records = [urlsplit(lock.address) for lock in error.locks]
        if any(record.scheme != "file" for record in records):
            raise
        _await_death(error, progress)
        for record in records:
            Path(unquote(record.path)).unlink(missing_ok=True)
        return SellerStack(project, seller, engine, progress)


def settle(stack: SellerStack, aws: boto3.Session, progress: Progress) -> tuple[str, ...]:
    """Bring the state to rest after a kill.

    The engine's own `refresh --import-pending-creates` is of no use: at 3.255 it marks the creation as an import, and
    the refresh then drops it. So what exists is put into the state with its id, and the engine reads the rest.

    Args:
        stack: The seller's stack.
        aws: Credentials of the seller's account.
        progress: Told what was found and what was done.

    Returns:
        A sentence for each half-done operation; nothing if there was none.

    Raises:
        LockedError: Somebody else is at work.
        AccountError: AWS does not say whether something exists.
    """
    while True:
        state = stack.state()
        found = _examine(aws, state)
        if not found:
            return ()
        try:
            stack.replace_state(_settled(state, found))
            stack.run("refresh", "--yes", "--skip-preview")
        except LockedError as error:
            # Whoever held the lock may have got further meanwhile, so everything is looked at again.
            _break_stale(stack, error, progress)
            continue
        for each in found:
            progress.note(each.sentence)
        return tuple(each.sentence for each in found)


@dataclass(frozen=True, slots=True)
class _HalfDone:
    """Something that the engine does not know the end of, and what became of it."""

    sentence: str
    resource: Mapping[str, Any] | None = None
    """The state's entry of a resource that turned out to exist."""


def _examine(aws: boto3.Session, state: Mapping[str, object]) -> list[_HalfDone]:
    """What the state left open."""
    found = []
    resources = state_resources(state)
    known = {resource["urn"] for resource in resources}
    pending = state.get("pending_operations")
    for operation in pending if isinstance(pending, list) else ():
        resource = operation["resource"]
        name = str(resource["urn"]).rsplit("::", 1)[-1]
        if operation["type"] != "creating" or resource["urn"] in known:
            found.append(_HalfDone(f"{name} was interrupted while {operation['type']}; its state is read again."))
            continue
        inputs = resource.get("inputs", {})
        identifier = _find(aws, str(resource["type"]), inputs)
        if identifier is None:
            found.append(_HalfDone(f"{name} was not created yet; it will be."))
            continue
        # The inputs stand in for the outputs until the refresh: they tell the provider the region to read in.
        sentence = f"{name} had been created as {identifier}; it is taken into the state."
        found.append(_HalfDone(sentence, {**resource, "id": identifier, "outputs": inputs}))
    # A run that was killed between the two steps of `settle` leaves such a stand-in behind.
    unread = [resource for resource in resources if resource["type"] in _FOUND and not _has_arn(resource)]
    return found + [_HalfDone(f"{str(each['urn']).rsplit('::', 1)[-1]} is read again.") for each in unread]


def _settled(state: Mapping[str, object], found: list[_HalfDone]) -> dict[str, object]:
    """The state without anything pending, and with what exists."""
    taken = [each.resource for each in found if each.resource is not None]
    return {**state, "resources": [*state_resources(state), *taken], "pending_operations": []}


def _has_arn(resource: Mapping[str, object]) -> bool:
    outputs = resource.get("outputs")
    return isinstance(outputs, Mapping) and "arn" in outputs


def _break_stale(stack: SellerStack, error: LockedError, progress: Progress) -> None:
    """Remove the locks if each is of a dead process of this host."""
    _await_death(error, progress)
    stack.run("cancel", "--yes")


def _await_death(error: LockedError, progress: Progress) -> None:
    """Wait a while for holders on this host that are about to end; raise the error if one lives, or is elsewhere."""
    if not error.locks or any(lock.host != socket.gethostname() for lock in error.locks):
        raise error
    deadline = time.monotonic() + _PATIENCE
    while any(_alive(lock) for lock in error.locks):
        if time.monotonic() > deadline:
            raise error
        progress.doing("Another engine on this machine holds the stack; waiting for it to end")
        time.sleep(_POLL)
    holder = ", ".join(str(lock.pid) for lock in error.locks)
    progress.note(f"Process {holder} on this machine is gone and left the stack locked; the lock is removed.")


def _alive(lock: Lock) -> bool:
    """Whether the very process that took the lock still runs; a later one may have got its number."""
    try:
        process = psutil.Process(lock.pid)
        # The lock's time has whole seconds, so the process may seem to begin up to a second later.
        same = process.create_time() <= lock.created.timestamp() + 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _find(aws: boto3.Session, kind: str, inputs: Mapping[str, Any]) -> str | None:
    """The import id of a resource that may have been created; None if it is not there.

    Only what cannot simply be made again is looked for: a second PutBucketPolicy or PutRolePolicy changes nothing.
    """
    if kind not in _FOUND:
        return None
    try:
        return _FOUND[kind](aws, str(inputs.get("region", _US_EAST_1)), inputs)
    except ClientError as error:
        if error_code(error) in _MISSING:
            return None
        remedy = "allow the read to whoever runs `mca onboard`, then run it again"
        raise AccountError(f"AWS does not say whether a half-made {kind} exists: {error}", remedy=remedy) from error


def _bucket(aws: boto3.Session, region: str, inputs: Mapping[str, Any]) -> str:
    name = str(inputs["bucket"])
    aws.client("s3", region_name=region).head_bucket(Bucket=name)
    return name


def _topic(aws: boto3.Session, region: str, inputs: Mapping[str, Any]) -> str | None:
    pages = aws.client("sns", region_name=region).get_paginator("list_topics").paginate()
    arns = (topic["TopicArn"] for page in pages for topic in page["Topics"])
    return next((arn for arn in arns if arn.rsplit(":", 1)[-1] == inputs["name"]), None)


def _role(aws: boto3.Session, region: str, inputs: Mapping[str, Any]) -> str:
    return str(aws.client("iam", region_name=region).get_role(RoleName=str(inputs["name"]))["Role"]["RoleName"])


def _key(aws: boto3.Session, region: str, inputs: Mapping[str, Any]) -> str | None:
    kms = aws.client("kms", region_name=region)
    mine = inputs.get("tags", {}).get(NAME_TAG)
    for page in kms.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            if mine is not None and mine == _key_name(kms, key["KeyId"]):
                return key["KeyId"]
    return None


def _key_name(kms: Any, identifier: str) -> str | None:  # noqa: ANN401  # boto3 makes its client classes at run time
    pages = kms.get_paginator("list_resource_tags").paginate(KeyId=identifier)
    return next((tag["TagValue"] for page in pages for tag in page["Tags"] if tag["TagKey"] == NAME_TAG), None)


def _alias(aws: boto3.Session, region: str, inputs: Mapping[str, Any]) -> str | None:
    pages = aws.client("kms", region_name=region).get_paginator("list_aliases").paginate()
    return next(
        (inputs["name"] for page in pages for alias in page["Aliases"] if alias["AliasName"] == inputs["name"]), None
    )


_FOUND: Final[Mapping[str, Callable[[boto3.Session, str, Mapping[str, Any]], str | None]]] = {
    "aws:s3/bucket:Bucket": _bucket,
    "aws:sns/topic:Topic": _topic,
    "aws:iam/role:Role": _role,
    "aws:kms/key:Key": _key,
    "aws:kms/alias:Alias": _alias,
}
"""How to find a resource, by its type."""
