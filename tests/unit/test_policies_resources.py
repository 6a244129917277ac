"""The policies of the bucket, the topic and the key: what they refuse, and what they never stop."""

from __future__ import annotations

import pytest
from policy_values import (
    ACCOUNT,
    BUCKET,
    CLEAR,
    KEY_ARN,
    OTHER_ACCOUNT,
    ROLE_ARN,
    TLS,
    TOPIC_ARN,
    everything,
    judge,
    role_session,
    user,
)

from checks.proof.evaluate import Outcome, Principal
from policies.bucket import bucket_policy
from policies.destination import Destination
from policies.document import Effect
from policies.errors import ArgumentError
from policies.key import key_policy
from policies.role import KEY_ACTIONS, role_policy
from policies.topic import topic_policy

DELIVERY = role_policy(Destination(BUCKET, TOPIC_ARN, "reports"), account_id=ACCOUNT)
STRANGER = Principal(arn=f"arn:aws:iam::{OTHER_ACCOUNT}:user/eve", account=OTHER_ACCOUNT)
BUCKET_CALLS = [
    ("s3:GetBucketLocation", f"arn:aws:s3:::{BUCKET}"),
    ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv"),
]
TOPIC_CALLS = [("sns:GetTopicAttributes", TOPIC_ARN), ("sns:Publish", TOPIC_ARN)]


@pytest.mark.parametrize(("action", "resource"), BUCKET_CALLS)
@pytest.mark.parametrize("context", [TLS, {}], ids=["tls", "key absent"])
def test_the_bucket_policy_never_stops_a_delivery(action: str, resource: str, context: dict[str, str]) -> None:
    """With the bucket policy in place the role's calls over TLS go through, and where the key is absent, too."""
    decision = judge(
        role_session(), action, resource, identity=DELIVERY, attached=bucket_policy(BUCKET), context=context
    )
    assert decision.allowed, decision.reason


@pytest.mark.parametrize(
    ("action", "resource"),
    [*BUCKET_CALLS, ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/a"), ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}")],
)
@pytest.mark.parametrize("principal", [role_session(), user(), STRANGER], ids=str)
def test_the_bucket_policy_refuses_clear_text(principal: Principal, action: str, resource: str) -> None:
    """Whoever comes without TLS is denied, whatever else allows it."""
    decision = judge(
        principal,
        action,
        resource,
        identity=everything(),
        attached=bucket_policy(BUCKET),
        owner=ACCOUNT,
        context=CLEAR,
    )
    assert decision.outcome is Outcome.EXPLICIT_DENY


@pytest.mark.parametrize("principal", [user(), STRANGER, Principal(arn="", account="")], ids=str)
def test_the_bucket_policy_grants_nothing(principal: Principal) -> None:
    """It only denies: nobody gets anything by it, over TLS either."""
    assert {statement.effect for statement in bucket_policy(BUCKET).statements} == {Effect.DENY}
    decision = judge(
        principal, "s3:GetObject", f"arn:aws:s3:::{BUCKET}/a", attached=bucket_policy(BUCKET), owner=ACCOUNT
    )
    assert decision.outcome is Outcome.IMPLICIT_DENY


@pytest.mark.parametrize(("action", "resource"), TOPIC_CALLS)
def test_the_topic_policy_lets_the_role_announce(action: str, resource: str) -> None:
    """The role announces by its own policy; without that the topic's delegation is not enough."""
    topic = topic_policy(TOPIC_ARN)
    assert judge(role_session(), action, resource, identity=DELIVERY, attached=topic).allowed
    assert not judge(role_session(), action, resource, attached=topic).allowed


@pytest.mark.parametrize("action", ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes"])
@pytest.mark.parametrize(
    "principal", [STRANGER, Principal(arn="", account=""), Principal(arn="", account="", service="s3.amazonaws.com")]
)
def test_the_topic_policy_admits_nobody_from_outside(principal: Principal, action: str) -> None:
    """Another account, the anonymous and service principals get nothing."""
    decision = judge(
        principal,
        action,
        TOPIC_ARN,
        identity=everything() if principal.account else None,
        attached=topic_policy(TOPIC_ARN),
        owner=ACCOUNT,
    )
    assert not decision.allowed


def test_the_topic_policy_refuses_clear_text() -> None:
    """A message without TLS is denied, the role's too."""
    decision = judge(
        role_session(),
        "sns:Publish",
        TOPIC_ARN,
        identity=DELIVERY,
        attached=topic_policy(TOPIC_ARN),
        context=CLEAR,
    )
    assert decision.outcome is Outcome.EXPLICIT_DENY


@pytest.mark.parametrize("action", KEY_ACTIONS)
def test_the_key_admits_the_role(action: str) -> None:
    """The role's session uses the key by the key's own policy, even before its identity policy names it."""
    context = {"kms:CallerAccount": ACCOUNT}
    decision = judge(role_session(), action, KEY_ARN, attached=key_policy(ACCOUNT), decides=True, context=context)
    assert decision.allowed, decision.reason


@pytest.mark.parametrize(
    ("principal", "action", "account"),
    [
        (role_session("Another"), "kms:Decrypt", ACCOUNT),
        (role_session("MarketplaceCommerceAnalyticsRole2"), "kms:GenerateDataKey", ACCOUNT),
        (user(), "kms:Decrypt", ACCOUNT),
        (role_session(), "kms:CreateGrant", ACCOUNT),
        (role_session(), "kms:ScheduleKeyDeletion", ACCOUNT),
        (role_session(), "kms:PutKeyPolicy", ACCOUNT),
        (role_session(), "kms:Encrypt", ACCOUNT),
        (role_session(account=OTHER_ACCOUNT), "kms:Decrypt", OTHER_ACCOUNT),
        (STRANGER, "kms:Decrypt", OTHER_ACCOUNT),
        (Principal(arn="", account=""), "kms:Decrypt", ""),
    ],
    ids=str,
)
def test_the_key_admits_nobody_else(principal: Principal, action: str, account: str) -> None:
    """Without a grant of its own nobody else uses the key, and another account's role of the same name never."""
    context = {"kms:CallerAccount": account} if account else {}
    decision = judge(
        principal, action, KEY_ARN, attached=key_policy(ACCOUNT), decides=True, owner=ACCOUNT, context=context
    )
    assert not decision.allowed, decision.reason


def test_another_accounts_own_policy_does_not_help_it() -> None:
    """Another account that allows itself everything still cannot use the key."""
    decision = judge(
        role_session(account=OTHER_ACCOUNT),
        "kms:Decrypt",
        KEY_ARN,
        identity=everything(),
        attached=key_policy(ACCOUNT),
        decides=True,
        owner=ACCOUNT,
        context={"kms:CallerAccount": OTHER_ACCOUNT},
    )
    assert not decision.allowed


def test_the_account_administers_the_key_through_iam() -> None:
    """The account's administrators keep the key by their own policies, so that it cannot become unmanageable."""
    decision = judge(
        user(),
        "kms:PutKeyPolicy",
        KEY_ARN,
        identity=everything(),
        attached=key_policy(ACCOUNT),
        decides=True,
        context={"kms:CallerAccount": ACCOUNT},
    )
    assert decision.allowed, decision.reason


@pytest.mark.parametrize(
    ("argument", "build"),
    [
        ("bucket", lambda: bucket_policy("Acme")),
        ("bucket", lambda: bucket_policy("*")),
        ("partition", lambda: bucket_policy(BUCKET, partition="amazon")),
        ("topic_arn", lambda: topic_policy("acme-topic")),
        ("topic_arn", lambda: topic_policy(f"arn:aws:sqs:us-east-1:{ACCOUNT}:q")),
        ("account_id", lambda: key_policy("111")),
        ("role_name", lambda: key_policy(ACCOUNT, role_name="a/b")),
        ("partition", lambda: key_policy(ACCOUNT, partition="")),
    ],
)
def test_a_wrong_argument_is_named(argument: str, build: object) -> None:
    """Wrong names, ARNs, accounts and partitions raise an error that names the argument."""
    assert callable(build)
    with pytest.raises(ArgumentError) as caught:
        build()
    assert caught.value.argument == argument
    assert caught.value.remedy


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_arns_are_of_the_partition(partition: str) -> None:
    """Every ARN in a resource policy is of the partition that was asked for."""
    topic = TOPIC_ARN.replace("arn:aws:", f"arn:{partition}:")
    for document in (
        bucket_policy(BUCKET, partition=partition),
        topic_policy(topic),
        key_policy(ACCOUNT, partition=partition),
    ):
        text = document.to_json()
        assert text.count("arn:") == text.count(f"arn:{partition}:")


def test_the_key_policy_names_the_sellers_role() -> None:
    """The role that the key admits is the seller's own."""
    assert ROLE_ARN in key_policy(ACCOUNT).to_json()
