"""Whether the principals of a statement name a caller, and how directly.

Sources: IAM user guide, "AWS JSON policy elements: Principal" and "… NotPrincipal", and "How AWS enforcement code logic
evaluates requests" for what limits a grant to a role, a session, a user or an account.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from checks.documents.model import Effect, Principals
from checks.proof.evaluate.readings import Reading, Rejected
from checks.proof.evaluate.request import Principal, PrincipalKind

_ACCOUNT = re.compile(r"(?:arn:[^:]+:iam::)?(\d{12})(?::root)?")


class Grant(IntEnum):
    """How a statement of a resource policy speaks of a caller; a greater one needs less beside it.

    - `NONE`: it does not.
    - `ACCOUNT`: it names the caller's account, which delegates to that account's identity policies.
    - `ROLE`: it names the role of the session, or the user behind a federated session: the boundary and the session
      policies limit the grant.
    - `DIRECT`: it names the user, the session, the service or everyone: within the account nothing else is needed. The
      guide says so of `*` too ("For IAM users and role principals within your account, no other permissions are
      required", and of boundaries and session policies: they "do not limit permissions granted using the
      aws:PrincipalArn condition key with a wildcard(*) in the Principal element").
    """

    NONE = 0
    ACCOUNT = 1
    ROLE = 2
    DIRECT = 3


def grant(principals: Principals, effect: Effect, caller: Principal, *, bounded: bool, rejected: Rejected) -> Grant:
    """How directly a statement speaks of a caller.

    `NotPrincipal` with Deny speaks of everyone whose account, role and session are not all listed, and of every caller
    with a permissions boundary ("Permissions boundaries for IAM entities"). With Allow, which the guide no longer
    supports, of everyone whom no entry names, the anonymous included.

    Args:
        principals: The statement's Principal or NotPrincipal.
        effect: The statement's effect.
        caller: Who calls.
        bounded: Whether a permissions boundary is set on the caller.
        rejected: The readings not to take.
    """
    named = max(_names(kind, value, caller) for kind, value in principals.values)
    if not principals.negated:
        return named
    if effect is Effect.ALLOW:
        return Grant.NONE if named else Grant.DIRECT
    spared = not bounded and _spared(principals, caller, rejected)
    return Grant.NONE if spared else Grant.DIRECT


def _names(kind: str, value: str, caller: Principal) -> Grant:
    """How directly one entry names a caller."""
    if kind == "AWS":
        return Grant.DIRECT if value == "*" else _names_aws(value, caller)
    same = {"Service": caller.service, "Federated": caller.federated}
    if kind in same:
        return Grant.DIRECT if value == same[kind] else Grant.NONE
    # A canonical user id stands for an account (IAM user guide: "AWS account principals").
    return _account_grant(caller) if value == caller.canonical_user else Grant.NONE


def _names_aws(value: str, caller: Principal) -> Grant:
    if not caller.has_account:
        return Grant.NONE
    if value in {caller.arn, _unique_id(caller, PrincipalKind.USER)}:
        # The root user's own ARN is the account's.
        return _account_grant(caller) if caller.kind is PrincipalKind.ROOT else Grant.DIRECT
    if value in {caller.role, caller.user_arn, _unique_id(caller, PrincipalKind.ROLE_SESSION)}:
        return Grant.ROLE
    return _account_grant(caller) if _account_of(value) == caller.account else Grant.NONE


def _account_grant(caller: Principal) -> Grant:
    """The grant to a whole account: its root user needs nothing beside it."""
    return Grant.DIRECT if caller.kind is PrincipalKind.ROOT else Grant.ACCOUNT


def _unique_id(caller: Principal, kind: PrincipalKind) -> str | None:
    """The `AIDA…` or `AROA…` id that IAM keeps in place of the ARN of a user or role."""
    return caller.userid.split(":", 1)[0] if caller.userid and caller.kind is kind else None


@lru_cache(maxsize=1024)
def _account_of(value: str) -> str | None:
    """The account that an entry stands for: by its id or by its `:root` ARN."""
    match = _ACCOUNT.fullmatch(value)
    return match[1] if match and value.startswith("arn:") == value.endswith(":root") else None


def _spared(principals: Principals, caller: Principal, rejected: Rejected) -> bool:
    """Whether a NotPrincipal list leaves a caller out of the denial."""
    if ("AWS", "*") in principals.values:
        return True
    levels = list(_levels(caller))
    if Reading.NOT_PRINCIPAL_LEVELS in rejected:
        return any(level & set(principals.values) for level in levels)
    return bool(levels) and all(level & set(principals.values) for level in levels)


def _levels(caller: Principal) -> Iterator[set[tuple[str, str]]]:
    """What has to be listed to name a caller wholly, from its account down; the alternatives of each level."""
    if caller.service:
        yield {("Service", caller.service)}
    elif not caller.account:
        if caller.federated:
            yield {("Federated", caller.federated)}
    else:
        root = f"arn:{caller.arn.split(':')[1]}:iam::{caller.account}:root"
        yield {("AWS", caller.account), ("AWS", root)} | _pairs("CanonicalUser", caller.canonical_user)
        if parent := caller.role or caller.user_arn:
            yield _pairs("AWS", parent, _unique_id(caller, PrincipalKind.ROLE_SESSION))
        if caller.kind is not PrincipalKind.ROOT:
            yield _pairs("AWS", caller.arn, _unique_id(caller, PrincipalKind.USER))


def _pairs(kind: str, *values: str | None) -> set[tuple[str, str]]:
    return {(kind, value) for value in values if value}
