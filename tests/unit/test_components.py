"""Each component alone, as the engine would be asked: protection, parents, providers, regions and imports.

These tests know no AWS: that the engine and a provider act as asked is what `tests/engine` shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from policy_values import ACCOUNT, BUCKET, EXTERNAL_ID, KEY_ARN, OTHER_ACCOUNT, ROLE_ARN, TOPIC_ARN
from recording import Recording, Registration, record

from components.bucket import DestinationBucket, DestinationBucketArgs
from components.callers import CallerPolicies, CallerPoliciesArgs
from components.key import CustomerKey, CustomerKeyArgs
from components.role import CommerceAnalyticsRole, CommerceAnalyticsRoleArgs
from components.settings import Adopted, PrincipalNames
from components.topic import NotificationTopic, NotificationTopicArgs
from policies.bucket import bucket_policy
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.errors import ArgumentError
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

TAGS = {"mca:owner": "mca/acme", "mca:seller": "acme"}
POLICY = caller_policy().to_json()
DELIVERY = role_policy(Destination(BUCKET, TOPIC_ARN), account_id=ACCOUNT).to_json()
READER = reader_policy(Destination(BUCKET, TOPIC_ARN)).to_json()
ONE_CLICK = "oneClick_MarketplaceCommerceAnalyticsRole_1600000000000"
ONE_CLICK_ARN = f"arn:aws:iam::{ACCOUNT}:policy/{ONE_CLICK}"

BUCKET_TYPES = {
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
}


def recorded(make: Callable[[pulumi.ResourceOptions], object]) -> Recording:
    """Run one component below a provider of its own."""

    def program() -> None:
        provider = aws.Provider("seller", region="us-east-1", allowed_account_ids=[ACCOUNT])
        make(pulumi.ResourceOptions(providers=[provider]))

    return record(program)


def bucket(**changes: Any) -> Recording:  # noqa: ANN401  # any argument of the component
    """A destination bucket named `box`."""
    args: dict[str, Any] = {"name": BUCKET, "region": "eu-central-1", "tags": TAGS} | changes
    return recorded(lambda opts: DestinationBucket("box", DestinationBucketArgs(**args), opts))


def topic(**changes: Any) -> Recording:  # noqa: ANN401  # any argument of the component
    """A notification topic named `bell`."""
    args: dict[str, Any] = {"arn": TOPIC_ARN, "tags": TAGS} | changes
    return recorded(lambda opts: NotificationTopic("bell", NotificationTopicArgs(**args), opts))


def role(**changes: Any) -> Recording:  # noqa: ANN401  # any argument of the component
    """The service's role, named `hat`."""
    args: dict[str, Any] = {"account_id": ACCOUNT, "external_id": EXTERNAL_ID, "policy": DELIVERY, "tags": TAGS}
    return recorded(lambda opts: CommerceAnalyticsRole("hat", CommerceAnalyticsRoleArgs(**(args | changes)), opts))


def key() -> Recording:
    """A customer key named `lock`."""
    args = CustomerKeyArgs(account_id=ACCOUNT, region="eu-central-1", alias="mca/lock", tags=TAGS)
    return recorded(lambda opts: CustomerKey("lock", args, opts))


def callers() -> Recording:
    """Policies of two callers of each kind and a reader."""
    args = CallerPoliciesArgs(
        callers=PrincipalNames(users=("alice", "bob"), groups=("finance",), roles=("exporter",)),
        caller_policy=POLICY,
        readers=PrincipalNames(users=("alice",)),
        reader_policy=READER,
    )
    return recorded(lambda opts: CallerPolicies("people", args, opts))


def children(recording: Recording) -> list[Registration]:
    """The AWS resources of a recording."""
    return [found for found in recording if found.custom and not found.type.startswith("pulumi:")]


@pytest.mark.parametrize(
    ("make", "component", "token"),
    [
        (bucket, "box", "DestinationBucket"),
        (lambda: bucket(adopt=True), "box", "DestinationBucket"),
        (topic, "bell", "NotificationTopic"),
        (lambda: topic(sqs=(f"arn:aws:sqs:eu-central-1:{ACCOUNT}:q",), email=("a@example.com",)), "bell", None),
        (lambda: topic(adopt=True), "bell", None),
        (role, "hat", "CommerceAnalyticsRole"),
        (lambda: role(adopted=Adopted(ONE_CLICK)), "hat", None),
        (lambda: role(adopted=Adopted(ONE_CLICK, ONE_CLICK_ARN)), "hat", None),
        (key, "lock", "CustomerKey"),
        (callers, "people", "CallerPolicies"),
    ],
)
def test_children_have_their_parent_and_the_given_provider(
    make: Callable[[], Recording], component: str, token: str | None
) -> None:
    """Each AWS resource is the component's child, carries its name, and goes to the provider that was handed in."""
    recording = make()
    (parent,) = [found for found in recording if found.type.startswith("mca:index:")]
    assert parent.name == component
    assert token is None or parent.type == f"mca:index:{token}"
    assert children(recording)
    for child in children(recording):
        assert child.parent_name == component
        assert child.name.startswith(f"{component}-")
        assert child.provider.split("::")[-2] == "seller"
        assert child.aliases == ()


@pytest.mark.parametrize("make", [bucket, topic, key, lambda: topic(adopt=True), lambda: bucket(adopt=True)])
def test_regional_resources_say_their_region(make: Callable[[], Recording]) -> None:
    """Bucket, topic and key, with all that belongs to them, say where they are, whatever the provider's region is."""
    assert {child.inputs.get("region") for child in children(make())} == {"eu-central-1"}


@pytest.mark.parametrize(
    ("make", "types"),
    [
        (bucket, BUCKET_TYPES),
        (topic, {"aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"}),
        (role, {"aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"}),
        (key, {"aws:kms/key:Key"}),
    ],
)
def test_what_must_outlive_mistakes_is_protected_and_retained(make: Callable[[], Recording], types: set[str]) -> None:
    """Bucket, topic, role, key, and the settings that keep them safe, carry both flags from the first update on."""
    recording = make()
    guarded = {child.type for child in children(recording) if child.protect and child.retain}
    assert guarded == types
    assert not [child for child in children(recording) if child.protect is not child.retain]


def test_only_what_can_be_made_again_is_unprotected() -> None:
    """Subscriptions, aliases and callers' policies are ordinary resources, so that they can be taken away."""
    queue = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:q"
    loose = [
        child.type
        for recording in (topic(sqs=(queue,)), key(), callers())
        for child in children(recording)
        if not child.protect
    ]
    assert set(loose) == {
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:kms/alias:Alias",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iam/rolePolicy:RolePolicy",
    }


def test_a_bucket_is_private_versioned_and_never_emptied() -> None:
    """Public access is blocked four ways, ACLs are off, versions kept, TLS required; destroying never empties it."""
    made = bucket()
    box = made.only("aws:s3/bucket:Bucket")
    assert (box.inputs["bucket"], box.inputs["forceDestroy"], box.inputs["tags"]) == (BUCKET, False, TAGS)
    block = made.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
    for flag in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
        assert block[flag] is True
    ownership = made.only("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs["rule"]
    assert ownership == {"objectOwnership": "BucketOwnerEnforced"}
    assert made.only("aws:s3/bucketVersioning:BucketVersioning").inputs["versioningConfiguration"] == {
        "status": "Enabled"
    }
    assert made.only("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"] == bucket_policy(BUCKET).to_json()
    assert {child.inputs["bucket"] for child in children(made)} == {BUCKET}


@pytest.mark.parametrize(
    ("key_arn", "expected"),
    [
        (None, [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]),
        (
            KEY_ARN,
            [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY_ARN},
                    "bucketKeyEnabled": True,
                }
            ],
        ),
    ],
    ids=["SSE-S3", "customer key"],
)
def test_a_bucket_is_encrypted(key_arn: str | None, expected: list[object]) -> None:
    """SSE-S3 without a key, SSE-KMS with bucket keys with one."""
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    assert bucket(key_arn=key_arn).only(kind).inputs["rules"] == expected


@pytest.mark.parametrize(
    ("prefixes", "smoke"),
    [
        ((None,), ["mca-smoke/"]),
        (("reports",), ["reports/mca-smoke/"]),
        (("old", "new"), ["old/mca-smoke/", "new/mca-smoke/"]),
    ],
)
def test_only_old_versions_and_test_deliveries_expire(prefixes: tuple[str | None, ...], smoke: list[str]) -> None:
    """The lifecycle never expires a current report: only old versions everywhere, and the smoke test's own files."""
    kind = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    rules = bucket(prefixes=prefixes).only(kind).inputs["rules"]
    expiring = [rule for rule in rules if "expiration" in rule]
    assert [rule["filter"] for rule in expiring] == [{"prefix": prefix} for prefix in smoke]
    assert [rule["filter"]["prefix"] for rule in rules if "noncurrentVersionExpiration" in rule] == ["", *smoke]
    assert {rule["status"] for rule in rules} == {"Enabled"}


def test_settings_of_a_bucket_wait_for_each_other() -> None:
    """The policy waits for the access block and the lifecycle for versioning, since S3 refuses them at once."""
    made = bucket()

    def waits(kind: str, other: str) -> bool:
        return any(urn.split("::")[-2].endswith(other) for urn in made.only(kind).depends_on)

    assert waits("aws:s3/bucketPolicy:BucketPolicy", "BucketPublicAccessBlock")
    assert waits("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "BucketVersioning")


@pytest.mark.parametrize(
    ("make", "identifiers"),
    [
        (lambda: bucket(adopt=True), {"aws:s3/bucket:Bucket": BUCKET}),
        (lambda: topic(adopt=True), {"aws:sns/topic:Topic": TOPIC_ARN}),
        (
            lambda: role(adopted=Adopted(ONE_CLICK)),
            {
                "aws:iam/role:Role": "MarketplaceCommerceAnalyticsRole",
                "aws:iam/rolePolicy:RolePolicy": f"MarketplaceCommerceAnalyticsRole:{ONE_CLICK}",
            },
        ),
        (
            lambda: role(adopted=Adopted(ONE_CLICK, ONE_CLICK_ARN)),
            {
                "aws:iam/role:Role": "MarketplaceCommerceAnalyticsRole",
                "aws:iam/policy:Policy": ONE_CLICK_ARN,
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (
                    f"MarketplaceCommerceAnalyticsRole/{ONE_CLICK_ARN}"
                ),
            },
        ),
    ],
    ids=["bucket", "topic", "role, inline policy", "role, managed policy"],
)
def test_what_is_adopted_is_imported_and_left_alone(make: Callable[[], Recording], identifiers: dict[str, str]) -> None:
    """An adopted resource is imported under its canonical id; all changes are ignored, no tag is put on it."""
    recording = make()
    assert {child.type: child.import_id for child in children(recording)} == identifiers
    for child in children(recording):
        assert child.ignore_changes == ("*",)
        assert "tags" not in child.inputs
        assert (child.protect, child.retain) == (True, True)


@pytest.mark.parametrize("make", [bucket, topic, role, key, callers])
def test_what_is_made_is_not_imported(make: Callable[[], Recording]) -> None:
    """Nothing that the stack makes itself is imported, or hides its changes."""
    assert {(child.import_id, child.ignore_changes) for child in children(make())} == {("", ())}


def test_subscriptions_are_added_to_an_adopted_topic() -> None:
    """Listeners are ours to add, on an adopted topic, too."""
    made = topic(adopt=True, email=("ops@example.com",))
    listener = made.only("aws:sns/topicSubscription:TopicSubscription")
    assert (listener.import_id, listener.inputs["topic"]) == ("", TOPIC_ARN)


def test_a_topic_has_its_policy_key_and_listeners() -> None:
    """Name, key, policy and each listener with its protocol are as asked."""
    queue = f"arn:aws:sqs:us-west-2:{ACCOUNT}:reports"
    made = topic(key_arn=KEY_ARN, sqs=(queue,), email=("ops@example.com", "cfo@example.com"))
    bell = made.only("aws:sns/topic:Topic").inputs
    assert (bell["name"], bell["kmsMasterKeyId"], bell["tags"]) == ("acme-topic", KEY_ARN, TAGS)
    assert made.only("aws:sns/topicPolicy:TopicPolicy").inputs["policy"] == topic_policy(TOPIC_ARN).to_json()
    listeners = [found.inputs for found in made.of("aws:sns/topicSubscription:TopicSubscription")]
    assert [(found["protocol"], found["endpoint"]) for found in listeners] == [
        ("sqs", queue),
        ("email", "ops@example.com"),
        ("email", "cfo@example.com"),
    ]


def test_a_topic_without_a_key_has_none() -> None:
    """No key is asked for where none is given."""
    assert "kmsMasterKeyId" not in topic().only("aws:sns/topic:Topic").inputs


def test_queues_of_one_name_in_two_regions_are_two_listeners() -> None:
    """Two queues that differ only in region or account are both subscribed."""
    queues = tuple(
        f"arn:aws:sqs:{region}:{account}:reports"
        for region, account in (("us-east-1", ACCOUNT), ("us-west-2", ACCOUNT), ("us-east-1", OTHER_ACCOUNT))
    )
    made = topic(sqs=queues).of("aws:sns/topicSubscription:TopicSubscription")
    assert len({found.name for found in made}) == len(queues)


def test_a_made_role_has_trust_and_policy() -> None:
    """The role trusts the service with the external id; its policy is one inline resource, never an exclusive list."""
    made = role()
    hat = made.only("aws:iam/role:Role").inputs
    assert hat["name"] == "MarketplaceCommerceAnalyticsRole"
    assert hat["assumeRolePolicy"] == trust_policy(EXTERNAL_ID).to_json()
    assert hat["tags"] == TAGS
    assert not {"inlinePolicies", "managedPolicyArns", "forceDetachPolicies"} & set(hat)
    policy = made.only("aws:iam/rolePolicy:RolePolicy").inputs
    assert (policy["name"], policy["policy"]) == ("CommerceAnalyticsDelivery", DELIVERY)
    assert policy["role"] == "MarketplaceCommerceAnalyticsRole"


def test_a_key_rotates_and_admits_the_role() -> None:
    """The key rotates yearly, its policy is the project's, and a tag says which of the stack's keys it is."""
    made = key()
    lock = made.only("aws:kms/key:Key").inputs
    assert lock["enableKeyRotation"] is True
    assert lock["policy"] == key_policy(ACCOUNT).to_json()
    assert ROLE_ARN in lock["policy"]
    assert lock["tags"] == {**TAGS, "mca:key": "mca/acme:lock"}
    assert "deletionWindowInDays" not in lock
    alias = made.only("aws:kms/alias:Alias").inputs
    assert (alias["name"], alias["targetKeyId"]) == ("alias/mca/lock", "lock-key")


def test_callers_get_one_inline_policy_each() -> None:
    """Users, groups and roles get a policy of their own per purpose; nothing else of them is touched."""
    made = children(callers())
    attached = set()
    for found in made:
        (kind,) = {"user", "group", "role"} & set(found.inputs)
        attached.add((kind, found.inputs["name"], found.inputs[kind], found.inputs["policy"]))
    assert attached == {
        ("user", "CommerceAnalyticsCaller", "alice", POLICY),
        ("user", "CommerceAnalyticsCaller", "bob", POLICY),
        ("group", "CommerceAnalyticsCaller", "finance", POLICY),
        ("role", "CommerceAnalyticsCaller", "exporter", POLICY),
        ("user", "CommerceAnalyticsReader", "alice", READER),
    }
    assert len(made) == len(attached)


@pytest.mark.parametrize(
    ("argument", "args"),
    [
        ("name", lambda: DestinationBucketArgs(name="Acme", region="us-east-1", tags=TAGS)),
        ("region", lambda: DestinationBucketArgs(name=BUCKET, region="Frankfurt", tags=TAGS)),
        ("prefixes", lambda: DestinationBucketArgs(name=BUCKET, region="us-east-1", prefixes=("/a",), tags=TAGS)),
        ("arn", lambda: NotificationTopicArgs(arn="acme-topic", tags=TAGS)),
        ("arn", lambda: NotificationTopicArgs(arn=f"{TOPIC_ARN}.fifo", tags=TAGS)),
        ("account_id", lambda: CustomerKeyArgs(account_id="1", region="us-east-1", alias="a", tags=TAGS)),
        ("region", lambda: CustomerKeyArgs(account_id=ACCOUNT, region="", alias="a", tags=TAGS)),
        (
            "account_id",
            lambda: CommerceAnalyticsRoleArgs(account_id="x", external_id=EXTERNAL_ID, policy=POLICY, tags=TAGS),
        ),
        (
            "external_id",
            lambda: CommerceAnalyticsRoleArgs(account_id=ACCOUNT, external_id=" ", policy=POLICY, tags=TAGS),
        ),
    ],
)
def test_a_wrong_argument_is_named_before_anything_is_registered(argument: str, args: Callable[[], object]) -> None:
    """The arguments refuse a wrong value by its name when they are made, so the engine never sees it."""
    with pytest.raises(ArgumentError) as caught:
        args()
    assert caught.value.argument == argument


def test_documents_are_json() -> None:
    """Every policy that reaches the engine is a JSON object with statements."""
    documents = [
        child.inputs[name]
        for recording in (bucket(), topic(), key(), role())
        for child in children(recording)
        for name in ("policy", "assumeRolePolicy")
        if name in child.inputs
    ]
    assert len(documents) == 5
    assert all(json.loads(document)["Statement"] for document in documents)
