"""Each hop of a delivery judged over live policies: one fault at a time, in an account that moto plays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from policy_values import EXTERNAL_ID

from checks.audit import delivery
from checks.audit.delivery import judge_delivery
from checks.audit.role import PORTAL_POLICY, LiveRole, RolePolicyDocument, read_role
from checks.documents.model import parse_policy
from checks.result import Result, Status
from policies.bucket import bucket_policy
from policies.destination import Destination
from policies.document import PolicyDocument, Statement
from policies.key import key_policy
from policies.role import role_policy
from policies.topic import topic_policy
from policies.trust import trust_policy

ACCOUNT = "123456789012"
"""The account in which moto makes things."""
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole"
TOPIC_ARN = f"arn:aws:sns:eu-central-1:{ACCOUNT}:acme-topic"
PLACE = Destination("acme-reports", TOPIC_ARN, "reports")
HOPS = ("assume-role", "read-own-policy", "locate-bucket", "write-report", "read-topic", "publish")
POLICY = role_policy(PLACE, account_id=ACCOUNT)


@dataclass(slots=True)
class World:
    """An account with a bucket and a topic, set up as the components do it."""

    session: boto3.Session

    def client(self, service: str, region: str = "us-east-1") -> Any:  # noqa: ANN401  # any client
        """A client of the account."""
        return self.session.client(service, region_name=region)  # type: ignore[call-overload]  # any service

    def bucket_policy(self, document: object) -> None:
        """Replace the bucket's policy."""
        self.client("s3").put_bucket_policy(Bucket=PLACE.bucket, Policy=json.dumps(document))

    def topic_policy(self, document: object) -> None:
        """Replace the topic's policy."""
        self.client("sns", "eu-central-1").set_topic_attributes(
            TopicArn=TOPIC_ARN, AttributeName="Policy", AttributeValue=json.dumps(document)
        )

    def key(self, region: str, document: object = None) -> str:
        """Make a customer key; its policy is the project's unless another is given."""
        policy = json.dumps(document or key_policy(ACCOUNT).to_dict())
        return str(self.client("kms", region).create_key(Policy=policy)["KeyMetadata"]["Arn"])

    def encrypt_bucket(self, key_arn: str) -> None:
        """Make a key the bucket's default."""
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}}
        self.client("s3").put_bucket_encryption(
            Bucket=PLACE.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]}
        )

    def encrypt_topic(self, key_arn: str) -> None:
        """Make a key the topic's."""
        self.client("sns", "eu-central-1").set_topic_attributes(
            TopicArn=TOPIC_ARN, AttributeName="KmsMasterKeyId", AttributeValue=key_arn
        )

    def judge(self, role: LiveRole | None = None, external_id: str = EXTERNAL_ID) -> dict[str, Result]:
        """The results by hop; where a hop has two, the worse one."""
        results = judge_delivery(self.session, role or live_role(), PLACE, external_id)
        worst: dict[str, Result] = {}
        for result in results:
            if result.name not in worst or worst[result.name].status is Status.PASS:
                worst[result.name] = result
        return worst


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The account."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with mock_aws():
        made = World(boto3.Session("testing", "testing", "testing", "us-east-1"))
        made.client("s3").create_bucket(Bucket=PLACE.bucket)
        made.client("sns", "eu-central-1").create_topic(Name="acme-topic")
        made.bucket_policy(bucket_policy(PLACE.bucket).to_dict())
        made.topic_policy(topic_policy(TOPIC_ARN).to_dict())
        yield made


def live_role(
    policy: PolicyDocument = POLICY, trust: PolicyDocument | None = None, boundary: PolicyDocument | None = None
) -> LiveRole:
    """A role as IAM would hold it."""
    return LiveRole(
        arn=ROLE_ARN,
        trust=trust or trust_policy(EXTERNAL_ID),
        policies=(RolePolicyDocument(f"{PORTAL_POLICY}_1", None, policy),),
        boundary=RolePolicyDocument("limit", f"arn:aws:iam::{ACCOUNT}:policy/limit", boundary) if boundary else None,
        tags={},
    )


def without(action: str) -> PolicyDocument:
    """The role's policy with one action taken out."""

    def rest(statement: Statement) -> Statement:
        return replace(statement, actions=tuple(one for one in statement.actions if one != action))

    return PolicyDocument(POLICY.version, tuple(found for found in map(rest, POLICY.statements) if found.actions))


def on(action: str, resource: str) -> PolicyDocument:
    """The role's policy with one action's resource replaced."""
    return PolicyDocument(
        POLICY.version,
        tuple(
            replace(statement, resources=(resource,)) if action in statement.actions else statement
            for statement in POLICY.statements
        ),
    )


def document(*statements: dict[str, object]) -> PolicyDocument:
    """A document of these statements."""
    return parse_policy({"Version": "2012-10-17", "Statement": list(statements)})


def deny(action: str, resource: str) -> dict[str, object]:
    """A resource policy that denies everybody."""
    statement = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


def failed(results: dict[str, Result]) -> set[str]:
    """The hops that do not work."""
    return {name for name, result in results.items() if result.status is not Status.PASS}


def test_a_right_setup_passes_every_hop(world: World) -> None:
    """With the project's own policies each hop passes, in the order of the delivery, with a full sentence."""
    results = judge_delivery(world.session, live_role(), PLACE, EXTERNAL_ID)
    assert tuple(result.name for result in results) == HOPS
    assert {result.status for result in results} == {Status.PASS}
    assert all(result.sentence.endswith(".") for result in results)


WRONG_ROLES: list[tuple[str, LiveRole]] = [
    ("locate-bucket", live_role(without("s3:GetBucketLocation"))),
    ("write-report", live_role(without("s3:PutObject"))),
    ("read-topic", live_role(without("sns:GetTopicAttributes"))),
    ("publish", live_role(without("sns:Publish"))),
    ("read-own-policy", live_role(without("iam:GetRolePolicy"))),
    ("write-report", live_role(on("s3:PutObject", "arn:aws:s3:::acme-reports"))),
    ("write-report", live_role(on("s3:PutObject", "arn:aws:s3:::acme-reports/elsewhere/*"))),
    ("write-report", live_role(on("s3:PutObject", "arn:aws:s3:::acme-reports-2/reports/*"))),
    ("locate-bucket", live_role(on("s3:GetBucketLocation", "arn:aws:s3:::acme-reports/*"))),
    ("read-topic publish", live_role(on("sns:Publish", f"{TOPIC_ARN}-2"))),
    ("read-own-policy", live_role(on("iam:GetRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/Other"))),
    ("assume-role", live_role(trust=trust_policy("another-id-of-aws"))),
    (
        "assume-role",
        live_role(
            trust=document(
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
                }
            )
        ),
    ),
    (
        "publish",
        live_role(
            boundary=document(
                {"Effect": "Allow", "Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": "sns:Publish", "Resource": "*"},
            )
        ),
    ),
    (
        "publish",
        live_role(boundary=document({"Effect": "Allow", "Action": ["s3:*", "iam:*", "sns:Get*"], "Resource": "*"})),
    ),
]


@pytest.mark.parametrize(("hops", "role"), WRONG_ROLES)
def test_a_wrong_role_fails_at_its_hop(world: World, hops: str, role: LiveRole) -> None:
    """An action, a resource, the trust or the boundary that is wrong stops the hops that need it and no other."""
    results = world.judge(role)
    assert failed(results) == set(hops.split())
    assert {results[hop].status for hop in hops.split()} == {Status.FAIL}


@pytest.mark.parametrize("external_id", ["another-id-of-aws", EXTERNAL_ID.upper()])
def test_another_external_id_is_refused(world: World, external_id: str) -> None:
    """The role does not let the service in under another id."""
    assert failed(world.judge(external_id=external_id)) == {"assume-role"}


OBJECTS = "arn:aws:s3:::acme-reports/*"
DENIES: list[tuple[str, Callable[[World], None]]] = [
    ("write-report", lambda world: world.bucket_policy(deny("s3:PutObject", OBJECTS))),
    ("locate-bucket", lambda world: world.bucket_policy(deny("s3:GetBucketLocation", "arn:aws:s3:::acme-reports"))),
    ("publish", lambda world: world.topic_policy(deny("sns:Publish", TOPIC_ARN))),
    ("read-topic", lambda world: world.topic_policy(deny("sns:GetTopicAttributes", TOPIC_ARN))),
]


@pytest.mark.parametrize(("hop", "arrange"), DENIES)
def test_a_deny_on_the_way_fails_its_hop(world: World, hop: str, arrange: Callable[[World], None]) -> None:
    """A deny in the bucket's or topic's policy stops that hop alone, and the sentence names the policy."""
    arrange(world)
    results = world.judge()
    assert failed(results) == {hop}
    assert results[hop].status is Status.FAIL
    assert "denies" in results[hop].sentence
    assert f"the {'topic' if hop in {'publish', 'read-topic'} else 'bucket'}'s policy" in results[hop].sentence


def test_no_bucket_policy_is_fine(world: World) -> None:
    """In one account the role's own policy is enough."""
    world.client("s3").delete_bucket_policy(Bucket=PLACE.bucket)
    assert failed(world.judge()) == set()


def test_customer_keys_are_two_hops_more(world: World) -> None:
    """The keys that are really in use are judged, each by its own policy."""
    bucket_key, topic_key = world.key("us-east-1"), world.key("eu-central-1")
    world.encrypt_bucket(bucket_key)
    world.encrypt_topic(topic_key)
    place = replace(PLACE, bucket_key_arn=bucket_key, topic_key_arn=topic_key)
    results = world.judge(live_role(role_policy(place, account_id=ACCOUNT)))
    assert set(results) == {*HOPS, "use-bucket-key", "use-topic-key"}
    assert failed(results) == set()


# moto's KMS takes statements in a list only.
DELEGATE = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}
DENY = {"Effect": "Deny", "Principal": "*", "Action": "kms:GenerateDataKey", "Resource": "*"}


@pytest.mark.parametrize("kind", ["bucket", "topic"])
@pytest.mark.parametrize(
    "statements",
    [[DELEGATE], [*(found.to_dict() for found in key_policy(ACCOUNT).statements), DENY]],
    ids=["no grant", "deny"],
)
def test_a_key_that_the_role_cannot_use_fails(world: World, kind: str, statements: list[object]) -> None:
    """A key policy that leaves it to IAM, where the role has no grant, or that denies, stops the key's hop alone."""
    policy = {"Version": "2012-10-17", "Statement": statements}
    if kind == "bucket":
        world.encrypt_bucket(world.key("us-east-1", policy))
    else:
        world.encrypt_topic(world.key("eu-central-1", policy))
    assert failed(world.judge()) == {f"use-{kind}-key"}


def test_a_policy_that_cannot_be_read_is_unknown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused read makes the rest UNKNOWN, with the call to allow; what was judged before it stands."""

    def refused(*_: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetBucketPolicy")

    monkeypatch.setattr(delivery, "_bucket_policy", refused)
    results = judge_delivery(world.session, live_role(), PLACE, EXTERNAL_ID)
    assert [(result.name, result.status) for result in results] == [
        ("assume-role", Status.PASS),
        ("deliver", Status.UNKNOWN),
    ]
    assert "GetBucketPolicy" in results[1].remedy


@pytest.mark.parametrize("managed", [False, True], ids=["inline", "managed"])
def test_the_portals_role_is_read_whole(world: World, *, managed: bool) -> None:
    """Trust, inline or managed policy, boundary and tags come back, and the external id is found in the trust."""
    iam = world.client("iam")
    name, text = "MarketplaceCommerceAnalyticsRole", POLICY.to_json()
    limit = document({"Effect": "Allow", "Action": "*", "Resource": "*"}).to_json()
    boundary = iam.create_policy(PolicyName="limit", PolicyDocument=limit)["Policy"]["Arn"]
    iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=trust_policy(EXTERNAL_ID).to_json(),
        PermissionsBoundary=boundary,
        Tags=[{"Key": "a", "Value": "b"}],
    )
    if managed:
        arn = iam.create_policy(PolicyName=f"{PORTAL_POLICY}_1", PolicyDocument=text)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    else:
        iam.put_role_policy(RoleName=name, PolicyName=f"{PORTAL_POLICY}_1", PolicyDocument=text)
    role = read_role(world.session, name)
    assert role is not None
    assert (role.arn, role.external_ids, role.tags) == (ROLE_ARN, (EXTERNAL_ID,), {"a": "b"})
    (policy,) = role.policies
    assert (policy.from_portal, policy.arn is not None) == (True, managed)
    assert role.boundary is not None
    assert failed(world.judge(role)) == set()


def test_a_role_that_is_not_there_is_none(world: World) -> None:
    """A missing role is a value, not an error."""
    assert read_role(world.session, "MarketplaceCommerceAnalyticsRole") is None
