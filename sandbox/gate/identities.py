"""AWS IAM and AWS STS: the permissions that each operation needs.

IAM's actions carry the names of its operations. The resource is derived from the parameters: the entity that the
operation names, with the path that the live entity has (service authorization reference: AWS IAM).
"""

from __future__ import annotations

from collections.abc import Iterator

from moto.iam.models import iam_backends

from sandbox.gate.call import Call, Need
from sandbox.gate.principals import PARTITION

_WITHOUT_RESOURCE = frozenset(
    {"ListRoles", "ListUsers", "ListGroups", "ListPolicies", "GetAccountSummary", "GetAccountAuthorizationDetails"}
)
_ENTITIES = (("RoleName", "role"), ("UserName", "user"), ("GroupName", "group"))


def role_needs(call: Call, account: str) -> tuple[Need, ...]:
    """The permissions that a call to AWS IAM needs.

    Args:
        call: The parsed call.
        account: The caller's account; IAM reaches no other.

    Returns:
        One need: on the role, user, group or policy that the call names, or on `*`.
    """
    action = f"iam:{call.operation}"
    context = {}
    if call.text("PolicyArn"):
        context["iam:PolicyARN"] = call.text("PolicyArn")
    if call.text("PermissionsBoundary"):
        context["iam:PermissionsBoundary"] = call.text("PermissionsBoundary")
    return (Need(action, _resource(call, account), None, context),)


def _resource(call: Call, account: str) -> str:
    if call.operation in _WITHOUT_RESOURCE:
        return "*"
    for arn in _entities(call, account):
        return arn
    if call.text("PolicyArn"):
        return call.text("PolicyArn")
    if call.text("PolicyName"):
        return f"arn:aws:iam::{account}:policy{call.text('Path') or '/'}{call.text('PolicyName')}"
    return "*"


def _entities(call: Call, account: str) -> Iterator[str]:
    backend = iam_backends[account][PARTITION]
    live = {
        "role": {role.name: role.arn for role in list(backend.roles.values())},
        "user": {user.name: user.arn for user in list(backend.users.values())},
        "group": {group.name: group.arn for group in list(backend.groups.values())},
    }
    order = reversed(_ENTITIES) if call.operation.endswith("ToGroup") else _ENTITIES
    for parameter, kind in order:
        name = call.text(parameter)
        if name:
            yield live[kind].get(name, f"arn:aws:iam::{account}:{kind}{call.text('Path') or '/'}{name}")


def session_needs(call: Call, account: str) -> tuple[Need, ...] | None:  # noqa: ARG001 - one signature for every service
    """The permissions that a call to AWS STS needs.

    Args:
        call: The parsed call.
        account: The caller's account; a role's ARN says its own.

    Returns:
        Nothing for `GetCallerIdentity`, which no policy can refuse (API reference); the need on the role for
        `AssumeRole`; None for what the sandbox does not reproduce.
    """
    if call.operation == "GetCallerIdentity":
        return ()
    if call.operation != "AssumeRole":
        return None
    arn = call.text("RoleArn")
    context = {"sts:RoleSessionName": call.text("RoleSessionName")}
    if call.parameters.get("ExternalId") is not None:
        context["sts:ExternalId"] = call.text("ExternalId")
    parts = arn.split(":")
    return (Need("sts:AssumeRole", arn, parts[4] if len(parts) > 4 else None, context),)  # noqa: PLR2004 - the fifth part of an ARN is the account
