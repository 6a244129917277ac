"""Mend what a killed run left: a stale lock, and operations that the engine does not know the end of.

A lock is broken only if its process was on this host and is dead. A half-done creation is looked up in AWS: what is
there is taken into the state, so that it is not made twice; what is not there is forgotten, so that it is made.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import boto3
import psutil
from botocore.exceptions import ClientError

from checks.audit.role import error_code
from components.key import NAME_TAG
from operations.progress import Progress
from operations.stack import Lock, LockedError, SellerStack
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


def settle(stack: SellerStack, aws: boto3.Session, progress: Progress) -> tuple[str, ...]:
    """Bring the state to rest after a kill.

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
    pending = stack.state().get("pending_operations")
    if not isinstance(pending, list) or not pending:
        return ()
    sentences: list[str] = []
    arguments = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]
    for operation in pending:
        resource = operation["resource"]
        name = str(resource["urn"]).rsplit("::", 1)[-1]
        if operation["type"] != "creating":
            sentences.append(f"{name} was interrupted while {operation['type']}; its state is read again.")
            continue
        identifier = _find(aws, str(resource["type"]), resource.get("inputs", {}))
        if identifier is None:
            sentences.append(f"{name} was not created yet; it will be.")
        else:
            sentences.append(f"{name} had been created as {identifier}; it is taken into the state.")
            arguments += ["--import-pending-creates", str(resource["urn"])]
            arguments += ["--import-pending-creates", identifier]
    for sentence in sentences:
        progress.note(sentence)
    unlocked(stack, progress, lambda: stack.run(*arguments))
    return tuple(sentences)


def _break_stale(stack: SellerStack, error: LockedError, progress: Progress) -> None:
    """Remove the locks if each is of a dead process of this host; wait a while for one that is about to end."""
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
    stack.run("cancel", "--yes")


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

    Only what cannot simply be made again is looked for: a second PutBucketPolicy or CreateTopic changes nothing.
    """
    region = str(inputs.get("region", _US_EAST_1))
    finders: dict[str, Callable[[], str | None]] = {
        "aws:s3/bucket:Bucket": lambda: _bucket(aws, region, str(inputs["bucket"])),
        "aws:iam/role:Role": lambda: _role(aws, str(inputs["name"])),
        "aws:kms/key:Key": lambda: _key(aws, region, inputs.get("tags", {})),
        "aws:kms/alias:Alias": lambda: _alias(aws, region, str(inputs["name"])),
    }
    if kind not in finders:
        return None
    try:
        return finders[kind]()
    except ClientError as error:
        if error_code(error) in _MISSING:
            return None
        remedy = "allow the read to whoever runs `mca onboard`, then run it again"
        raise AccountError(f"AWS does not say whether a half-made {kind} exists: {error}", remedy=remedy) from error


def _bucket(aws: boto3.Session, region: str, name: str) -> str:
    aws.client("s3", region_name=region).head_bucket(Bucket=name)
    return name


def _role(aws: boto3.Session, name: str) -> str:
    return str(aws.client("iam").get_role(RoleName=name)["Role"]["RoleName"])


def _key(aws: boto3.Session, region: str, tags: Mapping[str, str]) -> str | None:
    kms = aws.client("kms", region_name=region)
    for page in kms.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            found = {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]}
            if NAME_TAG in tags and found.get(NAME_TAG) == tags[NAME_TAG]:
                return key["KeyId"]
    return None


def _alias(aws: boto3.Session, region: str, name: str) -> str | None:
    pages = aws.client("kms", region_name=region).get_paginator("list_aliases").paginate()
    return next((name for page in pages for alias in page["Aliases"] if alias["AliasName"] == name), None)
