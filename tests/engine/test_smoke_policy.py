"""The policy that the smoke test prints for itself: enough, and nothing in it too much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from sellers import Cloud, Seller
from test_wrong_roles import World, make, right

from checks.smoke.preconditions import preconditions
from checks.smoke.run import SmokeTest, run_smoke_test
from policies.arns import ROLE_NAME
from policies.destination import Destination
from policies.smoke import QUEUE_PREFIX, smoke_policy
from sandbox.control import ask

pytestmark = pytest.mark.engine

Outcome = tuple[str, ...]


@pytest.fixture
def world(cloud: Cloud) -> World:
    """A seller with a customer key on the bucket and a managed policy on the role; left-overs of a killed run too."""
    world = right(cloud, "bucket")
    make(world)
    seller, iam = world.seller, world.seller.client("iam")
    nothing = {"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [nothing]})
    arn = iam.create_policy(PolicyName="harmless", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE_NAME, PolicyArn=arn)
    iam.create_user(UserName="tester")
    ask(seller.cloud.running, "PUT", "faults", {"account": seller.account, "switches": {"delay": 0.01}})
    return world


def leave(seller: Seller) -> None:
    """Leave the queue and the subscription of a killed run."""
    sqs, sns = seller.client("sqs"), seller.client("sns")
    name = f"{QUEUE_PREFIX}killed"
    sqs.create_queue(QueueName=name, tags={"mca:smoke-until": "1"})
    arn = f"arn:aws:sqs:us-east-1:{seller.account}:{name}"
    sns.subscribe(TopicArn=seller.topic, Protocol="sqs", Endpoint=arn)


def outcome(world: World, policy: dict[str, Any]) -> Outcome:
    """What the smoke test tells and leaves under exactly this policy."""
    seller, iam = world.seller, world.seller.client("iam")
    iam.put_user_policy(UserName="tester", PolicyName="smoke", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="tester")["AccessKey"]
    aws = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="us-east-1")
    role_arn = f"arn:aws:iam::{seller.account}:role/{ROLE_NAME}"
    test = SmokeTest(world.destination, role_arn, world.external_id, timeout=15.0)
    leave(seller)
    found = [f"{each.name} {each.status}" for each in preconditions(aws, test)]
    try:
        result = run_smoke_test(aws, test)
        told = (result.verdict.value, *("left" for _ in result.left))
    except ClientError as error:
        told = (error.operation_name,)
    left = seller.inventory()
    told += tuple(f"{kind} {len(left.get(kind, ()))}" for kind in ("queues", "subscriptions"))
    clean(seller)
    iam.delete_access_key(UserName="tester", AccessKeyId=key["AccessKeyId"])
    return (*told, *found)


def clean(seller: Seller) -> None:
    """Remove what a test left, so that the next one starts as the first."""
    sqs, sns, s3 = seller.client("sqs"), seller.client("sns"), seller.client("s3")
    for url in sqs.list_queues().get("QueueUrls", ()):
        sqs.delete_queue(QueueUrl=url)
    for subscription in sns.list_subscriptions()["Subscriptions"]:
        sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    for version in s3.list_object_versions(Bucket=seller.bucket).get("Versions", ()):
        s3.delete_object(Bucket=seller.bucket, Key=version["Key"], VersionId=version["VersionId"])


def without(policy: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The policy with each statement taken out in turn, and which."""
    for missing in policy["Statement"]:
        yield missing["Sid"], {**policy, "Statement": [each for each in policy["Statement"] if each is not missing]}


def test_the_printed_policy_is_enough_and_each_statement_is_needed(world: World) -> None:
    """Under exactly the policy all is well and nothing is left; without any one statement the outcome is another."""
    account = world.seller.account
    policy = smoke_policy(world.destination, f"arn:aws:iam::{account}:role/{ROLE_NAME}").to_dict()
    whole = outcome(world, policy)
    assert whole[:3] == ("delivered", "queues 0", "subscriptions 0"), whole
    doubtful = [line for line in whole[3:] if not line.endswith("PASS")]
    assert doubtful == ["caller-allowed UNKNOWN", "endpoint MANUAL"], whole
    unneeded = [sid for sid, less in without(policy) if outcome(world, less) == whole]
    assert unneeded == []


def test_a_destination_without_keys_needs_none() -> None:
    """The statements on keys are there for a destination with keys only, and a prefix narrows those on objects."""
    plain = Destination("acme-reports", "arn:aws:sns:us-east-1:111122223333:t", "reports")
    role_arn = f"arn:aws:iam::111122223333:role/{ROLE_NAME}"
    assert "kms" not in smoke_policy(plain, role_arn).to_json()
    key = "arn:aws:kms:us-east-1:111122223333:key/1"
    assert smoke_policy(replace(plain, topic_key_arn=key), role_arn).to_json().count("kms:Decrypt") == 0
    assert "arn:aws:s3:::acme-reports/reports/mca-smoke/*" in smoke_policy(plain, role_arn).to_json()
