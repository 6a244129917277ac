"""The smoke test's verdict on every kind of wrong grant, through the gate, the emulator and a real queue."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sellers import ROLE, Cloud, Seller

from checks.smoke.run import SmokeTest, run_smoke_test
from checks.smoke.verdict import Verdict
from policies.destination import Destination
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy
from sandbox.control import ask

pytestmark = pytest.mark.engine

Document = dict[str, Any]


@dataclass
class World:
    """A seller's account before it is made: a right one, for a test to spoil."""

    seller: Seller
    permissions: Document
    trust: Document
    topic_policy: Document
    key_policy: Document
    destination: Destination
    bucket_policy: Document | None = None
    boundary: Document | None = None
    key: str = ""
    external_id: str = ""

    def drop(self, action: str) -> None:
        """Take one action out of the role's policy."""
        for statement in list(self.permissions["Statement"]):
            actions = [name for name in as_list(statement["Action"]) if name != action]
            assert actions or as_list(statement["Action"]) == [action]
            if actions:
                statement["Action"] = actions
            else:
                self.permissions["Statement"].remove(statement)

    def deny(self, document: Document, action: str, resource: str) -> None:
        """Deny an action in a resource policy to everybody."""
        document["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource})


def as_list(value: str | list[str]) -> list[str]:
    """One or several, as several."""
    return [value] if isinstance(value, str) else value


def right(cloud: Cloud, encrypted: str = "") -> World:
    """An account in which all is right; with a customer key on `bucket`, `topic` or `bucket topic` if asked."""
    seller = cloud.seller("role")
    account = seller.account
    external_id = ask(cloud.running, "POST", "external-id", {"account": account})["externalId"]
    key = ""
    if encrypted:
        policy = key_policy(account).to_json()
        key = seller.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    given = {f"{kind}_key_arn": key for kind in encrypted.split()}
    destination = Destination(seller.bucket, seller.topic, **given)
    return World(
        seller=seller,
        permissions=json.loads(role_policy(destination, account_id=account).to_json()),
        trust=json.loads(trust_policy(external_id).to_json()),
        topic_policy=json.loads(topic_policy(seller.topic).to_json()),
        key_policy=json.loads(key_policy(account).to_json()),
        destination=destination,
        key=key,
        external_id=external_id,
    )


def make(world: World) -> None:
    """Make the account as it is described."""
    seller = world.seller
    iam, s3, sns = seller.client("iam"), seller.client("s3"), seller.client("sns")
    boundary = {}
    if world.boundary:
        document = json.dumps(world.boundary)
        arn = iam.create_policy(PolicyName="boundary", PolicyDocument=document)["Policy"]["Arn"]
        boundary = {"PermissionsBoundary": arn}
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(world.trust), **boundary)
    if world.permissions["Statement"]:
        iam.put_role_policy(RoleName=ROLE, PolicyName="delivery", PolicyDocument=json.dumps(world.permissions))
    s3.create_bucket(Bucket=seller.bucket)
    if world.bucket_policy:
        s3.put_bucket_policy(Bucket=seller.bucket, Policy=json.dumps(world.bucket_policy))
    attributes = {"Policy": json.dumps(world.topic_policy)}
    if world.key:
        seller.client("kms").put_key_policy(KeyId=world.key, PolicyName="default", Policy=json.dumps(world.key_policy))
    if world.destination.bucket_key_arn:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": world.key}}
        s3.put_bucket_encryption(Bucket=seller.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    if world.destination.topic_key_arn:
        attributes["KmsMasterKeyId"] = world.key
    sns.create_topic(Name=seller.topic.rsplit(":", 1)[-1], Attributes=attributes)


def without(action: str) -> Callable[[World], None]:
    """Take an action away."""
    return lambda world: world.drop(action)


def other_external_id(world: World) -> None:
    """Trust the service under somebody else's id."""
    world.trust = json.loads(trust_policy("5f0e2b7c-0000-4a9e").to_json())


def put_on_bucket(world: World) -> None:
    """Grant PutObject on the bucket instead of its objects."""
    for statement in world.permissions["Statement"]:
        if "s3:PutObject" in as_list(statement["Action"]):
            statement["Resource"] = world.destination.bucket_arn


def no_key_grant(world: World) -> None:
    """The role's policy says nothing of the key, and the key's policy leaves it to the account's policies."""
    key_policy_alone(world)
    world.key_policy["Statement"] = [
        statement for statement in world.key_policy["Statement"] if statement["Action"] == "kms:*"
    ]


def key_policy_alone(world: World) -> None:
    """The role's policy says nothing of the key; the key's policy admits the role by itself."""
    world.permissions["Statement"] = [
        statement for statement in world.permissions["Statement"] if "kms" not in json.dumps(statement["Action"])
    ]


def key_for_owner_only(world: World) -> None:
    """The key's policy admits administration only, so the role's policy counts for nothing."""
    for statement in world.key_policy["Statement"]:
        statement["Action"] = ["kms:Describe*", "kms:Get*", "kms:Put*", "kms:List*"]


def deny_in_bucket(world: World) -> None:
    """The bucket's policy denies writing."""
    world.bucket_policy = {"Version": "2012-10-17", "Statement": []}
    world.deny(world.bucket_policy, "s3:PutObject", f"{world.destination.bucket_arn}/*")


def deny_location(world: World) -> None:
    """The bucket's policy denies asking where it is."""
    world.bucket_policy = {"Version": "2012-10-17", "Statement": []}
    world.deny(world.bucket_policy, "s3:GetBucketLocation", world.destination.bucket_arn)


def deny_in_topic(world: World) -> None:
    """The topic's policy denies publishing."""
    world.deny(world.topic_policy, "sns:Publish", world.destination.topic_arn)


def deny_in_key(world: World) -> None:
    """The key's policy denies data keys to the role."""
    role = f"arn:aws:iam::{world.seller.account}:role/{ROLE}"
    world.key_policy["Statement"].append(
        {"Effect": "Deny", "Principal": {"AWS": role}, "Action": "kms:GenerateDataKey*", "Resource": "*"}
    )


def bounded(*actions: str) -> Callable[[World], None]:
    """A permissions boundary that lets these actions through and no other."""

    def set_boundary(world: World) -> None:
        allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        world.boundary = {"Version": "2012-10-17", "Statement": [allow]}

    return set_boundary


FAILED, SILENT, BUCKET = Verdict.FAILED, Verdict.SILENT, Verdict.BUCKET_REFUSED
CASES: dict[str, tuple[str, Callable[[World], None], Verdict, str]] = {
    "no-GetBucketLocation": ("", without("s3:GetBucketLocation"), BUCKET, "s3:GetBucketLocation"),
    "no-PutObject": ("", without("s3:PutObject"), BUCKET, "s3:PutObject"),
    "no-GetTopicAttributes": ("", without("sns:GetTopicAttributes"), SILENT, "sns:GetTopicAttributes"),
    "no-Publish": ("", without("sns:Publish"), SILENT, "sns:Publish"),
    "no-GetRolePolicy": ("", without("iam:GetRolePolicy"), FAILED, "iam:GetRolePolicy"),
    "other-external-id": ("", other_external_id, Verdict.NO_ROLE, "sts:AssumeRole"),
    "put-on-the-bucket": ("", put_on_bucket, BUCKET, "s3:PutObject"),
    "no-key-in-role-policy": ("bucket", no_key_grant, BUCKET, "kms:GenerateDataKey"),
    "no-role-in-key-policy": ("bucket", key_for_owner_only, BUCKET, "kms:GenerateDataKey"),
    "no-topic-key-in-role-policy": ("topic", no_key_grant, SILENT, "kms:GenerateDataKey"),
    "no-role-in-topic-key-policy": ("topic", key_for_owner_only, SILENT, "kms:GenerateDataKey"),
    "deny-in-topic-key-policy": ("topic", deny_in_key, SILENT, "kms:GenerateDataKey"),
    "deny-in-bucket-policy": ("", deny_in_bucket, BUCKET, "s3:PutObject"),
    "deny-location": ("", deny_location, BUCKET, "s3:GetBucketLocation"),
    "deny-in-topic-policy": ("", deny_in_topic, SILENT, "sns:Publish"),
    "deny-in-key-policy": ("bucket", deny_in_key, BUCKET, "kms:GenerateDataKey"),
    "boundary-without-s3": ("", bounded("sns:*", "iam:*"), BUCKET, "s3:"),
    "boundary-without-sns": ("", bounded("s3:*", "iam:*"), SILENT, "sns:"),
}


def smoke(world: World, *, timeout: float = 2.5) -> Any:  # noqa: ANN401  # a SmokeResult
    """Run the smoke test and see that nothing of it stays."""
    seller = world.seller
    role_arn = f"arn:aws:iam::{seller.account}:role/{ROLE}"
    test = SmokeTest(world.destination, role_arn, world.external_id, timeout=timeout)
    ask(seller.cloud.running, "PUT", "faults", {"account": seller.account, "switches": {"delay": 0.01}})
    result = run_smoke_test(seller.aws, test)
    left = seller.inventory()
    assert (left.get("queues"), left.get("subscriptions")) == (None, None)
    assert "Versions" not in seller.client("s3").list_object_versions(Bucket=seller.bucket)
    return result


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_wrong_grant_has_its_verdict(cloud: Cloud, case: tuple[str, Callable[[World], None], Verdict, str]) -> None:
    """The verdict is the right one, and its sentence names the call that was refused; the queue is gone."""
    encrypted, spoil, verdict, reason = case
    world = right(cloud, encrypted)
    whole = copy.deepcopy(world)
    spoil(world)
    assert world != whole
    make(world)
    result = smoke(world)
    assert (result.verdict, reason in result.sentence) == (verdict, True), result
    assert result.remedy
    assert result.request_id


@pytest.mark.parametrize(
    ("encrypted", "change"),
    [("", None), ("bucket", None), ("topic", None), ("bucket topic", None), ("bucket topic", key_policy_alone)],
)
def test_the_right_account_delivers(cloud: Cloud, encrypted: str, change: Callable[[World], None] | None) -> None:
    """The account that every wrong one is made from delivers, so that each verdict is its one change's."""
    world = right(cloud, encrypted)
    if change:
        change(world)
    make(world)
    result = smoke(world, timeout=20)
    assert result.verdict is Verdict.DELIVERED, result
    assert [address.rsplit(".", 1)[-1] for address, _ in result.files] == ["csv", "json"]
