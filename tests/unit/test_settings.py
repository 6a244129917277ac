"""A seller's configuration: what is read from it, and what is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID, KEY_ARN
from ruamel.yaml import YAML

from components.settings import SETTING_TYPES, Adopted, DestinationSettings, PrincipalNames, seller_settings
from policies.errors import ArgumentError

ROOT = Path(__file__).parent.parent.parent
G1: dict[str, Any] = {"bucket": BUCKET, "topic": "acme-topic"}
LEAST: dict[str, Any] = {"accountId": ACCOUNT, "destinations": {"g1": G1}}
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:reports"


def place(**changes: object) -> dict[str, Any]:
    """The least configuration, with fields of its destination changed."""
    return {"destinations": {"g1": {**G1, **changes}}}


def test_the_least_configuration_is_filled_with_defaults() -> None:
    """An account, a bucket and a topic are enough: us-east-1, no keys, no prefix, the first generation active."""
    found = seller_settings("acme", LEAST)
    assert found.destinations == (DestinationSettings("g1", BUCKET, "acme-topic"),)
    assert (found.active, found.external_id, found.adopted) == ("g1", None, None)
    assert (found.callers, found.readers) == (PrincipalNames(), PrincipalNames())
    assert found.active_destination.bucket_region == found.active_destination.topic_region == "us-east-1"
    assert found.topic_arn(found.active_destination) == f"arn:aws:sns:us-east-1:{ACCOUNT}:acme-topic"
    assert found.role_arn == f"arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole"


def test_everything_that_can_be_set_is_read() -> None:
    """Each setting arrives where it belongs."""
    full = {
        "accountId": ACCOUNT,
        "destinations": {
            "g1": G1,
            "g2": {
                "bucket": "acme-reports-2",
                "topic": "acme-topic-2",
                "prefix": "reports",
                "bucketRegion": "us-east-1",
                "topicRegion": "eu-central-1",
                "bucketKey": KEY_ARN,
                "topicKey": "create",
                "adopt": ["bucket"],
            },
        },
        "active": "g2",
        "externalId": EXTERNAL_ID,
        "adopted": {"policyName": "oneClick_x", "policyArn": f"arn:aws:iam::{ACCOUNT}:policy/oneClick_x"},
        "callers": {"users": ["alice"], "groups": ["finance"], "roles": ["exporter"]},
        "readers": {"users": ["bob"]},
        "subscriptions": {"sqs": [QUEUE], "email": ["ops@example.com"]},
    }
    found = seller_settings("acme", full)
    assert found.active_destination == DestinationSettings(
        "g2",
        "acme-reports-2",
        "acme-topic-2",
        "reports",
        "us-east-1",
        "eu-central-1",
        KEY_ARN,
        "create",
        adopt_bucket=True,
        adopt_topic=False,
    )
    assert found.external_id == EXTERNAL_ID
    assert found.adopted == Adopted("oneClick_x", f"arn:aws:iam::{ACCOUNT}:policy/oneClick_x")
    assert found.callers == PrincipalNames(("alice",), ("finance",), ("exporter",))
    assert found.readers == PrincipalNames(("bob",))
    assert (found.subscriptions_sqs, found.subscriptions_email) == ((QUEUE,), ("ops@example.com",))


BAD: list[tuple[str, dict[str, Any]]] = [
    # Unknown keys, at every level
    ("acountId", {"acountId": ACCOUNT}),
    ("verified", {"verified": {}}),
    ("destinations.g1.region", place(region="us-east-1")),
    ("destinations.g1.Bucket", place(Bucket=BUCKET)),
    ("adopted.policy", {"externalId": EXTERNAL_ID, "adopted": {"policyName": "p", "policy": "x"}}),
    ("callers.user", {"callers": {"user": ["alice"]}}),
    ("readers.everyone", {"readers": {"everyone": []}}),
    ("subscriptions.sms", {"subscriptions": {"sms": []}}),
    # The account
    ("accountId", {"accountId": None}),
    ("accountId", {"accountId": ""}),
    ("accountId", {"accountId": 111122223333}),
    ("accountId", {"accountId": "1111-2222-3333"}),
    ("accountId", {"accountId": "ACCOUNT"}),
    # Destinations
    ("destinations", {"destinations": None}),
    ("destinations", {"destinations": {}}),
    ("destinations", {"destinations": []}),
    ("destinations", {"destinations": {"one": G1}}),
    ("destinations", {"destinations": {"g0": G1}}),
    ("destinations", {"destinations": {"g01": G1}}),
    ("destinations", {"destinations": {"g": G1}}),
    ("destinations", {"destinations": {"g\u0661": G1}}),
    ("destinations.g1", {"destinations": {"g1": "acme"}}),
    ("destinations.g1.bucket", {"destinations": {"g1": {"topic": "t"}}}),
    ("destinations.g1.topic", {"destinations": {"g1": {"bucket": BUCKET}}}),
    ("destinations.g1.bucket", place(bucket="Acme")),
    ("destinations.g1.bucket", place(bucket=["acme"])),
    ("destinations.g1.topic", place(topic="t.fifo")),
    ("destinations.g1.prefix", place(prefix="")),
    ("destinations.g1.prefix", place(prefix="/a/")),
    ("destinations.g1.bucketRegion", place(bucketRegion="Frankfurt")),
    ("destinations.g1.topicRegion", place(topicRegion=1)),
    ("destinations.g1.bucketRegion", place(bucketRegion="cn-north-1")),
    ("destinations.g1.topicRegion", place(topicRegion="us-gov-west-1")),
    ("destinations.g1.bucketKey", place(bucketKey="alias/acme")),
    ("destinations.g1.bucketKey", place(bucketKey=True)),
    ("destinations.g1.bucketKey", place(bucketRegion="eu-central-1", bucketKey=KEY_ARN)),
    ("destinations.g1.topicKey", place(topicRegion="eu-central-1", topicKey=KEY_ARN)),
    ("destinations.g1.adopt", place(adopt="bucket")),
    ("destinations.g1.adopt", place(adopt=["role"])),
    ("destinations.g1.adopt", place(adopt=["bucket", "bucket"])),
    ("active", {"active": "g2"}),
    # Two generations that say different things of one bucket or topic
    ("destinations.g2.bucket", {"destinations": {"g1": G1, "g2": {**G1, "bucketRegion": "us-west-2"}}}),
    ("destinations.g2.bucket", {"destinations": {"g1": G1, "g2": {**G1, "bucketKey": "create"}}}),
    ("destinations.g2.bucket", {"destinations": {"g1": G1, "g2": {**G1, "adopt": ["bucket"]}}}),
    ("destinations.g2.topic", {"destinations": {"g1": G1, "g2": {**G1, "topicKey": "create"}}}),
    # The external id and the adopted role
    ("externalId", {"externalId": " "}),
    ("externalId", {"externalId": "your-external-id"}),
    ("externalId", {"externalId": "<external id>"}),
    ("externalId", {"externalId": "00000000-0000-0000-0000-000000000000"}),
    ("externalId", {"externalId": 42}),
    ("externalId", {"adopted": {"policyName": "oneClick_x"}}),
    ("adopted.policyName", {"externalId": EXTERNAL_ID, "adopted": {"policyArn": "arn:aws:iam::1:policy/p"}}),
    ("adopted.policyName", {"externalId": EXTERNAL_ID, "adopted": {"policyName": "*"}}),
    ("adopted.policyArn", {"externalId": EXTERNAL_ID, "adopted": {"policyName": "p", "policyArn": "p"}}),
    ("adopted.policyArn", {"externalId": EXTERNAL_ID, "adopted": {"policyName": "p", "policyArn": ""}}),
    ("adopted", {"externalId": EXTERNAL_ID, "adopted": ["oneClick_x"]}),
    # People and listeners
    ("callers", {"callers": ["alice"]}),
    ("callers.users", {"callers": {"users": "alice"}}),
    ("callers.users", {"callers": {"users": ["arn:aws:iam::111122223333:user/alice"]}}),
    ("callers.users", {"callers": {"users": ["alice", "alice"]}}),
    ("callers.roles", {"callers": {"roles": [""]}}),
    ("readers.groups", {"readers": {"groups": [7]}}),
    ("subscriptions.sqs", {"subscriptions": {"sqs": ["reports"]}}),
    ("subscriptions.sqs", {"subscriptions": {"sqs": ["arn:aws:sqs:::reports"]}}),
    ("subscriptions.sqs", {"subscriptions": {"sqs": [f"{QUEUE}.fifo"]}}),
    ("subscriptions.sqs", {"subscriptions": {"sqs": [QUEUE, QUEUE]}}),
    ("subscriptions.email", {"subscriptions": {"email": [""]}}),
    ("subscriptions.email", {"subscriptions": {"email": ["ops"]}}),
    ("subscriptions.email", {"subscriptions": {"email": "ops@example.com"}}),
]


@pytest.mark.parametrize(("argument", "changes"), BAD)
def test_a_wrong_setting_is_named(argument: str, changes: dict[str, Any]) -> None:
    """Each wrong value raises with the path of its setting, and says what would do."""
    with pytest.raises(ArgumentError) as caught:
        seller_settings("acme", {**LEAST, **changes})
    assert caught.value.argument == argument
    assert caught.value.remedy


@pytest.mark.parametrize("seller", ["", "Acme", "acme/dev", "-", "a" * 33])
def test_a_wrong_seller_is_named(seller: str) -> None:
    """The stack's name is a seller's name, or nothing is read."""
    with pytest.raises(ArgumentError) as caught:
        seller_settings(seller, LEAST)
    assert caught.value.argument == "seller"


def test_generations_may_share_what_they_agree_on() -> None:
    """Two generations with one topic, or one bucket, are fine if both describe it alike; regions make two topics."""
    shared = {"g1": G1, "g2": {**G1, "bucket": "acme-reports-2"}, "g3": {**G1, "topicRegion": "us-west-2"}}
    found = seller_settings("acme", {**LEAST, "destinations": shared})
    assert len({found.topic_arn(place) for place in found.destinations}) == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=5,
    ),
    st.sampled_from(sorted(SETTING_TYPES)),
)
@settings(deadline=None, max_examples=200)
def test_any_value_is_read_or_refused_by_name(value: object, key: str) -> None:
    """Whatever JSON stands under a key: it is read, or the error names that key; nothing else is raised."""
    changes: Mapping[str, object] = {key: value}
    try:
        seller_settings("acme", {**LEAST, **changes})
    except ArgumentError as error:
        assert error.argument.startswith((key, "externalId"))  # noqa: PT017  # either outcome is right


def test_the_project_file_describes_the_same_settings() -> None:
    """Pulumi.yaml's schema has each setting with a type and a description, and only the note of the smoke test more."""
    schema = YAML(typ="safe").load((ROOT / "Pulumi.yaml").read_text())["config"]
    assert set(schema) == set(SETTING_TYPES) | {"verified"}
    for key, entry in schema.items():
        assert entry["description"]
        assert entry["type"] == ("object" if SETTING_TYPES.get(key, True) else "string")
