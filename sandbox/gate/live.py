"""The policies that apply to a request, read from moto's memory at the moment of the request.

Groups' policies count as identity policies. Not reproduced: organizations' policies (moto keeps none that apply), and
boundaries of users (moto stores none, so the gate refuses to set one).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends

from checks.documents.model import PolicyDocument, parse_policy
from checks.proof.evaluate import NamedPolicy, Policies
from sandbox.gate import keys
from sandbox.gate.call import Need
from sandbox.gate.messaging import find_queue, find_topic
from sandbox.gate.principals import PARTITION, Caller
from sandbox.gate.s3 import find_bucket

_EVERYTHING = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
)
_ASSUME_ROLES = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]},
)


def policies(caller: Caller, need: Need) -> Policies:
    """Every policy that has a say on one permission.

    Args:
        caller: Who asks.
        need: The permission.

    Returns:
        The caller's policies and that of the resource.

    Raises:
        DocumentError: A live document cannot be read.
    """
    identity, boundary = _of_identity(caller)
    session = (_named("session policy", caller.session_policy),) if caller.session_policy else ()
    resource, decides = _of_resource(need)
    return Policies(
        identity=tuple(identity), resource=resource, boundary=boundary, session=session, resource_policy_decides=decides
    )


def find_role(arn: str) -> Any:  # noqa: ANN401 - moto's role, or None if there is none
    """The live role of this ARN, path included."""
    account = arn.split(":")[4] if arn.count(":") == 5 else ""  # noqa: PLR2004 - an ARN of IAM has six parts
    if not account.isdigit():
        return None
    return next((role for role in list(iam_backends[account][PARTITION].roles.values()) if role.arn == arn), None)


def _of_identity(caller: Caller) -> tuple[list[NamedPolicy], NamedPolicy | None]:
    if caller.administrator:
        return [_named("AdministratorAccess", _EVERYTHING)], None
    if caller.is_service:
        return [_named("the service's own policy", _ASSUME_ROLES)], None
    backend = iam_backends[caller.principal.account][PARTITION]
    if caller.principal.role_arn:
        role = find_role(caller.principal.role_arn)
        if role is None:  # deleted while its session lives
            return [], None
        return list(_of_entity(role)), _boundary(role.permissions_boundary_arn, backend)
    user = next(user for user in backend.users.values() if user.arn == caller.principal.arn)
    found = list(_of_entity(user))
    for group in list(backend.groups.values()):
        if user in group.users:
            found.extend(_of_entity(group))
    return found, None


def _of_entity(entity: Any) -> Iterator[NamedPolicy]:  # noqa: ANN401 - moto's role, user or group
    for name, document in list(entity.policies.items()):
        yield _named(f"{entity.arn}: inline policy {name}", document)
    for arn, policy in list(entity.managed_policies.items()):
        yield _named(arn, _default_version(policy))


def _boundary(arn: str | None, backend: Any) -> NamedPolicy | None:  # noqa: ANN401 - moto's back end
    if not arn:
        return None
    policy = backend.managed_policies.get(arn)
    # A boundary whose policy is gone allows nothing [inferred]: an empty document is the same.
    empty = '{"Version": "2012-10-17", "Statement": []}'
    return _named(f"permissions boundary {arn}", _default_version(policy) if policy else empty)


def _default_version(policy: Any) -> str:  # noqa: ANN401 - moto's managed policy
    return next(str(version.document) for version in policy.versions if version.version_id == policy.default_version_id)


def _of_resource(need: Need) -> tuple[NamedPolicy | None, bool]:
    """The resource's policy, and whether it decides: those of keys and roles do."""
    service = need.action.split(":")[0]
    decides = need.action == "sts:AssumeRole" or (service == "kms" and ":key/" in need.resource)
    reader = _READERS.get(service)
    return (reader(need.resource) if reader and need.resource != "*" else None), decides


def _bucket_policy(arn: str) -> NamedPolicy | None:
    bucket = find_bucket(arn.split(":::", 1)[1].split("/", 1)[0])
    return _named(f"bucket policy of {bucket.name}", bucket.policy.decode()) if bucket and bucket.policy else None


def _topic_policy(arn: str) -> NamedPolicy | None:
    topic = find_topic(arn)
    return _named(f"topic policy of {arn}", topic.policy) if topic is not None else None


def _key_policy(arn: str) -> NamedPolicy | None:
    key = keys.find_key(arn, "", "") if ":key/" in arn else None
    return _named(f"key policy of {arn}", key.policy) if key is not None else None


def _trust_policy(arn: str) -> NamedPolicy | None:
    role = find_role(arn)
    return _named(f"trust policy of {arn}", role.assume_role_policy_document) if role is not None else None


def queue_policy(arn: str) -> NamedPolicy | None:
    """The policy of a live queue, or None if the queue is gone or has none."""
    queue = find_queue(arn)
    return _named(f"queue policy of {arn}", queue.policy) if queue is not None and queue.policy else None


_READERS: Mapping[str, Callable[[str], NamedPolicy | None]] = {
    "kms": _key_policy,
    "s3": _bucket_policy,
    "sns": _topic_policy,
    "sqs": queue_policy,
    "sts": _trust_policy,
}


def _named(name: str, document: object) -> NamedPolicy:
    text = document if isinstance(document, str) else json.dumps(document)
    return NamedPolicy(name, _parsed(text if text.lstrip().startswith("{") else unquote(text)))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> PolicyDocument:
    return parse_policy(text)
