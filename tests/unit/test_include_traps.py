"""The traps of inclusion, one by one, and over-broad role policies that a person has to understand at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.documents.model import parse_policy
from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Answer, Verdict, within
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.errors import DocumentError
from policies.role import role_policy
from policies.trust import trust_policy

TOPIC = "arn:aws:sns:us-east-1:111122223333:acme"
PLACE = Destination("acme-reports", TOPIC)
ROLE = NamedPolicy("reference", role_policy(PLACE, account_id="111122223333"))
DATA = Path(__file__).parent.parent / "data" / "seeds"
BUCKET, OBJECTS = "arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"
OWN = "arn:aws:iam::111122223333:role/MarketplaceCommerceAnalyticsRole"
USER = "arn:aws:iam::111122223333:user/alice"
SERVICE = "arn:aws:iam::452565589796:root"
Statement = dict[str, object]


def allow(action: object = "s3:*", resource: object = "*", **more: object) -> Statement:
    """An Allow."""
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


def deny(action: object = "s3:*", resource: object = "*", **more: object) -> Statement:
    """A Deny."""
    return allow(action, resource, **more) | {"Effect": "Deny"}


def when(operator: str, key: str, *values: str) -> Statement:
    """An Allow of everything with one condition."""
    return allow("*", "*", Condition={operator: {key: list(values)}})


def trust(principal: object, **more: object) -> Statement:
    """A statement of a trust policy."""
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"} | more


def policy(name: str, *statements: Statement, version: str = "2012-10-17") -> NamedPolicy:
    """A policy."""
    return NamedPolicy(name, parse_policy({"Version": version, "Statement": list(statements)}))


def ask(first: Statement | list[Statement], second: Statement | list[Statement], version: str = "2012-10-17") -> Answer:
    """Whether the first is within the second."""
    one, other = (item if isinstance(item, list) else [item] for item in (first, second))
    return within(policy("A", *one, version=version), policy("B", *other, version=version))


YES, NO = Verdict.PROVED, Verdict.REFUTED
TRAPS: list[tuple[str, Statement | list[Statement], Statement | list[Statement], Verdict]] = [
    ("a wildcard before the name", allow("s3:*Object"), allow("s3:PutObject"), NO),
    ("a name within a wildcard", allow("s3:PutObject"), allow("s3:*Object"), YES),
    ("a bucket is not its objects", allow(resource="arn:aws:s3:::b*"), allow(resource="arn:aws:s3:::b/*"), NO),
    ("objects are below a bucket's star", allow(resource="arn:aws:s3:::b/*"), allow(resource="arn:aws:s3:::b*"), YES),
    (
        "an absent key satisfies a negation",
        when("StringNotEquals", "aws:RequestedRegion", "x"),
        when("StringLike", "aws:RequestedRegion", "*"),
        NO,
    ),
    (
        "presence and a negation",
        [
            deny("*", Condition={"Null": {"aws:RequestedRegion": "true"}}),
            when("StringNotEquals", "aws:RequestedRegion", "x"),
        ],
        when("StringLike", "aws:RequestedRegion", "*"),
        YES,
    ),
    (
        "IfExists admits the absent key",
        when("StringEqualsIfExists", "aws:RequestedRegion", "x"),
        when("StringEquals", "aws:RequestedRegion", "x"),
        NO,
    ),
    (
        "the empty set satisfies all",
        when("ForAllValues:StringEquals", "aws:TagKeys", "a"),
        when("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
        NO,
    ),
    (
        "any is not all",
        when("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
        when("ForAllValues:StringEquals", "aws:TagKeys", "a"),
        NO,
    ),
    ("a case apart", allow("S3:PUTobject"), allow("s3:PutObject"), YES),
    ("the case of a resource", allow(resource="arn:aws:s3:::B"), allow(resource="arn:aws:s3:::b"), NO),
    (
        "the case of a key",
        when("StringEquals", "AWS:requestedregion", "x"),
        when("StringEquals", "aws:RequestedRegion", "x"),
        YES,
    ),
    (
        "ignoring case is wider",
        when("StringEqualsIgnoreCase", "aws:RequestedRegion", "X"),
        when("StringEquals", "aws:RequestedRegion", "x"),
        NO,
    ),
    ("one character", allow(resource="arn:aws:s3:::b/?"), allow(resource="arn:aws:s3:::b/*"), YES),
    ("one character of several bytes", allow(resource="arn:aws:s3:::b/é"), allow(resource="arn:aws:s3:::b/?"), YES),
    ("two characters are not one", allow(resource="arn:aws:s3:::b/éé"), allow(resource="arn:aws:s3:::b/?"), NO),
    ("a complement with nothing left", {"Effect": "Allow", "Action": "s3:*", "NotResource": "*"}, deny(), YES),
    ("a complement against a list", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, allow("s3:*"), NO),
    (
        "a complement within a complement",
        {"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"},
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        YES,
    ),
    (
        "a variable on both sides",
        allow(resource="arn:aws:s3:::b/${aws:username}/*"),
        allow(resource="arn:aws:s3:::b/${aws:username}/*"),
        YES,
    ),
    (
        "a variable below a star",
        allow(resource="arn:aws:s3:::b/${aws:username}/*"),
        allow(resource="arn:aws:s3:::b/*"),
        YES,
    ),
    (
        "a star above a variable",
        allow(resource="arn:aws:s3:::b/*"),
        allow(resource="arn:aws:s3:::b/${aws:username}/*"),
        NO,
    ),
    (
        "a variable against a name",
        allow(resource="arn:aws:s3:::b/${aws:username}"),
        allow(resource="arn:aws:s3:::b/alice"),
        NO,
    ),
    (
        "a variable that a condition settles",
        allow(resource="arn:aws:s3:::b/alice", Condition={"StringEquals": {"aws:username": "alice"}}),
        allow(resource="arn:aws:s3:::b/alice"),
        YES,
    ),
    ("an escaped star is a star", allow(resource="arn:aws:s3:::b/${*}"), allow(resource="arn:aws:s3:::b/?"), YES),
    (
        "a star is more than an escaped one",
        allow(resource="arn:aws:s3:::b/*"),
        allow(resource="arn:aws:s3:::b/${*}"),
        NO,
    ),
    ("a deny that takes a part away", [allow(), deny("s3:PutObject")], [allow(), deny("s3:Put*")], NO),
    ("a deny that takes more away", [allow(), deny("s3:Put*")], [allow(), deny("s3:PutObject")], YES),
    (
        "a union that covers together",
        allow(["s3:GetObject", "s3:PutObject"]),
        [allow("s3:Get*"), allow("s3:Put*")],
        YES,
    ),
    (
        "two halves of an address range",
        when("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
        [when("IpAddress", "aws:SourceIp", "10.0.0.0/9"), when("IpAddress", "aws:SourceIp", "10.128.0.0/9")],
        YES,
    ),
    (
        "an address of the other version",
        when("NotIpAddress", "aws:SourceIp", "0.0.0.0/0"),
        when("NotIpAddress", "aws:SourceIp", "::/0"),
        NO,
    ),
    (
        "numbers that meet",
        when("NumericLessThan", "s3:max-keys", "5"),
        when("NumericLessThanEquals", "s3:max-keys", "5"),
        YES,
    ),
    (
        "numbers of another spelling",
        when("NumericEquals", "s3:max-keys", "5"),
        when("NumericEquals", "s3:max-keys", "5.0"),
        YES,
    ),
    (
        "dates as a day and as seconds",
        when("DateLessThan", "aws:CurrentTime", "2025-01-01T00:00:00Z"),
        when("DateLessThan", "aws:CurrentTime", "1735689600"),
        YES,
    ),
    ("an account and its root are one", trust({"AWS": "452565589796"}), trust({"AWS": SERVICE}), YES),
    ("everybody is more than one account", trust("*"), trust({"AWS": SERVICE}), NO),
    (
        "a role is within its account, but named directly",
        trust({"AWS": "arn:aws:iam::452565589796:role/x"}),
        trust({"AWS": SERVICE}),
        NO,
    ),
    (
        "an external id and a pattern",
        trust({"AWS": SERVICE}, Condition={"StringLike": {"sts:ExternalId": "ab*"}}),
        trust({"AWS": SERVICE}, Condition={"StringEquals": {"sts:ExternalId": "abc"}}),
        NO,
    ),
    ("a user is within everybody", trust({"AWS": USER}), trust("*"), YES),
    ("an account is within everybody", trust({"AWS": SERVICE}), trust("*"), YES),
    (
        "an id may be that of a user of any account",
        trust({"AWS": "AIDAEXAMPLE"}),
        [trust({"AWS": "AIDAEXAMPLE"}), trust({"AWS": "444455556666"}) | {"Effect": "Deny"}],
        NO,
    ),
    (
        "an id may be that of the role that is named",
        trust({"AWS": "AROAEXAMPLE"}),
        [trust({"AWS": "AROAEXAMPLE"}), trust({"AWS": OWN}) | {"Effect": "Deny"}],
        NO,
    ),
    (
        "a canonical user may be any account",
        trust({"CanonicalUser": "79a5"}),
        [trust({"CanonicalUser": "79a5"}), trust({"AWS": "444455556666"}) | {"Effect": "Deny"}],
        NO,
    ),
    (
        "a role has no user name",
        trust({"AWS": OWN}, Condition={"StringEquals": {"aws:username": "alice"}}),
        trust({"AWS": "444455556666"}),
        YES,
    ),
    (
        "a user has one",
        trust({"AWS": "111122223333"}, Condition={"StringEquals": {"aws:username": "alice"}}),
        trust({"AWS": "444455556666"}),
        NO,
    ),
    (
        "a service has no user name to put in a resource",
        allow(resource="arn:aws:s3:::b/${aws:username}", Principal={"Service": "sns.amazonaws.com"}),
        allow(resource="arn:aws:s3:::c", Principal={"Service": "sns.amazonaws.com"}),
        YES,
    ),
    (
        "a resource beside one whose variable has no value",
        allow(resource="arn:aws:s3:::b"),
        allow(resource=["arn:aws:s3:::b/${aws:PrincipalTag/t}", "arn:aws:s3:::b"]),
        YES,
    ),
    (
        "a name that another pattern gives to a variable",
        [allow(resource="arn:aws:s3:::b/a/*")],
        [allow(resource="arn:aws:s3:::b/*"), deny(resource="arn:aws:s3:::b/${aws:PrincipalTag/t}/*")],
        NO,
    ),
    ("one condition more", when("Bool", "aws:SecureTransport", "true"), allow("*", "*"), YES),
    ("one condition less", allow("*", "*"), when("Bool", "aws:SecureTransport", "true"), NO),
    (
        "a longer complement by the letter",
        {"Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:s3:::b", "arn:aws:s3:::c"]},
        {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b"},
        YES,
    ),
    (
        "a shorter complement by the letter",
        {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b"},
        {"Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:s3:::b", "arn:aws:s3:::c"]},
        NO,
    ),
    ("a complement is not a list", {"Effect": "Allow", "NotAction": "*", "Resource": "*"}, deny(), YES),
    ("NotPrincipal with Deny spares", [trust("*"), trust("*") | {"Effect": "Deny"}], [trust({"AWS": SERVICE})], YES),
    (
        "an impossible allow is within anything",
        when("StringEquals", "aws:PrincipalAccount", "nobody")
        | {
            "Condition": {"StringEquals": {"aws:RequestedRegion": "a"}, "StringNotEquals": {"aws:RequestedRegion": "a"}}
        },
        deny(),
        YES,
    ),
]


@pytest.mark.parametrize(("first", "second", "verdict"), [trap[1:] for trap in TRAPS], ids=[trap[0] for trap in TRAPS])
def test_the_traps(first: Statement | list[Statement], second: Statement | list[Statement], verdict: Verdict) -> None:
    """Each trap has its answer."""
    answer = ask(first, second)
    assert answer.verdict is verdict, answer.reason


def test_a_grant_to_a_session_is_more_than_one_to_its_role() -> None:
    """The difference is shown by a session policy that allows nothing, and said in the reason."""
    session = "arn:aws:sts::111122223333:assumed-role/MarketplaceCommerceAnalyticsRole/s"
    answer = ask(trust({"AWS": session}), trust({"AWS": OWN}))
    assert answer.verdict is Verdict.REFUTED
    assert f"to {session} itself" in answer.reason
    assert answer.second is not None
    assert "session policy" in answer.second.reason


def test_variables_are_text_in_the_old_version() -> None:
    """Under 2008-10-17 `${…}` is literal text, and so is `${*}`, but for its star."""
    old, new = (
        policy("p", allow(resource="arn:aws:s3:::b/${aws:username}"), version=version)
        for version in ("2008-10-17", "2012-10-17")
    )
    assert within(old, new).verdict is Verdict.REFUTED
    assert within(old, old).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            when("ForAllValues:StringEquals", "aws:TagKeys", "a")
            | {"Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:TagKeys": "false"}}},
            when("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
            "empty string",
        ),
        (allow(resource="arn:aws:sns:*:t"), allow(resource="arn:aws:s3:::b"), "colon"),
    ],
)
def test_what_awss_pages_leave_open_is_unknown(first: Statement, second: Statement, said: str) -> None:
    """Where the answer depends on how an unclear page is read, it is unknown, and the reading is named."""
    answer = ask(first, second)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.construct == "open readings"
    assert said in answer.reason


def test_the_limit_of_time_is_kept_and_said() -> None:
    """A question that takes too long is unknown, and says so."""
    stars = "arn:aws:s3:::" + "*a?????????????" * 12
    answer = within(policy("A", allow(resource=stars)), policy("B", allow(resource=stars + "b")), seconds=0.2)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.construct == "limits"


def test_policies_of_different_kinds_are_not_compared() -> None:
    """An identity policy and a resource policy have nothing to be compared by."""
    with pytest.raises(DocumentError, match="names principals"):
        within(policy("A", allow()), policy("B", trust("*")))


def test_the_guides_own_policies_are_wider_than_the_reference() -> None:
    """The guide's caller policy, mended, is not pinned to a region; pinned, it is the reference."""
    for name in ("guide", "troubleshooting"):
        mended = NamedPolicy(name, parse_policy((DATA / f"{name}-caller-policy.mended.json").read_text()))
        reference = NamedPolicy("reference", caller_policy())
        answer = within(mended, reference)
        assert answer.verdict is Verdict.REFUTED
        assert answer.request is not None
        assert answer.request.action == "marketplacecommerceanalytics:GenerateDataSet"
        assert answer.context == {}
        assert within(reference, mended).verdict is Verdict.PROVED


FIVE = [
    allow("s3:GetBucketLocation", BUCKET),
    allow("s3:PutObject", OBJECTS),
    allow(["sns:GetTopicAttributes", "sns:Publish"], TOPIC),
    allow("iam:GetRolePolicy", OWN),
]
BROAD: list[tuple[str, list[Statement], str, str]] = [
    ("everything", [allow("*", "*")], "", ""),
    ("all of S3", [*FIVE, allow("s3:*", OBJECTS)], "s3:GetObject", "acme-reports/"),
    ("all of S3 everywhere", [*FIVE, allow("s3:*", "*")], "s3:GetObject", ""),
    ("put anywhere", [*FIVE, allow("s3:PutObject", "*")], "s3:PutObject", ""),
    ("put into buckets of a name", [*FIVE, allow("s3:PutObject", "arn:aws:s3:::acme-*")], "s3:PutObject", "acme-"),
    ("put into the bucket", [*FIVE, allow("s3:PutObject", BUCKET)], "s3:PutObject", BUCKET),
    ("every Put", [*FIVE, allow("s3:Put*", OBJECTS)], "s3:Put", "acme-reports/"),
    ("locate every bucket", [*FIVE, allow("s3:GetBucketLocation", "*")], "s3:GetBucketLocation", ""),
    ("publish anywhere", [*FIVE, allow("sns:Publish", "*")], "sns:Publish", ""),
    ("publish in every account", [*FIVE, allow("sns:Publish", "arn:aws:sns:us-east-1:*:acme")], "sns:Publish", ":acme"),
    (
        "publish in every region",
        [*FIVE, allow("sns:Publish", "arn:aws:sns:*:111122223333:acme")],
        "sns:Publish",
        ":acme",
    ),
    ("publish to topics of a name", [*FIVE, allow("sns:Publish", f"{TOPIC}*")], "sns:Publish", TOPIC),
    ("all of SNS", [*FIVE, allow("sns:*", TOPIC)], "sns:", TOPIC),
    ("read any role's policy", [*FIVE, allow("iam:GetRolePolicy", "*")], "iam:GetRolePolicy", ""),
    ("read all of IAM", [*FIVE, allow("iam:Get*", OWN)], "iam:Get", OWN),
    ("pass itself", [*FIVE, allow("iam:PassRole", OWN)], "iam:PassRole", OWN),
    ("change itself", [*FIVE, allow("iam:PutRolePolicy", OWN)], "iam:PutRolePolicy", OWN),
    ("all but IAM", [*FIVE, {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "", ""),
    (
        "all but one bucket",
        [*FIVE, {"Effect": "Allow", "Action": "s3:PutObject", "NotResource": "arn:aws:s3:::x/*"}],
        "s3:PutObject",
        "",
    ),
    ("a deny that takes too little", [allow("s3:*", OBJECTS), deny("s3:Delete*")], "s3:GetObject", "acme-reports/"),
    (
        "a condition that everybody meets",
        [*FIVE, allow("s3:GetObject", OBJECTS, Condition={"StringLike": {"aws:UserAgent": "*"}})],
        "s3:GetObject",
        "acme-reports/",
    ),
    ("decrypt with every key", [*FIVE, allow("kms:Decrypt", "*")], "kms:Decrypt", ""),
]


@pytest.mark.parametrize(
    ("statements", "action", "resource"), [case[1:] for case in BROAD], ids=[case[0] for case in BROAD]
)
def test_an_over_broad_role_policy_is_refuted_by_a_request_that_people_know(
    statements: list[Statement], action: str, resource: str
) -> None:
    """The request names a known action and a readable ARN of the very place where the policy is too broad."""
    answer = within(policy("role", *statements), ROLE)
    assert answer.verdict is Verdict.REFUTED
    assert answer.request is not None
    assert answer.request.action.startswith(action)
    assert resource in answer.request.resource
    assert answer.request.resource == "*" or answer.request.resource.startswith("arn:aws:")
    assert len(answer.request.resource) < 90
    assert len(answer.request.context) <= 1


@pytest.mark.parametrize(
    "reference",
    [ROLE.document, caller_policy(), reader_policy(PLACE), trust_policy("6b1c3f0e-1111-4222-8333-944455556666")],
    ids=["role", "caller", "reader", "trust"],
)
def test_a_reference_is_within_itself_in_other_words(reference: object) -> None:
    """What the project grants is proved to be what the project grants, read back from its own text."""
    assert hasattr(reference, "to_json")
    one, other = NamedPolicy("one", reference), NamedPolicy("other", parse_policy(reference.to_json()))
    assert within(one, other).verdict is within(other, one).verdict is Verdict.PROVED
