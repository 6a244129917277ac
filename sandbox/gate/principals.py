"""Who calls: from an access key to a principal, over the live accounts.

Three kinds of keys exist: those of IAM users, those of sessions that `sts:AssumeRole` began, and two that the sandbox
is born with: the operator's, in an account of its own, and the one that the Commerce Analytics emulator signs with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.iam.models import AccessKey, IAMBackend, iam_backends
from moto.sts.models import AssumedRole, sts_backends

from checks.proof.evaluate import Principal
from sandbox.identities import (
    ADMINISTRATOR_ROLE,
    OPERATOR_ACCOUNT,
    OPERATOR_KEY,
    SECRET,
    SERVICE_ACCOUNT,
    SERVICE_KEY,
)

PARTITION = "aws"

_OPERATOR_USER = "operator"
_SERVICE_ROLE = f"arn:aws:iam::{SERVICE_ACCOUNT}:role/CommerceAnalytics"
_SERVICE_SESSION = "delivery"
_ADMINISTRATOR = re.compile(rf"arn:aws:iam::\d{{12}}:role/{ADMINISTRATOR_ROLE}")


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal and what the gate must know about its key.

    Attributes:
        principal: Who it is.
        secret: The key's secret.
        token: The session token that must come with the key; empty for keys of users.
        administrator: Whether nothing but other accounts' policies and trust policies limits it.
        session_policy: The policy that the session was begun with, as JSON; empty if none.
        expires: When the session ends, UTC; None for keys of users.
    """

    principal: Principal
    secret: str
    token: str = ""
    administrator: bool = False
    session_policy: str = ""
    expires: datetime | None = None

    @property
    def expired(self) -> bool:
        """Whether the session is over."""
        return self.expires is not None and datetime.now(UTC) >= self.expires

    @property
    def is_service(self) -> bool:
        """Whether this is Commerce Analytics itself."""
        return self.principal.role_arn == _SERVICE_ROLE


def is_administrator_role(arn: str) -> bool:
    """Whether the ARN is of the role that an account's administrator takes; it need not exist in the account."""
    return _ADMINISTRATOR.fullmatch(arn) is not None


def populate() -> None:
    """Make the two identities that the sandbox is born with, in moto's memory."""
    accounts = iam_backends[OPERATOR_ACCOUNT][PARTITION]
    if _OPERATOR_USER in accounts.users:
        return
    accounts.create_user("us-east-1", _OPERATOR_USER)
    _rename(accounts, accounts.create_access_key(_OPERATOR_USER), OPERATOR_KEY)

    service = iam_backends[SERVICE_ACCOUNT][PARTITION]
    service_key = service.create_temp_access_key()
    _rename(service, service_key, SERVICE_KEY)
    service_key.role_arn = _SERVICE_ROLE
    session = AssumedRole(
        SERVICE_ACCOUNT, "us-east-1", service_key, _SERVICE_SESSION, _SERVICE_ROLE, "", 10**8, external_id=""
    )
    session.session_token = ""
    sts_backends[SERVICE_ACCOUNT][PARTITION].assumed_roles.append(session)


def _rename(backend: IAMBackend, key: AccessKey, name: str) -> None:
    del backend.access_keys[key.access_key_id]
    key.access_key_id, key.secret_access_key = name, SECRET
    backend.access_keys[name] = key


def find(access_key: str) -> Caller | None:
    """The caller whose key this is.

    Args:
        access_key: The key's id.

    Returns:
        The caller, or None if no account has such a key in use.
    """
    for account, partitions in list(iam_backends.items()):
        # Plain items(): indexing would make a back end for every partition that nobody has used.
        for partition, backend in list(partitions.items()):
            key = backend.access_keys.get(access_key)
            if key is None or key.status != "Active":
                continue
            if key.user_name is None:
                return _session(account, partition, access_key)
            user = backend.users.get(key.user_name)
            if user is None or key not in user.access_keys:
                return None
            principal = Principal(arn=user.arn, account=account, userid=user.id)
            return Caller(principal, key.secret_access_key, administrator=access_key == OPERATOR_KEY)
    return None


def _session(account: str, partition: str, access_key: str) -> Caller | None:
    session = sts_backends[account][partition].get_assumed_role_from_access_key(access_key)
    if session is None:
        return None
    return Caller(
        Principal(arn=session.arn, account=account, role_arn=session.role_arn, userid=session.user_id),
        session.secret_access_key,
        token=session.session_token,
        administrator=is_administrator_role(session.role_arn),
        session_policy=session.policy or "",
        expires=session.expiration.replace(tzinfo=UTC),
    )
