"""The functions of pulumi-aws that need no resource: who, where, and in which partition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.errors import SandboxError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.provider.aws import Connection
    from sandbox.provider.schema import Properties

_SUFFIXES = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


def _caller_identity(connection: Connection, _given: Mapping[str, object]) -> Properties:
    told = connection.identity
    return {"id": told["Account"], "accountId": told["Account"], "arn": told["Arn"], "userId": told["UserId"]}


def _region(connection: Connection, given: Mapping[str, object]) -> Properties:
    region = str(given.get("region") or given.get("name") or connection.region)
    return {
        "id": region,
        "region": region,
        "name": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": region,
    }


def _partition(connection: Connection, _given: Mapping[str, object]) -> Properties:
    suffix = _SUFFIXES[connection.partition]
    reverse = ".".join(reversed(suffix.split(".")))
    return {
        "id": connection.partition,
        "partition": connection.partition,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": reverse,
    }


_FUNCTIONS: dict[str, tuple[Callable[[Connection, Mapping[str, object]], Properties], frozenset[str]]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": (_caller_identity, frozenset()),
    "aws:index/getRegion:getRegion": (_region, frozenset({"region", "name"})),
    "aws:index/getPartition:getPartition": (_partition, frozenset()),
}


def invoke(connection: Connection, token: str, given: Mapping[str, object]) -> Properties:
    """Answer a function call.

    Raises:
        SandboxError: The function, or an argument of it, is not implemented.
    """
    if token not in _FUNCTIONS:
        raise SandboxError(
            f"The sandbox's aws provider does not implement the function {token}.",
            remedy=f"use one of {', '.join(_FUNCTIONS)}, or the real pulumi-aws plugin",
        )
    function, known = _FUNCTIONS[token]
    unknown = sorted(name for name, value in given.items() if value is not None and name not in known)
    if unknown:
        raise SandboxError(f"{token}: the argument {unknown[0]!r} is not implemented.")
    return function(connection, given)
