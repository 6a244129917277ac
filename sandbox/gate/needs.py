"""From a parsed call to the permissions that it needs; one function a service, and what the sandbox refuses to anybody.

A service that is not here is not mapped: only administrators may call it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.gate import identities, keys, messaging, s3
from sandbox.gate.call import Call, Need

_UNREPRODUCED_SESSIONS = frozenset(
    {"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetFederationToken", "GetSessionToken"}
)
_UNREPRODUCED_ASSUME_ROLE = ("PolicyArns", "Tags", "TransitiveTagKeys", "SourceIdentity", "ProvidedContexts")


def _without_resource(call: Call, account: str) -> tuple[Need, ...]:  # noqa: ARG001 - one signature for every service
    return (Need(f"{call.service}:{call.operation}", "*"),)


_SERVICES: Mapping[str, Callable[[Call, str], tuple[Need, ...] | None]] = {
    "cloudtrail": _without_resource,
    "iam": identities.role_needs,
    "kms": keys.needs,
    "marketplacecommerceanalytics": _without_resource,
    "s3": s3.needs,
    "sns": messaging.topic_needs,
    "sqs": messaging.queue_needs,
    "sts": identities.session_needs,
}


def needs(call: Call, account: str) -> tuple[Need, ...] | None:
    """The permissions that a call needs.

    Args:
        call: The parsed call.
        account: The caller's account.

    Returns:
        The needs in the order in which the service checks them; None if the call is not mapped.
    """
    service = _SERVICES.get(call.service)
    found = None if service is None else service(call, account)
    if found is None:
        return None
    tags = _tags(call)
    return tuple(
        Need(need.action, need.resource, need.account, {**tags, **need.context}, need.failure) for need in found
    )


def unreproduced(call: Call) -> str:
    """What of this call the sandbox would get wrong without saying so, for anybody.

    Args:
        call: The parsed call.

    Returns:
        What is not reproduced, to be read after "the sandbox does not reproduce"; empty if nothing.
    """
    if call.service == "iam" and (
        call.operation in {"PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary"}
        or (call.operation == "CreateUser" and call.text("PermissionsBoundary"))
    ):
        return "permissions boundaries of users"
    if call.service == "sts" and call.operation in _UNREPRODUCED_SESSIONS:
        return f"sts:{call.operation}"
    if call.service == "sts" and call.operation == "AssumeRole":
        given = [name for name in _UNREPRODUCED_ASSUME_ROLE if call.parameters.get(name)]
        return f"AssumeRole with {', '.join(given)}" if given else ""
    return ""


def _tags(call: Call) -> dict[str, str | tuple[str, ...]]:
    tags = call.parameters.get("Tags") or call.parameters.get("tags")
    if not tags:
        return {}
    if isinstance(tags, Mapping):
        pairs = {str(name): str(value) for name, value in tags.items()}
    else:
        pairs = {str(tag.get("Key", tag.get("TagKey"))): str(tag.get("Value", tag.get("TagValue"))) for tag in tags}
    return {**{f"aws:RequestTag/{name}": value for name, value in pairs.items()}, "aws:TagKeys": tuple(pairs)}
