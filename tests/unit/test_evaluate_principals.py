"""Who is named by Principal and NotPrincipal, and what the caller says about itself."""

import pytest

from checks.documents.model import Effect, Principals
from checks.proof.evaluate import Principal, PrincipalKind, Reading, Request
from checks.proof.evaluate.principals import Grant, grant
from policies.errors import ArgumentError

HERE, THERE = "111122223333", "444455556666"
IAM, STS = f"arn:aws:iam::{HERE}", f"arn:aws:sts::{HERE}"

USER = Principal(f"{IAM}:user/team/alice", HERE, userid="AIDAALICE", canonical_user="79a59df9")
ROOT = Principal(f"{IAM}:root", HERE, canonical_user="79a59df9")
SESSION = Principal(f"{STS}:assumed-role/R/s", HERE, role_arn=f"{IAM}:role/path/R", userid="AROAR:s")
PLAIN_SESSION = Principal(f"{STS}:assumed-role/R/s", HERE)
FEDERATED = Principal(f"{STS}:federated-user/bob", HERE, user_arn=f"{IAM}:user/bob")
SERVICE = Principal("", "", service="sns.amazonaws.com")
PROVIDER = Principal("", "", federated="cognito-identity.amazonaws.com")
ANONYMOUS = Principal("", "")


def named(caller: Principal, *entries: tuple[str, str], negated: bool = False, effect: Effect = Effect.ALLOW) -> Grant:
    """How directly a list of principals names a caller."""
    return grant(Principals(entries, negated), effect, caller, bounded=False, rejected=frozenset())


@pytest.mark.parametrize(
    ("caller", "kind", "value", "expected"),
    [
        # IAM user guide: AWS JSON policy elements: Principal. Everyone.
        *((caller, "AWS", "*", Grant.DIRECT) for caller in (USER, ROOT, SESSION, FEDERATED, SERVICE, ANONYMOUS)),
        # AWS account principals: the id and the root ARN "behave the same way" and delegate.
        *(
            (caller, "AWS", account, Grant.ACCOUNT)
            for caller in (USER, SESSION, FEDERATED)
            for account in (HERE, f"{IAM}:root")
        ),
        (ROOT, "AWS", HERE, Grant.DIRECT),
        (ROOT, "AWS", f"{IAM}:root", Grant.DIRECT),
        (USER, "AWS", THERE, Grant.NONE),
        (USER, "AWS", f"arn:aws:iam::{THERE}:root", Grant.NONE),
        (SERVICE, "AWS", HERE, Grant.NONE),
        (ANONYMOUS, "AWS", HERE, Grant.NONE),
        (USER, "AWS", f"{HERE}:root", Grant.NONE),
        (USER, "AWS", IAM, Grant.NONE),
        # Users: by ARN, case-sensitive, no wildcards, no part of a name; or by the id that IAM keeps.
        (USER, "AWS", f"{IAM}:user/team/alice", Grant.DIRECT),
        (USER, "AWS", f"{IAM}:user/alice", Grant.NONE),
        (USER, "AWS", f"{IAM}:user/team/Alice", Grant.NONE),
        (USER, "AWS", f"{IAM}:user/*", Grant.NONE),
        (USER, "AWS", "AIDAALICE", Grant.DIRECT),
        (USER, "AWS", "AIDAGONE", Grant.NONE),
        # Roles name all their sessions, sessions only themselves.
        (SESSION, "AWS", f"{IAM}:role/path/R", Grant.ROLE),
        (SESSION, "AWS", f"{IAM}:role/R", Grant.NONE),
        (PLAIN_SESSION, "AWS", f"{IAM}:role/R", Grant.ROLE),
        (SESSION, "AWS", "AROAR", Grant.ROLE),
        (SESSION, "AWS", f"{STS}:assumed-role/R/s", Grant.DIRECT),
        (SESSION, "AWS", f"{STS}:assumed-role/R/t", Grant.NONE),
        (SESSION, "AWS", f"{STS}:assumed-role/R/*", Grant.NONE),
        (USER, "AWS", f"{IAM}:role/path/R", Grant.NONE),
        # AWS STS federated user session principals.
        (FEDERATED, "AWS", f"{STS}:federated-user/bob", Grant.DIRECT),
        (FEDERATED, "AWS", f"{IAM}:user/bob", Grant.ROLE),
        # Services, identity providers, canonical users.
        (SERVICE, "Service", "sns.amazonaws.com", Grant.DIRECT),
        (SERVICE, "Service", "sqs.amazonaws.com", Grant.NONE),
        (USER, "Service", "sns.amazonaws.com", Grant.NONE),
        (PROVIDER, "Federated", "cognito-identity.amazonaws.com", Grant.DIRECT),
        (PROVIDER, "Federated", "accounts.google.com", Grant.NONE),
        (USER, "CanonicalUser", "79a59df9", Grant.ACCOUNT),
        (ROOT, "CanonicalUser", "79a59df9", Grant.DIRECT),
        (SESSION, "CanonicalUser", "79a59df9", Grant.NONE),
        # A type is part of the name.
        (SERVICE, "AWS", "sns.amazonaws.com", Grant.NONE),
        (USER, "Service", "*", Grant.NONE),
    ],
)
def test_principal(caller: Principal, kind: str, value: str, expected: Grant) -> None:
    """One entry of Principal against one caller."""
    assert named(caller, (kind, value)) is expected


def test_the_most_direct_entry_counts() -> None:
    """Entries are alternatives: one that names the user outweighs one that names the account."""
    assert named(USER, ("AWS", HERE), ("AWS", USER.arn), ("AWS", THERE)) is Grant.DIRECT


ROLE = ("AWS", f"{IAM}:role/path/R")
SELF = ("AWS", f"{STS}:assumed-role/R/s")
ACCOUNT = ("AWS", f"{IAM}:root")
ALICE = ("AWS", f"{IAM}:user/team/alice")


@pytest.mark.parametrize(
    ("caller", "entries", "spared"),
    [
        # IAM user guide: AWS JSON policy elements: NotPrincipal, the two examples and what they warn of.
        (USER, [ALICE, ACCOUNT], True),
        (USER, [ALICE, ("AWS", HERE)], True),
        (USER, [ALICE], False),
        (USER, [ACCOUNT], False),
        (SESSION, [SELF, ROLE, ACCOUNT], True),
        (SESSION, [("AWS", "AROAR"), SELF, ACCOUNT], True),
        (SESSION, [ROLE, ACCOUNT], False),
        (SESSION, [SELF, ACCOUNT], False),
        (SESSION, [SELF, ROLE], False),
        (FEDERATED, [ACCOUNT, ("AWS", f"{IAM}:user/bob"), ("AWS", FEDERATED.arn)], True),
        (ROOT, [ACCOUNT], True),
        (ROOT, [ALICE], False),
        (SERVICE, [("Service", "sns.amazonaws.com")], True),
        (SERVICE, [ACCOUNT], False),
        (PROVIDER, [("Federated", "cognito-identity.amazonaws.com")], True),
        (ANONYMOUS, [ACCOUNT, ALICE], False),
        (ANONYMOUS, [("AWS", "*")], True),
        (USER, [("CanonicalUser", "79a59df9"), ALICE], True),
    ],
)
def test_not_principal_with_deny(caller: Principal, entries: list[tuple[str, str]], spared: object) -> None:
    """A denial with NotPrincipal spares a caller that is listed with all above it."""
    found = named(caller, *entries, negated=True, effect=Effect.DENY)
    assert (found is Grant.NONE) is spared


def test_not_principal_with_deny_hits_everyone_with_a_boundary() -> None:
    """A boundary on the caller makes the denial apply "regardless of the values" (Permissions boundaries)."""
    principals = Principals((ALICE, ACCOUNT), negated=True)
    assert grant(principals, Effect.DENY, USER, bounded=True, rejected=frozenset()) is Grant.DIRECT


@pytest.mark.parametrize(("caller", "entry"), [(USER, ALICE), (USER, ACCOUNT), (SESSION, ROLE), (SESSION, SELF)])
def test_the_other_reading_of_not_principal_needs_one_level(caller: Principal, entry: tuple[str, str]) -> None:
    """With the reading rejected, listing the caller, its role or its account is enough."""
    rejected = frozenset({Reading.NOT_PRINCIPAL_LEVELS})
    principals = Principals((entry,), negated=True)
    assert grant(principals, Effect.DENY, caller, bounded=False, rejected=rejected) is Grant.NONE


@pytest.mark.parametrize(
    ("caller", "entries", "expected"),
    [
        (USER, [ALICE], Grant.NONE),
        (USER, [ACCOUNT], Grant.NONE),
        (SESSION, [ALICE], Grant.DIRECT),
        (ANONYMOUS, [ALICE, ACCOUNT], Grant.DIRECT),
    ],
)
def test_not_principal_with_allow(caller: Principal, entries: list[tuple[str, str]], expected: Grant) -> None:
    """A grant with NotPrincipal goes to everyone whom no entry names, "anonymous (unauthenticated) users" too."""
    assert named(caller, *entries, negated=True) is expected


@pytest.mark.parametrize(
    ("caller", "kind", "keys"),
    [
        # IAM user guide: AWS global condition context keys; Variables and tags, principal key values.
        (
            USER,
            PrincipalKind.USER,
            {"aws:principalarn": USER.arn, "aws:username": "alice", "aws:userid": "AIDAALICE"}
            | {"aws:principalaccount": HERE, "aws:principaltype": "User", "aws:principalisawsservice": "false"},
        ),
        (
            ROOT,
            PrincipalKind.ROOT,
            {"aws:principalarn": ROOT.arn, "aws:userid": HERE, "aws:principalaccount": HERE}
            | {"aws:principaltype": "Account", "aws:principalisawsservice": "false"},
        ),
        (
            SESSION,
            PrincipalKind.ROLE_SESSION,
            {"aws:principalarn": f"{IAM}:role/path/R", "aws:userid": "AROAR:s", "aws:principalaccount": HERE}
            | {"aws:principaltype": "AssumedRole", "aws:principalisawsservice": "false"},
        ),
        (
            FEDERATED,
            PrincipalKind.FEDERATED_USER,
            {"aws:principalarn": FEDERATED.arn, "aws:principalaccount": HERE}
            | {"aws:principaltype": "FederatedUser", "aws:principalisawsservice": "false"},
        ),
        (
            SERVICE,
            PrincipalKind.SERVICE,
            {"aws:principalisawsservice": "true", "aws:principalservicename": "sns.amazonaws.com"},
        ),
        (ANONYMOUS, PrincipalKind.ANONYMOUS, {"aws:principaltype": "Anonymous"}),
        (PROVIDER, PrincipalKind.PROVIDER, {}),
    ],
)
def test_keys_that_the_principal_implies(caller: Principal, kind: PrincipalKind, keys: dict[str, str]) -> None:
    """The context holds what follows from who calls, and no more."""
    assert caller.kind is kind
    assert Request(caller, "s3:GetObject", "*", {}).keys() == {key: (value,) for key, value in keys.items()}


def test_keys_that_the_request_gives_win() -> None:
    """Given keys replace implied ones, in any case of letters; an empty tuple takes a key away."""
    keys = Request(USER, "s3:GetObject", "*", {"AWS:UserName": "eve", "aws:UserId": (), "x:y": ("1", "2")}).keys()
    assert (keys["aws:username"], keys["aws:userid"], keys["x:y"]) == (("eve",), (), ("1", "2"))


@pytest.mark.parametrize("arn", ["", f"{IAM}:role/R", f"{IAM}:group/g", "alice", "arn:aws:s3:::b"])
def test_what_cannot_call_is_refused(arn: str) -> None:
    """A principal of an account has to be a user, the root user or a session."""
    with pytest.raises(ArgumentError, match="not the ARN of a caller"):
        Principal(arn, HERE)
