"""The sandbox's process and its gate, over HTTP with the real client."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from botocore.client import Config
from botocore.exceptions import ClientError

from sandbox import lifecycle
from sandbox.identities import OPERATOR_KEY, SECRET, SERVICE_KEY
from sandbox.lifecycle import Running

pytestmark = pytest.mark.engine

SERVICE = "452565589796"
ROLE = "MarketplaceCommerceAnalyticsRole"
ACCOUNTS = itertools.count(222222222222)
EXTERNAL_ID = "3f1c3a54-5f3a-4f8e-9b64-0f9d5a1b2c3d"
FAST = Config(retries={"max_attempts": 0})


Keys = dict[str, str | None]
"""Credentials as the parameters of a client."""
SESSION = boto3.Session()


def keys(access_key: str, secret: str, token: str | None = None) -> Keys:
    """Credentials as the parameters of a client."""
    return {"aws_access_key_id": access_key, "aws_secret_access_key": secret, "aws_session_token": token}


class World:
    """A fresh seller account in a running sandbox, another account, and the clients that tests need."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.account, self.other = str(next(ACCOUNTS)), str(next(ACCOUNTS))
        self.role = f"arn:aws:iam::{self.account}:role/{ROLE}"
        self.topic = f"arn:aws:sns:us-east-1:{self.account}:topic"
        self.bucket = f"acme-{self.account}"
        self.operator = keys(OPERATOR_KEY, SECRET)

    def client(self, of: Keys, service: str, **options: Any) -> Any:  # noqa: ANN401 - boto3's clients have no common type
        """A client of a service in the sandbox."""
        given = {"endpoint_url": self.running.endpoint, "config": FAST, "region_name": "us-east-1"}
        return SESSION.client(service, **(given | of | options))

    def assume(self, of: Keys, role: str, **options: str) -> Keys:
        """A session of a role."""
        answer = self.client(of, "sts").assume_role(RoleArn=role, RoleSessionName="test", **options)["Credentials"]
        return keys(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])

    def administrator(self, account: str) -> Keys:
        """A session that administers an account."""
        return self.assume(self.operator, f"arn:aws:iam::{account}:role/SandboxAdministrator")

    def delivery(self, external_id: str = EXTERNAL_ID) -> Keys:
        """A session of the seller's role, taken as the service takes it."""
        return self.assume(keys(SERVICE_KEY, SECRET), self.role, ExternalId=external_id)

    def decisions(self) -> list[dict[str, str]]:
        """The gate's journal."""
        with urllib.request.urlopen(f"{self.running.endpoint}/_sandbox/decisions") as answer:  # noqa: S310 - the sandbox's own
            found: list[dict[str, str]] = json.load(answer)
        return found


def document(*statements: dict[str, Any]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str | list[str], resource: str, **more: object) -> dict[str, Any]:
    """One allowing statement."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str, resource: str) -> dict[str, Any]:
    """One denying statement of a resource policy, for everybody."""
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource}


def right(world: World) -> tuple[dict[str, Any], ...]:
    """The statements that the service needs."""
    return (
        allow("s3:GetBucketLocation", f"arn:aws:s3:::{world.bucket}"),
        allow("s3:PutObject", f"arn:aws:s3:::{world.bucket}/*"),
        allow(["sns:GetTopicAttributes", "sns:Publish"], world.topic),
        allow("iam:GetRolePolicy", world.role),
    )


TRUST = document(
    {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{SERVICE}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One sandbox for the module; every test has accounts of its own."""
    found = lifecycle.start(tmp_path_factory.mktemp("sandbox") / "state")
    try:
        yield found
    finally:
        lifecycle.stop(found.state)


@pytest.fixture
def world(running: Running) -> World:
    """A seller as the portal leaves it: bucket, topic, role."""
    world = World(running)
    admin = world.administrator(world.account)
    world.client(admin, "s3").create_bucket(Bucket=world.bucket)
    world.client(admin, "sns").create_topic(Name="topic")
    iam = world.client(admin, "iam")
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName=ROLE, PolicyName="oneClick", PolicyDocument=document(*right(world)))
    return world


def refused(call: Callable[[], Any]) -> ClientError:
    """The error that a call ends with."""
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value


def code(error: ClientError) -> str:
    """The code of an error."""
    return error.response["Error"].get("Code", "")


def test_a_right_role_makes_all_five_calls(world: World) -> None:
    """The role as the portal makes it needs nothing else for the service's five kinds of calls."""
    role = world.delivery()
    s3, sns = world.client(role, "s3"), world.client(role, "sns")
    assert s3.get_bucket_location(Bucket=world.bucket)["LocationConstraint"] is None
    s3.put_object(Bucket=world.bucket, Key="prefix/a file.csv", Body=b"a,b\n")
    assert sns.get_topic_attributes(TopicArn=world.topic)["Attributes"]["TopicArn"] == world.topic
    assert sns.publish(TopicArn=world.topic, Message="{}")["MessageId"]
    assert world.client(role, "iam").get_role_policy(RoleName=ROLE, PolicyName="oneClick")["RoleName"] == ROLE
    assert world.client(role, "sts").get_caller_identity()["Arn"].endswith(f"assumed-role/{ROLE}/test")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:GetBucketLocation", "AccessDenied"),
        ("s3:PutObject", "AccessDenied"),
        ("sns:GetTopicAttributes", "AuthorizationError"),
        ("sns:Publish", "AuthorizationError"),
        ("iam:GetRolePolicy", "AccessDenied"),
    ],
)
def test_each_missing_action_is_refused_in_the_services_own_shape(world: World, action: str, expected: str) -> None:
    """Without one of the five actions its call fails, names the action, and the others still work."""
    present = [dict(statement) for statement in right(world)]
    for statement in present:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        statement["Action"] = [name for name in actions if name != action] or ["sts:GetCallerIdentity"]
    world.client(world.administrator(world.account), "iam").put_role_policy(
        RoleName=ROLE, PolicyName="oneClick", PolicyDocument=document(*present)
    )
    role = world.delivery()
    s3, sns, iam = (world.client(role, service) for service in ("s3", "sns", "iam"))
    calls: dict[str, Callable[[], Any]] = {
        "s3:GetBucketLocation": lambda: s3.get_bucket_location(Bucket=world.bucket),
        "s3:PutObject": lambda: s3.put_object(Bucket=world.bucket, Key="k", Body=b"x"),
        "sns:GetTopicAttributes": lambda: sns.get_topic_attributes(TopicArn=world.topic),
        "sns:Publish": lambda: sns.publish(TopicArn=world.topic, Message="m"),
        "iam:GetRolePolicy": lambda: iam.get_role_policy(RoleName=ROLE, PolicyName="oneClick"),
    }
    error = refused(calls.pop(action))
    assert code(error) == expected
    assert f"is not authorized to perform: {action} on resource: arn:aws:" in error.response["Error"]["Message"]
    for call in calls.values():
        call()


def test_put_object_granted_on_the_bucket_instead_of_its_objects_is_refused(world: World) -> None:
    """A grant on the bucket's ARN does not reach objects."""
    wrong = document(allow("s3:PutObject", f"arn:aws:s3:::{world.bucket}"))
    world.client(world.administrator(world.account), "iam").put_role_policy(
        RoleName=ROLE, PolicyName="oneClick", PolicyDocument=wrong
    )
    assert (
        code(refused(lambda: world.client(world.delivery(), "s3").put_object(Bucket=world.bucket, Key="k")))
        == "AccessDenied"
    )


@pytest.mark.parametrize("external_id", ["", "another", EXTERNAL_ID.upper()])
def test_trust_needs_the_right_external_id(world: World, external_id: str) -> None:
    """The service takes the role with the seller's external id only."""
    options = {"ExternalId": external_id} if external_id else {}
    sts = world.client(keys(SERVICE_KEY, SECRET), "sts")
    error = refused(lambda: sts.assume_role(RoleArn=world.role, RoleSessionName="session", **options))
    assert code(error) == "AccessDenied"
    assert world.decisions()[-1]["action"] == "sts:AssumeRole"


def test_trust_needs_the_right_principal_even_of_an_administrator(world: World) -> None:
    """An administrator of the account, or of another, does not pass the trust policy; nor does a missing role."""
    for account in (world.account, world.other):
        admin = world.administrator(account)
        assert (
            code(refused(lambda admin=admin: world.assume(admin, world.role, ExternalId=EXTERNAL_ID))) == "AccessDenied"
        )
    missing = world.role + "2"
    assert code(refused(lambda: world.assume(keys(SERVICE_KEY, SECRET), missing, ExternalId="none"))) == "AccessDenied"


def test_the_service_can_do_nothing_but_take_roles(world: World) -> None:
    """The service's own key reaches no bucket."""
    s3 = world.client(keys(SERVICE_KEY, SECRET), "s3")
    assert code(refused(lambda: s3.put_object(Bucket=world.bucket, Key="k"))) == "AccessDenied"


def test_a_bucket_policy_denies(world: World) -> None:
    """An explicit deny in the bucket policy stands over the role's allow, and the reason says so."""
    s3 = world.client(world.administrator(world.account), "s3")
    s3.put_bucket_policy(Bucket=world.bucket, Policy=document(deny("s3:PutObject", f"arn:aws:s3:::{world.bucket}/*")))
    error = refused(lambda: world.client(world.delivery(), "s3").put_object(Bucket=world.bucket, Key="k"))
    assert code(error) == "AccessDenied"
    assert world.decisions()[-1]["outcome"] == "explicit deny"
    assert "bucket policy" in world.decisions()[-1]["reason"]


def test_a_bucket_policy_that_wants_tls_does_not_break_delivery(world: World) -> None:
    """The sandbox's plain HTTP stands for HTTPS."""
    tls = deny("s3:*", f"arn:aws:s3:::{world.bucket}/*") | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    world.client(world.administrator(world.account), "s3").put_bucket_policy(Bucket=world.bucket, Policy=document(tls))
    world.client(world.delivery(), "s3").put_object(Bucket=world.bucket, Key="k")


def test_a_topic_policy_denies(world: World) -> None:
    """An explicit deny in the topic policy stands over the role's allow."""
    sns = world.client(world.administrator(world.account), "sns")
    sns.set_topic_attributes(
        TopicArn=world.topic, AttributeName="Policy", AttributeValue=document(deny("sns:Publish", world.topic))
    )
    error = refused(lambda: world.client(world.delivery(), "sns").publish(TopicArn=world.topic, Message="m"))
    assert code(error) == "AuthorizationError"
    assert "topic policy" in world.decisions()[-1]["reason"]


def test_a_permissions_boundary_limits_the_role(world: World) -> None:
    """What the boundary does not allow is refused although the role's policy allows it."""
    iam = world.client(world.administrator(world.account), "iam")
    boundary = iam.create_policy(PolicyName="boundary", PolicyDocument=document(allow("s3:*", "*")))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=boundary)
    role = world.delivery()
    world.client(role, "s3").put_object(Bucket=world.bucket, Key="k")
    error = refused(lambda: world.client(role, "sns").publish(TopicArn=world.topic, Message="m"))
    assert code(error) == "AuthorizationError"
    assert "boundary" in world.decisions()[-1]["reason"]


def test_a_session_policy_limits_the_session(world: World) -> None:
    """The policy given to AssumeRole intersects with the role's."""
    only = document(allow("s3:*", "*"))
    role = world.assume(keys(SERVICE_KEY, SECRET), world.role, ExternalId=EXTERNAL_ID, Policy=only)
    world.client(role, "s3").put_object(Bucket=world.bucket, Key="k")
    assert (
        code(refused(lambda: world.client(role, "sns").publish(TopicArn=world.topic, Message="m")))
        == "AuthorizationError"
    )


def key_for(world: World, *, delegates: bool = True) -> str:
    """A customer key in account A, whose policy delegates to the account or admits nobody."""
    principal = f"arn:aws:iam::{world.account}:root" if delegates else f"arn:aws:iam::{world.account}:user/nobody"
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "kms:*", "Resource": "*"}
    policy = document(statement)
    return str(world.client(world.administrator(world.account), "kms").create_key(Policy=policy)["KeyMetadata"]["Arn"])


def grant_key(world: World, *actions: str) -> None:
    """Give the role these actions on every key."""
    world.client(world.administrator(world.account), "iam").put_role_policy(
        RoleName=ROLE, PolicyName="key", PolicyDocument=document(allow(list(actions), "*"))
    )


@pytest.mark.parametrize(
    ("granted", "delegates", "works"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_a_bucket_with_a_customer_key_needs_the_key_too(
    world: World,
    granted: bool,  # noqa: FBT001 - a column of the table
    delegates: bool,  # noqa: FBT001 - a column of the table
    works: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """PutObject into an encrypted bucket needs GenerateDataKey from the role's policy and from the key's."""
    rule = {
        "ApplyServerSideEncryptionByDefault": {
            "SSEAlgorithm": "aws:kms",
            "KMSMasterKeyID": key_for(world, delegates=delegates),
        }
    }
    world.client(world.administrator(world.account), "s3").put_bucket_encryption(
        Bucket=world.bucket, ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    if granted:
        grant_key(world, "kms:GenerateDataKey", "kms:Decrypt")
    s3 = world.client(world.delivery(), "s3")
    if works:
        s3.put_object(Bucket=world.bucket, Key="k", Body=b"x")
    else:
        error = refused(lambda: s3.put_object(Bucket=world.bucket, Key="k", Body=b"x"))
        assert code(error) == "AccessDenied"
        assert "kms:GenerateDataKey" in error.response["Error"]["Message"]


@pytest.mark.parametrize("by_alias", [True, False])
def test_a_topic_with_a_customer_key_needs_the_key_too(world: World, by_alias: bool) -> None:  # noqa: FBT001 - a column
    """Publish to an encrypted topic fails with KMSAccessDenied until the role may use the key."""
    key = key_for(world)
    admin = world.administrator(world.account)
    world.client(admin, "kms").create_alias(AliasName="alias/topic", TargetKeyId=key)
    world.client(admin, "sns").set_topic_attributes(
        TopicArn=world.topic, AttributeName="KmsMasterKeyId", AttributeValue="alias/topic" if by_alias else key
    )
    sns = world.client(world.delivery(), "sns")
    assert code(refused(lambda: sns.publish(TopicArn=world.topic, Message="m"))) == "KMSAccessDenied"
    grant_key(world, "kms:GenerateDataKey*", "kms:Decrypt")
    assert sns.publish(TopicArn=world.topic, Message="m")["MessageId"]


def test_reading_back_needs_list_or_says_forbidden(world: World) -> None:
    """HeadObject says 403 for a missing key to whoever may not list, 404 to whoever may."""
    grant_key(world, "s3:GetObject")
    s3 = world.client(world.delivery(), "s3")
    assert code(refused(lambda: s3.head_object(Bucket=world.bucket, Key="missing"))) == "403"
    grant_key(world, "s3:GetObject", "s3:ListBucket")
    assert code(refused(lambda: s3.head_object(Bucket=world.bucket, Key="missing"))) == "404"


def test_sellers_are_apart(world: World) -> None:
    """An administrator of one account reaches neither the bucket nor the topic of another, nor sees them listed."""
    other = world.administrator(world.other)
    s3, sns = world.client(other, "s3"), world.client(other, "sns")
    assert code(refused(lambda: s3.head_bucket(Bucket=world.bucket))) == "403"
    assert code(refused(lambda: s3.put_object(Bucket=world.bucket, Key="k"))) == "AccessDenied"
    assert code(refused(lambda: sns.publish(TopicArn=world.topic, Message="m"))) == "AuthorizationError"
    assert s3.list_buckets()["Buckets"] == []
    assert sns.list_topics()["Topics"] == []
    assert code(refused(lambda: s3.create_bucket(Bucket=world.bucket))) == "BucketAlreadyExists"
    assert code(refused(lambda: s3.head_bucket(Bucket="nobody-has-this"))) == "404"


def test_users_are_judged_by_their_own_and_their_groups_policies(world: World) -> None:
    """A user's inline, managed and group policies count, and a caller policy pins the region."""
    iam = world.client(world.administrator(world.account), "iam")
    iam.create_user(UserName="caller", Path="/team/")
    made = iam.create_access_key(UserName="caller")["AccessKey"]
    user = keys(made["AccessKeyId"], made["SecretAccessKey"])
    s3 = world.client(user, "s3")
    assert code(refused(lambda: s3.list_objects_v2(Bucket=world.bucket, Prefix="data/"))) == "AccessDenied"
    iam.create_group(GroupName="readers")
    pinned = {
        "Condition": {"StringLike": {"s3:prefix": "data/*"}, "StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
    statement = allow("s3:ListBucket", f"arn:aws:s3:::{world.bucket}", **pinned)
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=document(statement))
    iam.add_user_to_group(GroupName="readers", UserName="caller")
    assert s3.list_objects_v2(Bucket=world.bucket, Prefix="data/")["KeyCount"] == 0
    assert code(refused(lambda: s3.list_objects_v2(Bucket=world.bucket, Prefix="other/"))) == "AccessDenied"
    iam.attach_user_policy(UserName="caller", PolicyArn="arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess")
    assert world.client(user, "sns").get_topic_attributes(TopicArn=world.topic)["Attributes"]["Owner"] == world.account
    assert world.client(user, "sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{world.account}:user/team/caller"


@pytest.mark.parametrize(
    ("service", "call", "expected"),
    [
        ("sts", lambda client: client.get_caller_identity(), "InvalidClientTokenId"),
        ("s3", lambda client: client.list_buckets(), "InvalidAccessKeyId"),
        ("sns", lambda client: client.list_topics(), "InvalidClientTokenId"),
        ("sqs", lambda client: client.list_queues(), "InvalidClientTokenId"),
        ("kms", lambda client: client.list_keys(), "UnrecognizedClientException"),
    ],
)
def test_unknown_keys_are_refused(world: World, service: str, call: Callable[[Any], Any], expected: str) -> None:
    """A key that no account has reaches no account, in any protocol."""
    stranger = world.client(keys("AKIAIOSFODNN7EXAMPLE", "x"), service)
    assert code(refused(lambda: call(stranger))) == expected


def test_wrong_secrets_and_tokens_are_refused(world: World) -> None:
    """A known key with another secret, or a session's key without its token, is refused."""
    sts = world.client(keys(OPERATOR_KEY, "wrong"), "sts")
    assert code(refused(sts.get_caller_identity)) == "SignatureDoesNotMatch"
    without_token = world.administrator(world.account) | {"aws_session_token": None}
    s3 = world.client(without_token, "s3")
    assert code(refused(s3.list_buckets)) == "InvalidToken"


def test_what_is_not_mapped_is_refused_to_all_but_administrators(world: World) -> None:
    """A service that the gate does not know is refused by name."""
    ssm = world.client(world.delivery(), "ssm")
    error = refused(ssm.describe_parameters)
    assert code(error) == "AccessDeniedException"
    assert "does not reproduce ssm:DescribeParameters" in error.response["Error"]["Message"]
    iam = world.client(world.administrator(world.account), "iam")
    error = refused(lambda: iam.create_user(UserName="u", PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess"))
    assert code(error) == "NotImplemented"


def test_presigned_addresses_are_judged_like_calls(world: World) -> None:
    """A presigned GET carries its signer's permissions."""
    s3 = world.client(world.administrator(world.account), "s3")
    s3.put_object(Bucket=world.bucket, Key="k y", Body=b"data")
    signer = world.client(world.administrator(world.account), "s3", config=Config(signature_version="s3v4"))
    address = signer.generate_presigned_url("get_object", {"Bucket": world.bucket, "Key": "k y"})
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - the sandbox's own
        assert answer.read() == b"data"


@pytest.mark.parametrize("allowed", [True, False])
def test_a_queue_gets_messages_only_if_its_policy_lets_the_topic_send(world: World, allowed: bool) -> None:  # noqa: FBT001 - a column
    """Without a grant to sns.amazonaws.com the message is dropped in silence, and the journal says so."""
    admin = world.administrator(world.account)
    sqs, sns = world.client(admin, "sqs"), world.client(admin, "sns")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{world.account}:q"
    if allowed:
        grant = allow("sqs:SendMessage", arn, Principal={"Service": "sns.amazonaws.com"})
        grant["Condition"] = {"ArnEquals": {"aws:SourceArn": world.topic}}
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(grant)})
    sns.subscribe(TopicArn=world.topic, Protocol="sqs", Endpoint=arn)
    world.client(world.delivery(), "sns").publish(TopicArn=world.topic, Message="m")
    messages = sqs.receive_message(QueueUrl=url).get("Messages", [])
    assert len(messages) == int(allowed)
    assert world.decisions()[-2]["action"] in {"sqs:SendMessage", "sqs:ReceiveMessage"}


def test_topics_of_other_regions_are_reached_with_their_own_region(world: World) -> None:
    """A topic in eu-central-1 is published to over the one endpoint."""
    admin = world.administrator(world.account)
    arn = world.client(admin, "sns", region_name="eu-central-1").create_topic(Name="far")["TopicArn"]
    assert arn == f"arn:aws:sns:eu-central-1:{world.account}:far"
    grant_key(world, "sns:Publish")
    assert world.client(world.delivery(), "sns", region_name="eu-central-1").publish(TopicArn=arn, Message="m")


def test_buckets_are_found_by_name_in_the_host_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """`localhost` with virtual-host addressing reaches the same bucket as the path does."""
    resolve = socket.getaddrinfo
    # Not every resolver knows names below localhost; the browser's and systemd's do.
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **more: resolve("127.0.0.1", *rest, **more))
    admin = world.administrator(world.account)
    endpoint = world.running.endpoint.replace("127.0.0.1", "localhost")
    for style in ("path", "virtual"):
        s3 = world.client(admin, "s3", endpoint_url=endpoint, config=Config(s3={"addressing_style": style}))
        s3.put_object(Bucket=world.bucket, Key=style, Body=style.encode())
        assert s3.get_object(Bucket=world.bucket, Key=style)["Body"].read() == style.encode()


def test_start_is_idempotent_quick_and_stop_leaves_nothing(tmp_path: Path) -> None:
    """A second start finds the first; stop ends the process and throws the state away."""
    state = tmp_path / "state"
    began = time.monotonic()
    first = lifecycle.start(state)
    assert time.monotonic() - began < 10  # 3 s on an idle machine; tests run side by side
    assert lifecycle.start(state) == first == lifecycle.status(state)
    assert lifecycle.stop(state) is True
    assert not psutil.pid_exists(first.pid)
    assert not state.exists()
    assert lifecycle.stop(state) is False
    assert lifecycle.status(state) is None


def test_a_killed_sandbox_is_noticed_and_replaced(tmp_path: Path) -> None:
    """After kill -9 the state file is stale: status says nothing runs, and start begins anew."""
    state = tmp_path / "state"
    first = lifecycle.start(state)
    os.kill(first.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while lifecycle.status(state) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert lifecycle.status(state) is None
    second = lifecycle.start(state)
    assert second.pid != first.pid
    lifecycle.stop(state)
