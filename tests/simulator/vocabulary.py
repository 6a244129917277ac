"""What the generated policies and requests speak of: callers, places, condition keys with their operators."""

from __future__ import annotations

from dataclasses import dataclass

from checks.proof.evaluate import Principal

HERE, THERE = "111122223333", "444455556666"


@dataclass(frozen=True)
class Place:
    """An action of a service with resources that it is called on; `policy` says whether those have policies."""

    action: str
    resources: tuple[str, ...]
    policy: bool = True


OBJECTS = (
    *("arn:aws:s3:::b/x", "arn:aws:s3:::b/alice/q", "arn:aws:s3:::b/a/b", "arn:aws:s3:::bc/x", "arn:aws:s3:::b/x:y"),
    *("arn:aws:s3:::b/${x", "arn:aws:s3:::b/X", "arn:aws:s3:::b/x y.(z)+", "arn:aws:s3:::b/\U0001f600"),
)
PLACES = (
    Place("s3:GetObject", OBJECTS),
    Place("s3:PutObject", OBJECTS),
    Place("s3:ListBucket", ("arn:aws:s3:::b", "arn:aws:s3:::bc", "arn:aws:s3:::alice")),
    Place("sns:Publish", (f"arn:aws:sns:us-east-1:{HERE}:t", f"arn:aws:sns:eu-west-1:{HERE}:alice-t")),
    Place("sqs:SendMessage", (f"arn:aws:sqs:us-east-1:{HERE}:q",)),
    Place("kms:Decrypt", (f"arn:aws:kms:us-east-1:{HERE}:key/0a1b", f"arn:aws:kms:us-east-1:{HERE}:key/0A1B")),
    Place("sts:AssumeRole", (f"arn:aws:iam::{HERE}:role/x", f"arn:aws:iam::{HERE}:role/team/x")),
    Place("dynamodb:GetItem", (f"arn:aws:dynamodb:us-east-1:{HERE}:table/t",)),
    Place("iam:GetUser", (f"arn:aws:iam::{HERE}:user/alice", f"arn:aws:iam::{HERE}:user/team/bob"), policy=False),
    Place("ec2:DescribeInstances", ("*",), policy=False),
    Place("marketplacecommerceanalytics:GenerateDataSet", ("*",), policy=False),
)
RESOURCE_POLICY_DECIDES = {"kms", "sts"}
"""Services whose resource policies have to allow, whatever the caller's own say."""

_CANONICAL = "0f" * 32
CALLERS = (
    Principal(f"arn:aws:iam::{HERE}:user/alice", HERE, userid="AIDAALICE0000000000A"),
    Principal(f"arn:aws:iam::{HERE}:user/alice", HERE, canonical_user=_CANONICAL),
    Principal(f"arn:aws:iam::{HERE}:user/team/bob", HERE),
    Principal(f"arn:aws:sts::{HERE}:assumed-role/R/s", HERE, userid="AROAROLE00000000000A:s"),
    Principal(f"arn:aws:sts::{HERE}:assumed-role/P/s", HERE, role_arn=f"arn:aws:iam::{HERE}:role/team/P"),
    Principal(f"arn:aws:sts::{HERE}:federated-user/alice", HERE, user_arn=f"arn:aws:iam::{HERE}:user/alice"),
    Principal(f"arn:aws:sts::{HERE}:federated-user/guest", HERE, user_arn=f"arn:aws:iam::{HERE}:user/alice"),
    Principal(f"arn:aws:iam::{HERE}:root", HERE),
    Principal(f"arn:aws:iam::{THERE}:user/alice", THERE),
    Principal(f"arn:aws:sts::{THERE}:assumed-role/R/s", THERE),
    Principal(f"arn:aws:iam::{THERE}:root", THERE),
    Principal("", "", service="sns.amazonaws.com"),
    Principal("", "", federated="accounts.google.com"),
    Principal("", ""),
)
ENTRIES = (
    *(("AWS", "*"), ("AWS", HERE), ("AWS", f"arn:aws:iam::{HERE}:root"), ("AWS", f"arn:aws:iam::{THERE}:root")),
    *(("AWS", THERE), ("AWS", f"arn:aws:iam::{HERE}:user/alice"), ("AWS", f"arn:aws:iam::{HERE}:user/team/bob")),
    *(("AWS", f"arn:aws:iam::{HERE}:user/guest"), ("AWS", f"arn:aws:iam::{THERE}:user/alice")),
    *(("AWS", f"arn:aws:iam::{HERE}:role/R"), ("AWS", f"arn:aws:iam::{HERE}:role/r")),
    *(("AWS", f"arn:aws:iam::{HERE}:role/team/P"), ("AWS", f"arn:aws:iam::{HERE}:role/P")),
    *(("AWS", f"arn:aws:sts::{HERE}:assumed-role/R/s"), ("AWS", f"arn:aws:sts::{HERE}:assumed-role/P/s")),
    *(("AWS", f"arn:aws:iam::{THERE}:role/R"), ("AWS", f"arn:aws:sts::{THERE}:assumed-role/R/s")),
    *(("AWS", f"arn:aws:sts::{HERE}:federated-user/alice"), ("AWS", f"arn:aws:sts::{HERE}:federated-user/guest")),
    *(("AWS", "AIDAALICE0000000000A"), ("AWS", "AROAROLE00000000000A"), ("CanonicalUser", _CANONICAL)),
    *(("Service", "sns.amazonaws.com"), ("Service", "sqs.amazonaws.com"), ("Federated", "accounts.google.com")),
)


@dataclass(frozen=True)
class Key:
    """A condition key: the operators of its type, values for policies, and values for requests."""

    name: str
    operators: tuple[str, ...]
    wanted: tuple[str, ...]
    given: tuple[str | tuple[str, ...], ...]

    @property
    def multivalued(self) -> bool:
        """Whether requests give it as a set."""
        return any(isinstance(value, tuple) for value in self.given)


_TEXT = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike"),
    "StringNotLike",
)
_NUMERIC = (
    *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"),
    "NumericGreaterThanEquals",
)
_DATE = tuple(name.replace("Numeric", "Date") for name in _NUMERIC)
_ARN = ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike")
_TOPIC = f"arn:aws:sns:us-east-1:{HERE}:t"
KEYS = (
    Key(
        "aws:RequestedRegion",
        _TEXT,
        ("us-east-1", "us-*", "US-EAST-1", "us-east-?", "*", "eu-west-1", "${aws:RequestedRegion}", "us${*}"),
        ("us-east-1", "eu-west-1", "us-*", "US-east-1", "us${*}"),
    ),
    Key(
        "aws:PrincipalTag/t",
        _TEXT,
        ("${aws:username}", "x", "a?c", "alic${?}", "${aws:PrincipalTag/none, 'x'}", "${aws:PrincipalTag/none}"),
        ("x", "alice", "bob", "a\U0001f600c", "abc", "alic?", "X", ""),
    ),
    Key(
        "aws:UserAgent",
        _TEXT,
        ("a*", "${aws:PrincipalTag/t}", "${aws:PrincipalTag/t, 'none'}*", "a.c", "(a)+", "[a-z]", "a${$}", "*${*}*"),
        ("abc", "a.c", "(a)+", "x", "alice", "a$", "none", "a*c", "${*}"),
    ),
    Key("aws:username", _TEXT, ("alice", "bob", "${aws:username}", "${aws:PrincipalTag/t}"), ()),
    Key(
        "aws:MultiFactorAuthAge",
        _NUMERIC,
        ("5", "10", "7.5", "10.0", "-1", "abc"),
        ("5", "4", "6", "7.5", "10", "11", "-1", "0"),
    ),
    Key(
        "aws:CurrentTime",
        _DATE,
        ("2026-01-01T00:00:00Z", "2025-01-01", "1735689600", "2026-01-01T01:00:00+01:00", "2025-06", "2026"),
        ("2024-01-01T00:00:00Z", "2025-06-01T12:00:00Z", "2026-01-01T00:00:00Z", "1735689600", "2027-01-01T00:00:00Z"),
    ),
    Key(
        "aws:SourceIp",
        ("IpAddress", "NotIpAddress"),
        ("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:0db8::1", "10.1.2.3/8"),
        ("10.0.0.1", "10.1.2.3", "11.0.0.1", "2001:db8::1", "2002::", "2001:db8:0:0:0:0:0:1"),
    ),
    Key("aws:SecureTransport", ("Bool",), ("true", "false", "True", "${aws:ViaAWSService}"), ("true", "false")),
    Key("aws:ViaAWSService", ("Bool",), ("true", "false"), ("true", "false")),
    Key("aws:SourceVpc", ("BinaryEquals",), ("YQ==", "YR==", "Yg=="), ("YQ==", "Yg==")),
    Key(
        "aws:SourceArn",
        _ARN,
        (
            _TOPIC,
            "arn:aws:s3:::b",
            "arn:aws:sns:*:*:*",
            "arn:aws:s3:::?",
            "arn:aws:sns:*",
            "arn:*:*:*:*:${aws:username}",
        ),
        (_TOPIC, "arn:aws:s3:::b", "arn:aws:s3:::alice", "x"),
    ),
    Key(
        "aws:PrincipalArn",
        _ARN,
        (
            f"arn:aws:iam::{HERE}:role/R",
            "arn:aws:iam::*:user/*",
            f"arn:aws:iam::{HERE}:*",
            "arn:aws:iam::*:role/team/?",
        ),
        (),
    ),
    Key("aws:PrincipalAccount", _TEXT, (HERE, THERE, "1*"), ()),
    Key("aws:PrincipalType", _TEXT, ("User", "AssumedRole", "Account", "Anonymous", "FederatedUser"), ()),
    Key(
        "aws:TagKeys",
        _TEXT,
        ("a", "b", "a*", "A", "${aws:username}", "${aws:PrincipalTag/none}", "?"),
        (("a",), ("b",), ("a", "b"), ("c",), ("a", "c"), ("",), ("ab",), ("a", ""), ("alice",)),
    ),
    Key("aws:CalledVia", _TEXT, ("athena.amazonaws.com", "*.amazonaws.com"), (("athena.amazonaws.com",), ("x", "y"))),
)
