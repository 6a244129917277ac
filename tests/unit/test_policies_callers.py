"""What the seller's own people and programs may do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from policy_values import (
    ACCOUNT,
    BUCKET,
    KEY_ARN,
    TOPIC_ARN,
    TOPIC_KEY_ARN,
    actions,
    destination_lists,
    iam_size,
    judge,
    user,
)

from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.enrolment import enrolment_policy
from policies.errors import ArgumentError
from policies.role import role_policy

USER_INLINE_LIMIT = 2_048
"""Characters of all inline policies of a user (IAM user guide, "IAM and AWS STS quotas")."""
BELOW = Destination(BUCKET, TOPIC_ARN, "reports", KEY_ARN, TOPIC_KEY_ARN)


@pytest.mark.parametrize(
    ("action", "region", "allowed"),
    [
        ("marketplacecommerceanalytics:GenerateDataSet", "us-east-1", True),
        ("marketplacecommerceanalytics:GenerateDataSet", "us-west-2", False),
        ("marketplacecommerceanalytics:GenerateDataSet", "eu-central-1", False),
        ("marketplacecommerceanalytics:GenerateDataSet", None, False),
        ("marketplacecommerceanalytics:StartSupportDataExport", "us-east-1", False),
        ("aws-marketplace:StartBuild", "us-east-1", False),
        ("iam:PassRole", "us-east-1", False),
        ("s3:GetObject", "us-east-1", False),
    ],
)
def test_a_caller_may_ask_in_the_services_region_only(action: str, region: str | None, *, allowed: bool) -> None:
    """GenerateDataSet in us-east-1 is the whole grant; the dead support export is no part of it."""
    context = {} if region is None else {"aws:RequestedRegion": region}
    decision = judge(user(), action, "*", identity=caller_policy(), context=context)
    assert decision.allowed is allowed, decision.reason


@pytest.mark.parametrize(
    ("action", "resource", "context", "allowed"),
    [
        ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv", {}, True),
        ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/reports/mca-smoke/set.csv", {}, True),
        ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/reports2/set.csv", {}, False),
        ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/set.csv", {}, False),
        ("s3:GetObject", "arn:aws:s3:::other/reports/set.csv", {}, False),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {"s3:prefix": "reports"}, True),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {"s3:prefix": "reports/"}, True),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {"s3:prefix": "reports/2026"}, True),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {"s3:prefix": "reports2/"}, False),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {"s3:prefix": ""}, False),
        ("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", {}, False),
        ("s3:ListBucket", "arn:aws:s3:::other", {"s3:prefix": "reports/"}, False),
        ("s3:PutObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv", {}, False),
        ("s3:DeleteObject", f"arn:aws:s3:::{BUCKET}/reports/set.csv", {}, False),
        ("s3:GetObjectVersion", f"arn:aws:s3:::{BUCKET}/reports/set.csv", {}, False),
        ("kms:Decrypt", KEY_ARN, {}, True),
        ("kms:Decrypt", TOPIC_KEY_ARN, {}, False),
        ("kms:GenerateDataKey", KEY_ARN, {}, False),
    ],
)
def test_a_reader_stays_below_the_prefix(action: str, resource: str, context: dict[str, str], *, allowed: bool) -> None:
    """Readers list and get below the prefix, decrypt with the bucket's key, and write nothing."""
    decision = judge(user(), action, resource, identity=reader_policy(BELOW), context=context)
    assert decision.allowed is allowed, decision.reason


def test_a_reader_without_a_prefix_sees_the_whole_bucket() -> None:
    """Where reports go anywhere in the bucket, readers may list and get anywhere in it."""
    policy = reader_policy(Destination(BUCKET, TOPIC_ARN))
    assert actions(policy) == {"s3:ListBucket", "s3:GetObject"}
    assert judge(user(), "s3:ListBucket", f"arn:aws:s3:::{BUCKET}", identity=policy, context={}).allowed
    assert judge(user(), "s3:GetObject", f"arn:aws:s3:::{BUCKET}/set.csv", identity=policy, context={}).allowed
    assert not judge(user(), "s3:ListBucket", f"arn:aws:s3:::{BUCKET}2", identity=policy, context={}).allowed


@pytest.mark.parametrize(
    ("prefixes", "listed", "objects"),
    [
        ((None, "daily"), (), ("*",)),
        (("daily", "daily/eu"), ("daily", "daily/*"), ("daily/*",)),
        (("daily", "daily-eu"), ("daily", "daily/*", "daily-eu", "daily-eu/*"), ("daily/*", "daily-eu/*")),
        (("daily", "daily"), ("daily", "daily/*"), ("daily/*",)),
    ],
)
def test_destinations_of_one_bucket_are_granted_together(
    prefixes: tuple[str | None, ...], listed: tuple[str, ...], objects: tuple[str, ...]
) -> None:
    """Generations that share a bucket share its statement, and a prefix below another one is not named again."""
    places = [Destination(BUCKET, TOPIC_ARN, prefix) for prefix in prefixes]
    listing, getting = reader_policy(*places).statements
    assert tuple(value for condition in listing.conditions for value in condition.values) == listed
    assert getting.resources == tuple(f"arn:aws:s3:::{BUCKET}/{pattern}" for pattern in objects)
    (delivery,) = [
        found for found in role_policy(*places, account_id=ACCOUNT).statements if found.sid == "DeliverReports"
    ]
    assert delivery.resources == getting.resources


def test_a_reader_needs_a_destination() -> None:
    """A statement without resources is no policy, so no destination is an error that names the argument."""
    with pytest.raises(ArgumentError) as caught:
        reader_policy()
    assert caught.value.argument == "destinations"


@given(destination_lists())
@settings(deadline=None, max_examples=60)
def test_readers_only_read(places: list[Destination]) -> None:
    """Whatever the destinations: three actions at most, decryption with buckets' keys only, distinct Sids."""
    policy = reader_policy(*places)
    keys = {place.bucket_key_arn for place in places if place.bucket_key_arn}
    assert actions(policy) == {"s3:ListBucket", "s3:GetObject"} | ({"kms:Decrypt"} if keys else set())
    granted = {
        resource for found in policy.statements if found.actions == ("kms:Decrypt",) for resource in found.resources
    }
    assert granted == keys
    sids = [statement.sid for statement in policy.statements]
    assert len(set(sids)) == len(sids)


def test_a_caller_who_reads_two_generations_fits_into_a_user() -> None:
    """Both inline policies of a caller who reads two generations stay below the limit, with prefixes of 64."""
    places = [
        Destination(f"{number}{'b' * 62}", TOPIC_ARN, f"{number}{'p' * 63}", KEY_ARN[:-1] + str(number))
        for number in range(2)
    ]
    assert iam_size(caller_policy(), reader_policy(*places)) < USER_INLINE_LIMIT


ENROLMENT = {
    "iam:ListRoles",
    "iam:CreateRole",
    "iam:CreatePolicy",
    "iam:AttachRolePolicy",
    "aws-marketplace-management:viewReports",
}


@pytest.mark.parametrize(
    ("action", "allowed"),
    [(action, True) for action in sorted(ENROLMENT)]
    + [("iam:PutRolePolicy", False), ("iam:PassRole", False), ("iam:CreateUser", False), ("s3:PutObject", False)],
)
def test_enrolment_is_what_the_page_needs(action: str, *, allowed: bool) -> None:
    """The one-off grant holds the published actions and no other."""
    assert actions(enrolment_policy()) == ENROLMENT
    role = f"arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole"
    assert judge(user(), action, role, identity=enrolment_policy()).allowed is allowed
