"""Pairs of policies that are rich in what makes inclusion hard, and requests to try on them."""

from __future__ import annotations

from hypothesis import strategies as st

from checks.documents.model import Condition, Effect, PolicyDocument, Principals, Statement
from checks.proof.evaluate import NamedPolicy, Policies, Principal, PrincipalKind, Request

HERE, THERE = "111122223333", "444455556666"
ACTIONS = [
    *("s3:GetObject", "s3:PutObject", "s3:*", "s3:Get*", "s3:*Object", "*", "sns:Publish", "sns:*", "s3:?etObject"),
    *("S3:getobject", "*:Publish", "s3:GetObject*", "s*t"),
]
RESOURCES = [
    *("*", "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::b*", "arn:aws:s3:::b/a/*", "arn:aws:s3:::*"),
    *("arn:aws:s3:::b/?", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:PrincipalTag/t}", "arn:aws:s3*"),
    *(f"arn:aws:sns:*:{HERE}:t", f"arn:aws:sns:us-east-1:{HERE}:t", "arn:aws:s3:::b/${aws:username, 'none'}"),
    "arn:aws:s3:::b/${*}",
]
TESTS = [
    ("StringEquals", "aws:RequestedRegion", ["us-east-1", "eu-west-1", "us-*"]),
    ("StringLike", "aws:RequestedRegion", ["us-*", "*", "us-east-?"]),
    ("StringNotEquals", "aws:RequestedRegion", ["us-east-1"]),
    ("StringNotLikeIfExists", "aws:RequestedRegion", ["us-*"]),
    ("StringEqualsIfExists", "aws:RequestedRegion", ["us-east-1"]),
    ("StringEqualsIgnoreCase", "aws:requestedregion", ["US-EAST-1"]),
    ("Null", "aws:RequestedRegion", ["true", "false"]),
    ("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "10.1.2.3"]),
    ("NotIpAddress", "aws:SourceIp", ["10.0.0.0/9"]),
    ("NumericLessThan", "s3:max-keys", ["5", "10"]),
    ("NumericGreaterThanEquals", "s3:max-keys", ["7"]),
    ("NumericNotEquals", "s3:max-keys", ["5"]),
    ("DateLessThan", "aws:CurrentTime", ["2026-01-01T00:00:00Z"]),
    ("DateGreaterThan", "aws:CurrentTime", ["2025-01-01", "1735689600"]),
    ("Bool", "aws:SecureTransport", ["true", "false"]),
    ("BoolIfExists", "aws:SecureTransport", ["true"]),
    ("BinaryEquals", "kms:EncryptionContextKeys", ["YQ==", "Yg=="]),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", ["a*", "b"]),
    ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"]),
    ("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", ["a"]),
    ("StringEquals", "aws:TagKeys", ["a"]),
    ("Null", "aws:TagKeys", ["false"]),
    ("ArnLike", "aws:PrincipalArn", [f"arn:aws:iam::{HERE}:role/x", "arn:aws:iam::*:user/*"]),
    ("ArnNotEquals", "aws:SourceArn", [f"arn:aws:sns:*:{HERE}:t", "arn:aws:s3:::b"]),
    ("StringEquals", "aws:PrincipalAccount", [HERE]),
    ("StringEquals", "aws:PrincipalTag/t", ["${aws:username}", "x"]),
    ("StringLike", "s3:prefix", ["${aws:username}/*", "home/*"]),
    ("StringEquals", "aws:username", ["alice", "bob"]),
]
ENTRIES = [
    *(("AWS", "*"), ("AWS", HERE), ("AWS", f"arn:aws:iam::{HERE}:user/alice"), ("AWS", f"arn:aws:iam::{HERE}:role/R")),
    ("AWS", f"arn:aws:sts::{HERE}:assumed-role/R/s"),
    *(("AWS", f"arn:aws:iam::{THERE}:root"), ("Service", "sns.amazonaws.com"), ("Federated", "accounts.google.com")),
]
ATTACHED = [
    Principal(f"arn:aws:iam::{HERE}:user/alice", HERE),
    Principal(f"arn:aws:iam::{HERE}:user/bob", HERE),
    Principal(f"arn:aws:sts::{HERE}:assumed-role/R/s", HERE),
    Principal(f"arn:aws:sts::{THERE}:assumed-role/x/t", THERE),
]
"""Callers to whom an identity policy can be attached."""
CALLERS = [
    *ATTACHED,
    Principal(f"arn:aws:iam::{THERE}:root", THERE),
    Principal(f"arn:aws:sts::{HERE}:federated-user/bob", HERE, user_arn=f"arn:aws:iam::{HERE}:user/alice"),
    Principal("", "", service="sns.amazonaws.com"),
    Principal("", "", service="ec2.amazonaws.com"),
    Principal("", "", federated="accounts.google.com"),
    Principal("", ""),
]
EVERYTHING = NamedPolicy(
    "everything", PolicyDocument("2012-10-17", (Statement(Effect.ALLOW, actions=("*",), resources=("*",)),))
)


def some(items: list[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """One to some of the items."""
    return st.lists(st.sampled_from(items), min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Condition, ...]:
    """Up to two conditions, no operator twice on one key."""
    chosen = draw(st.lists(st.sampled_from(TESTS), max_size=2, unique_by=lambda test: (test[0], test[1])))
    return tuple(Condition(operator, key, draw(some(values, 2))) for operator, key, values in chosen)


def statements(principals: st.SearchStrategy[Principals | None]) -> st.SearchStrategy[Statement]:
    """Statements rich in wildcards, complements, denies and conditions."""
    seldom = st.sampled_from([False, False, False, False, True])
    return st.builds(
        Statement,
        effect=st.sampled_from([Effect.ALLOW, Effect.ALLOW, Effect.DENY]),
        sid=st.none(),
        principals=principals,
        actions=some(ACTIONS),
        actions_negated=seldom,
        resources=some(RESOURCES),
        resources_negated=seldom,
        conditions=conditions(),
        span=st.none(),
    )


@st.composite
def pairs(draw: st.DrawFn, *, by_resource: bool) -> tuple[NamedPolicy, NamedPolicy]:
    """Two policies of one kind; often the second has the first one's statements, so that many pairs are proved."""
    who: st.SearchStrategy[Principals | None] = st.none()
    if by_resource:
        entries = st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=2, unique=True).map(tuple)
        who = st.builds(Principals, entries, st.sampled_from([False, False, False, False, True]))
    version = st.sampled_from(["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"])
    one = st.lists(statements(who), min_size=1, max_size=3).map(tuple)
    first, second = draw(one), draw(one)
    if draw(st.booleans()):
        second = (*first[: draw(st.integers(1, 3))], *second[: draw(st.integers(0, 2))])
    language = draw(version)
    other = language if draw(st.booleans()) else draw(version)
    return NamedPolicy("A", PolicyDocument(language, first)), NamedPolicy("B", PolicyDocument(other, second))


VALUES: dict[str, list[str | tuple[str, ...]]] = {
    "aws:RequestedRegion": ["us-east-1", "eu-west-1", "us-*", "us-east-2", "US-east-1", ""],
    "aws:SourceIp": ["10.0.0.1", "10.1.2.3", "10.200.0.1", "11.0.0.1", "2001:db8::1", "2002::", "no"],
    "s3:max-keys": ["5", "4", "6", "7", "10", "11", "x"],
    "aws:CurrentTime": ["2024-01-01", "2025-06-01", "2027-01-01", "2025-01-01", "2026-01-01T00:00:00Z"],
    "aws:SecureTransport": ["true", "false", "TRUE"],
    "kms:EncryptionContextKeys": ["YQ==", "Yg==", "Yw=="],
    "aws:TagKeys": [("a",), ("b",), ("a", "b"), ("c",), ("a", "c"), ("",), ("ab",), ("a", "")],
    "aws:PrincipalTag/t": ["x", "alice", "bob", "none"],
    "aws:SourceArn": [f"arn:aws:sns:us-east-1:{HERE}:t", "arn:aws:s3:::b", "x"],
    "s3:prefix": ["alice/x", "home/x", "q"],
}


def requests(*, by_resource: bool) -> st.SearchStrategy[Request]:
    """Requests near the patterns and constants of the policies."""
    return st.builds(
        Request,
        st.sampled_from(CALLERS if by_resource else ATTACHED),
        st.sampled_from(["s3:GetObject", "s3:PutObject", "sns:Publish", "s3:GetObjectAcl", "s3:xetObject", "iam:Get"]),
        st.sampled_from(
            [
                *("*", "arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:::b/a/b", "arn:aws:s3:::bc"),
                *("arn:aws:s3:::b/alice/q", "arn:aws:s3:::b/alice", "arn:aws:s3:::b/none", "arn:aws:s3:::b/*"),
                *(f"arn:aws:sns:us-east-1:{HERE}:t", f"arn:aws:sns:a:b:{HERE}:t", "arn:aws:s3:::b/x:y"),
            ]
        ),
        st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()}),
        st.none(),
    )


def alone(policy: NamedPolicy, request: Request, *, by_resource: bool, delegated: bool) -> Policies:
    """The policy, and nothing else that matters; `delegated` lets the caller's own account allow everything."""
    if not by_resource:
        return Policies(identity=(policy,))
    own = (EVERYTHING,) if delegated and request.principal.kind is not PrincipalKind.ANONYMOUS else ()
    return Policies(identity=own, resource=policy, resource_policy_decides=True)
