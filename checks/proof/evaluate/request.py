"""What is judged: a request, the policies that apply to it, and the decision, as immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checks.documents.model import PolicyDocument, Statement
from policies.errors import ArgumentError


class PrincipalKind(StrEnum):
    """What a caller is, in the words of `aws:PrincipalType` where that key exists."""

    ROOT = "Account"
    USER = "User"
    ROLE_SESSION = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    ANONYMOUS = "Anonymous"
    SERVICE = "Service"
    PROVIDER = "Provider"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls.

    Attributes:
        arn: `arn:aws:iam::111122223333:user/alice`, `…:root`, `arn:aws:sts::…:assumed-role/R/session`,
            `arn:aws:sts::…:federated-user/bob`; empty for services, identity providers' users and the anonymous.
        account: The account whose policies apply to the caller, 12 digits; empty if there is none.
        role_arn: For a role session: the role's IAM ARN with its path. Without it, a role with no path is assumed.
        service: For an AWS service: its name, such as `sns.amazonaws.com`.
        federated: The identity provider that vouches for the caller (`AssumeRoleWithSAML`, `…WithWebIdentity`).
        user_arn: For a session of `GetFederationToken`: the ARN of the user who asked for it.
        userid: The value of `aws:userid`, if known (`AIDA…`, `AROA…:session`, …).
        canonical_user: The canonical user id of the account, if known (S3).

    Raises:
        ArgumentError: If an account is given and the ARN is not that of a caller.
    """

    arn: str
    account: str
    role_arn: str | None = None
    service: str | None = None
    federated: str | None = None
    user_arn: str | None = None
    userid: str | None = None
    canonical_user: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot call, such as a bare role, before it is judged as if it were nobody."""
        if self.has_account and self.kind in {PrincipalKind.ANONYMOUS, PrincipalKind.PROVIDER}:
            remedy = "Give a user, root, assumed-role or federated-user ARN, or no account."
            raise ArgumentError("arn", f"{self.arn!r} is not the ARN of a caller of an account", remedy=remedy)

    @property
    def kind(self) -> PrincipalKind:
        """What the caller is, read off its ARN."""
        if self.service:
            return PrincipalKind.SERVICE
        resource = self.arn.split(":", 5)[-1]
        if resource == "root":
            return PrincipalKind.ROOT
        by_prefix = {
            "user": PrincipalKind.USER,
            "assumed-role": PrincipalKind.ROLE_SESSION,
            "federated-user": PrincipalKind.FEDERATED_USER,
        }
        outside = PrincipalKind.PROVIDER if self.federated else PrincipalKind.ANONYMOUS
        return by_prefix.get(resource.split("/", 1)[0], outside)

    @property
    def has_account(self) -> bool:
        """Whether an account's identity policies and SCPs speak for the caller."""
        return bool(self.account) and not self.service

    @property
    def role(self) -> str | None:
        """The IAM ARN of the session's role; None if the caller is no role session."""
        if self.kind is not PrincipalKind.ROLE_SESSION or self.role_arn:
            return self.role_arn
        partition, name = self.arn.split(":")[1], self.arn.split("/")[1]
        return f"arn:{partition}:iam::{self.account}:role/{name}"

    def __str__(self) -> str:
        """The name to put in a sentence."""
        return self.service or self.arn or self.federated or "an anonymous caller"


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        principal: Who calls.
        action: Such as `s3:PutObject`.
        resource: The ARN; `*` for actions without resource types.
        context: Condition keys (any case) with their value or values. An empty tuple means that the key is absent,
            and keeps a key that the principal implies absent, too.
        resource_account: The account that owns the resource; None if it is the principal's own.
    """

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]]
    resource_account: str | None = None

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Every key of the request, in lower case, with its values; those that the principal implies included."""
        given = {key.lower(): (value,) if isinstance(value, str) else value for key, value in self.context.items()}
        return _implied(self.principal, self.resource_account) | given


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A document with the name by which a person knows it."""

    name: str
    document: PolicyDocument


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that apply to a request.

    Attributes:
        identity: Of the user and its groups, or of the role.
        resource: Of the resource: bucket, topic, queue, key or trust policy.
        boundary: The permissions boundary of the user or role.
        scps: The service control policies attached to the account itself: one of them has to allow.
        session: Passed when the session was made: one of them has to allow.
        resource_policy_decides: For KMS keys and role trust: the resource policy has to allow, and identity policies
            count only if it delegates to the account (IAM user guide: "How AWS enforcement code logic evaluates
            requests"; KMS developer guide: "Key policies").
        scp_levels: The service control policies of each level above the account (units, root), a tuple a level:
            every level has to allow (Organizations user guide: "SCP evaluation").
    """

    identity: tuple[NamedPolicy, ...] = ()
    resource: NamedPolicy | None = None
    boundary: NamedPolicy | None = None
    scps: tuple[NamedPolicy, ...] = ()
    session: tuple[NamedPolicy, ...] = ()
    resource_policy_decides: bool = False
    scp_levels: tuple[tuple[NamedPolicy, ...], ...] = ()


class Outcome(StrEnum):
    """The three answers of IAM."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicit deny"
    IMPLICIT_DENY = "implicit deny"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, with a full sentence why, and the policy and statement that decided if one did."""

    outcome: Outcome
    reason: str
    policy: str | None = None
    statement: Statement | None = None

    @property
    def allowed(self) -> bool:
        """Whether the request goes through."""
        return self.outcome is Outcome.ALLOWED


def _implied(principal: Principal, resource_account: str | None) -> dict[str, tuple[str, ...]]:
    """The keys that follow from who calls and whose resource it is.

    Source: IAM user guide, "AWS global condition context keys" and the principal key values in "Variables and tags".
    `aws:userid` is there only if the principal carries it; `aws:ResourceAccount` only if the request does.
    """
    kind = principal.kind
    keys: dict[str, str | None] = {"aws:resourceaccount": resource_account}
    if principal.has_account:
        keys["aws:principalarn"] = principal.role or principal.arn
        keys["aws:principalaccount"] = principal.account
        keys["aws:userid"] = principal.account if kind is PrincipalKind.ROOT else principal.userid
    if kind not in {PrincipalKind.SERVICE, PrincipalKind.PROVIDER}:
        keys["aws:principaltype"] = kind.value
    if kind not in {PrincipalKind.ANONYMOUS, PrincipalKind.PROVIDER}:
        keys["aws:principalisawsservice"] = "true" if principal.service else "false"
    if kind is PrincipalKind.USER:
        keys["aws:username"] = principal.arn.rsplit("/", 1)[-1]
    keys["aws:principalservicename"] = principal.service
    return {key: (value,) for key, value in keys.items() if value}
