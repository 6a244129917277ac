"""What the service's role may do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import (
    ACCOUNT,
    BUCKET,
    KEY_ARN,
    OTHER_ACCOUNT,
    ROLE_ARN,
    TOPIC_ARN,
    TOPIC_KEY_ARN,
    account_ids,
    actions,
    destination_lists,
    iam_size,
    judge,
    role_session,
)

from policies.destination import Destination
from policies.document import Effect
from policies.errors import ArgumentError
from policies.role import KEY_ACTIONS, ROLE_ACTIONS, role_policy

PLAIN = Destination(BUCKET, TOPIC_ARN)
BELOW = Destination(BUCKET, TOPIC_ARN, "reports")
KEYED = Destination(BUCKET, TOPIC_ARN, "reports", KEY_ARN, TOPIC_KEY_ARN)
INLINE_LIMIT = 10_240
"""Characters of all inline policies of a role (IAM user guide, "IAM and AWS STS quotas")."""

NEEDED = [
    ("s3:GetBucketLocation", f"arn:aws:s3:::{BUCKET}"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports/set_2026-01-01.csv"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports/mca-smoke/x/set.meta.json"),
    ("sns:GetTopicAttributes", TOPIC_ARN),
    ("sns:Publish", TOPIC_ARN),
    ("iam:GetRolePolicy", ROLE_ARN),
]
TOO_MUCH = [
    ("s3:GetBucketLocation", "arn:aws:s3:::acme-reports-2"),
    ("s3:GetBucketLocation", f"arn:aws:s3:::{BUCKET}/reports"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/set.csv"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports2/set.csv"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/Reports/set.csv"),
    ("s3:PutObject", "arn:aws:s3:::acme-reports-2/reports/set.csv"),
    ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv"),
    ("s3:DeleteObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv"),
    ("s3:PutObjectAcl", f"arn:aws:s3:::{BUCKET}/reports/set.csv"),
    ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}"),
    ("sns:Publish", f"{TOPIC_ARN}-2"),
    ("sns:Publish", TOPIC_ARN.replace("eu-central-1", "us-east-1")),
    ("sns:Publish", TOPIC_ARN.replace(ACCOUNT, OTHER_ACCOUNT)),
    ("sns:Subscribe", TOPIC_ARN),
    ("sns:SetTopicAttributes", TOPIC_ARN),
    ("iam:GetRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/Admin"),
    ("iam:PutRolePolicy", ROLE_ARN),
    ("iam:PassRole", ROLE_ARN),
    ("kms:Decrypt", KEY_ARN),
    ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/Admin"),
]


@pytest.mark.parametrize(("action", "resource"), NEEDED)
def test_each_call_of_a_delivery_is_allowed(action: str, resource: str) -> None:
    """The role's session may make every call that the service makes, by its own policy alone."""
    decision = judge(role_session(), action, resource, identity=role_policy(BELOW, account_id=ACCOUNT))
    assert decision.allowed, decision.reason


@pytest.mark.parametrize(("action", "resource"), TOO_MUCH)
def test_nothing_else_is_allowed(action: str, resource: str) -> None:
    """Neither another action nor another bucket, prefix, topic, role or key is granted."""
    decision = judge(role_session(), action, resource, identity=role_policy(BELOW, account_id=ACCOUNT))
    assert not decision.allowed, decision.reason


def test_without_a_prefix_the_whole_bucket_can_be_written() -> None:
    """A destination without prefix takes deliveries of callers that send none, and of those that send any."""
    policy = role_policy(PLAIN, account_id=ACCOUNT)
    for key in ("set.csv", "any/where/set.csv"):
        assert judge(role_session(), "s3:PutObject", f"arn:aws:s3:::{BUCKET}/{key}", identity=policy).allowed
    assert not judge(role_session(), "s3:PutObject", f"arn:aws:s3:::{BUCKET}2/set.csv", identity=policy).allowed


@pytest.mark.parametrize("action", KEY_ACTIONS)
def test_customer_keys_can_be_used_and_no_others(action: str) -> None:
    """With customer keys the role may encrypt with these two keys and with no third one."""
    policy = role_policy(KEYED, account_id=ACCOUNT)
    for key, allowed in ((KEY_ARN, True), (TOPIC_KEY_ARN, True), (KEY_ARN[:-1] + "9", False)):
        assert judge(role_session(), action, key, identity=policy).allowed is allowed


@pytest.mark.parametrize(
    ("places", "expected"), [((PLAIN,), set()), ((PLAIN, BELOW), set()), ((KEYED,), set(KEY_ACTIONS))]
)
def test_exactly_the_five_actions(places: tuple[Destination, ...], expected: set[str]) -> None:
    """The five actions of the service's model, and the two of KMS only where a customer key is."""
    assert set(ROLE_ACTIONS) == {
        "s3:GetBucketLocation",
        "s3:PutObject",
        "sns:GetTopicAttributes",
        "sns:Publish",
        "iam:GetRolePolicy",
    }
    assert actions(role_policy(*places, account_id=ACCOUNT)) == set(ROLE_ACTIONS) | expected


def test_two_generations_stand_in_one_policy() -> None:
    """During a rotation one document grants both destinations, and what they share is listed once."""
    second = Destination("acme-reports-2", TOPIC_ARN, "reports")
    policy = role_policy(BELOW, second, account_id=ACCOUNT)
    for bucket in (BUCKET, "acme-reports-2"):
        assert judge(role_session(), "s3:PutObject", f"arn:aws:s3:::{bucket}/reports/a", identity=policy).allowed
    (announce,) = [statement for statement in policy.statements if "sns:Publish" in statement.actions]
    assert announce.resources == (TOPIC_ARN,)


@pytest.mark.parametrize(
    ("argument", "build"),
    [
        ("destinations", lambda: role_policy(account_id=ACCOUNT)),
        (
            "destinations",
            lambda: role_policy(
                PLAIN, Destination(BUCKET, f"arn:aws-cn:sns:cn-north-1:{ACCOUNT}:t"), account_id=ACCOUNT
            ),
        ),
        ("account_id", lambda: role_policy(PLAIN, account_id="1234")),
        ("account_id", lambda: role_policy(PLAIN, account_id="*")),
        ("account_id", lambda: role_policy(PLAIN, account_id="\u0661" * 12)),
        ("role_name", lambda: role_policy(PLAIN, account_id=ACCOUNT, role_name="*")),
        ("role_name", lambda: role_policy(PLAIN, account_id=ACCOUNT, role_name="")),
        ("bucket", lambda: Destination("*", TOPIC_ARN)),
        ("bucket", lambda: Destination(f"arn:aws:s3:::{BUCKET}", TOPIC_ARN)),
        ("bucket", lambda: Destination("s3://acme", TOPIC_ARN)),
        ("topic_arn", lambda: Destination(BUCKET, "acme-topic")),
        ("topic_arn", lambda: Destination(BUCKET, f"{TOPIC_ARN}.fifo")),
        ("topic_arn", lambda: Destination(BUCKET, f"arn:aws:sns:eu-central-1:{ACCOUNT}:*")),
        ("topic_arn", lambda: Destination(BUCKET, f"arn:nowhere:sns:eu-central-1:{ACCOUNT}:t")),
        ("prefix", lambda: Destination(BUCKET, TOPIC_ARN, "reports/*")),
        ("prefix", lambda: Destination(BUCKET, TOPIC_ARN, "/reports")),
        ("prefix", lambda: Destination(BUCKET, TOPIC_ARN, "")),
        ("prefix", lambda: Destination(BUCKET, TOPIC_ARN, "${aws:username}")),
        ("bucket_key_arn", lambda: Destination(BUCKET, TOPIC_ARN, None, "alias/reports")),
        ("topic_key_arn", lambda: Destination(BUCKET, TOPIC_ARN, None, None, f"arn:aws:kms:us-east-1:{ACCOUNT}:key/*")),
    ],
)
def test_a_wrong_argument_is_named(argument: str, build: object) -> None:
    """A wrong value never reaches a document: the error names the argument and says what would do."""
    assert callable(build)
    with pytest.raises(ArgumentError) as caught:
        build()
    assert caught.value.argument == argument
    assert caught.value.remedy
    assert str(caught.value).startswith(f"{argument}: ")


@given(destination_lists(), account_ids)
@settings(deadline=None, max_examples=60)
def test_statements_only_allow_and_never_widen(places: list[Destination], account: str) -> None:
    """Whatever the arguments: only Allow, no wildcard but the objects' own, ARNs of the destinations' partition."""
    policy = role_policy(*places, account_id=account)
    assert actions(policy) - set(KEY_ACTIONS) == set(ROLE_ACTIONS)
    assert ("kms:Decrypt" in actions(policy)) is any(place.key_arns for place in places)
    for statement in policy.statements:
        assert (statement.effect, statement.conditions, statement.principals) == (Effect.ALLOW, (), None)
        assert not any("*" in action for action in statement.actions)
        for resource in statement.resources:
            assert resource.startswith(f"arn:{places[0].partition}:")
            assert "*" not in resource.removesuffix("/*")
            assert resource.endswith("*") is (statement.sid == "DeliverReports")


@given(destination_lists(), st.data())
@settings(deadline=None, max_examples=40)
def test_what_is_granted_is_what_the_arguments_say(places: list[Destination], data: st.DataObject) -> None:
    """A call on one place's bucket, prefix or topic is allowed if and only if some destination names it."""
    policy = role_policy(*places, account_id=ACCOUNT)
    bucket = data.draw(st.sampled_from([place.bucket for place in places] + ["not-a-destination"]))
    prefix = data.draw(st.sampled_from([place.prefix or "" for place in places] + ["elsewhere"]))
    part = places[0].partition
    key = f"{prefix}/report.csv" if prefix else "report.csv"
    expected = any(
        place.bucket == bucket and (place.prefix is None or key.startswith(f"{place.prefix}/")) for place in places
    )
    resource = f"arn:{part}:s3:::{bucket}/{key}"
    assert judge(role_session(), "s3:PutObject", resource, identity=policy).allowed is expected
    topic = data.draw(st.sampled_from([place.topic_arn for place in places]))
    assert judge(role_session(), "sns:Publish", topic, identity=policy).allowed
    assert not judge(role_session(), "sns:Publish", f"{topic}x" * 2, identity=policy).allowed


def test_eight_destinations_fit_into_a_role() -> None:
    """Eight destinations with the longest bucket names, prefixes of 128 characters and two keys each fit inline."""
    places = [
        Destination(
            f"{number}{'b' * 62}",
            f"arn:aws:sns:ap-southeast-2:{ACCOUNT}:{number}{'t' * 127}",
            f"{number}{'p' * 127}",
            f"arn:aws:kms:ap-southeast-2:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-00000000000{number}",
            f"arn:aws:kms:ap-southeast-2:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-00000000001{number}",
        )
        for number in range(8)
    ]
    assert iam_size(role_policy(*places, account_id=ACCOUNT)) < INLINE_LIMIT


def test_two_generations_of_the_longest_names_fit_into_a_role() -> None:
    """A rotation's two generations fit inline even with the longest names that are taken."""
    places = [
        Destination(
            f"{number}{'b' * 62}",
            f"arn:aws-us-gov:sns:ap-southeast-2:{ACCOUNT}:{number}{'t' * 255}",
            f"{number}{'p' * 899}",
            f"arn:aws-us-gov:kms:ap-southeast-2:{ACCOUNT}:key/mrk-{'0' * 31}{number}",
        )
        for number in range(2)
    ]
    assert iam_size(role_policy(*places, account_id=ACCOUNT)) < INLINE_LIMIT
