"""From requests, as the real client writes them, to the permissions that they need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core.request import Request

from sandbox.gate import signature
from sandbox.gate.call import Call, parse
from sandbox.gate.needs import needs, unreproduced

ACCOUNT = "222222222222"
ENDPOINT = "http://127.0.0.1:4566"
SESSION = boto3.Session("AKIAEXAMPLE", "secret", region_name="us-east-1")


class _Caught(Exception):  # noqa: N818 - it carries a request, it is no error
    def __init__(self, request: AWSPreparedRequest) -> None:
        super().__init__()
        self.request = request


def sent(service: str, call: Callable[[Any], Any], **options: Any) -> Request:  # noqa: ANN401 - of any client
    """The request that boto3 would send."""

    def catch(request: AWSPreparedRequest, **_: object) -> None:
        raise _Caught(request)

    client = SESSION.client(service, endpoint_url=ENDPOINT, **options)
    client.meta.events.register("before-send", catch)
    with pytest.raises(_Caught) as caught:
        call(client)
    return Request.from_primitives(
        caught.value.request.method, caught.value.request.url, caught.value.request.headers, caught.value.request.body
    )


def parsed(service: str, call: Callable[[Any], Any], **options: Any) -> Call:  # noqa: ANN401 - of any client
    """The call that the gate reads out of it."""
    request = sent(service, call, **options)
    request.get_data()
    signed = signature.read(request)
    assert signed is not None
    found = parse(request, signed.service, signed.region)
    assert found is not None
    return found


S3_CASES: list[tuple[Callable[[Any], Any], str, str]] = [
    (lambda c: c.list_buckets(), "s3:ListAllMyBuckets", "*"),
    (lambda c: c.create_bucket(Bucket="bkt"), "s3:CreateBucket", "arn:aws:s3:::bkt"),
    (lambda c: c.head_bucket(Bucket="bkt"), "s3:ListBucket", "arn:aws:s3:::bkt"),
    (lambda c: c.list_objects_v2(Bucket="bkt"), "s3:ListBucket", "arn:aws:s3:::bkt"),
    (lambda c: c.list_object_versions(Bucket="bkt"), "s3:ListBucketVersions", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_location(Bucket="bkt"), "s3:GetBucketLocation", "arn:aws:s3:::bkt"),
    (lambda c: c.put_object(Bucket="bkt", Key="a/b c"), "s3:PutObject", "arn:aws:s3:::bkt/a/b c"),
    (lambda c: c.get_object(Bucket="bkt", Key="k"), "s3:GetObject", "arn:aws:s3:::bkt/k"),
    (lambda c: c.get_object(Bucket="bkt", Key="k", VersionId="1"), "s3:GetObjectVersion", "arn:aws:s3:::bkt/k"),
    (lambda c: c.head_object(Bucket="bkt", Key="k"), "s3:GetObject", "arn:aws:s3:::bkt/k"),
    (lambda c: c.delete_object(Bucket="bkt", Key="k"), "s3:DeleteObject", "arn:aws:s3:::bkt/k"),
    (
        lambda c: c.delete_objects(Bucket="bkt", Delete={"Objects": [{"Key": "k"}]}),
        "s3:DeleteObject",
        "arn:aws:s3:::bkt/k",
    ),
    (lambda c: c.create_multipart_upload(Bucket="bkt", Key="k"), "s3:PutObject", "arn:aws:s3:::bkt/k"),
    (lambda c: c.get_bucket_policy(Bucket="bkt"), "s3:GetBucketPolicy", "arn:aws:s3:::bkt"),
    (lambda c: c.put_bucket_policy(Bucket="bkt", Policy="{}"), "s3:PutBucketPolicy", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_versioning(Bucket="bkt"), "s3:GetBucketVersioning", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_encryption(Bucket="bkt"), "s3:GetEncryptionConfiguration", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_lifecycle_configuration(Bucket="bkt"), "s3:GetLifecycleConfiguration", "arn:aws:s3:::bkt"),
    (lambda c: c.get_public_access_block(Bucket="bkt"), "s3:GetBucketPublicAccessBlock", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_ownership_controls(Bucket="bkt"), "s3:GetBucketOwnershipControls", "arn:aws:s3:::bkt"),
    (lambda c: c.get_bucket_tagging(Bucket="bkt"), "s3:GetBucketTagging", "arn:aws:s3:::bkt"),
    (lambda c: c.delete_bucket_tagging(Bucket="bkt"), "s3:PutBucketTagging", "arn:aws:s3:::bkt"),
]

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:topic"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:q"
QUEUE_URL = f"{ENDPOINT}/{ACCOUNT}/q"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/R"
OTHER_CASES: list[tuple[str, Callable[[Any], Any], str, str]] = [
    ("sns", lambda c: c.create_topic(Name="topic"), "sns:CreateTopic", TOPIC),
    ("sns", lambda c: c.publish(TopicArn=TOPIC, Message="m"), "sns:Publish", TOPIC),
    ("sns", lambda c: c.get_topic_attributes(TopicArn=TOPIC), "sns:GetTopicAttributes", TOPIC),
    ("sns", lambda c: c.list_subscriptions_by_topic(TopicArn=TOPIC), "sns:ListSubscriptionsByTopic", TOPIC),
    ("sns", lambda c: c.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=QUEUE), "sns:Subscribe", TOPIC),
    ("sns", lambda c: c.unsubscribe(SubscriptionArn=f"{TOPIC}:1-2"), "sns:Unsubscribe", TOPIC),
    (
        "sns",
        lambda c: c.get_subscription_attributes(SubscriptionArn=f"{TOPIC}:1-2"),
        "sns:GetSubscriptionAttributes",
        TOPIC,
    ),
    ("sns", lambda c: c.list_tags_for_resource(ResourceArn=TOPIC), "sns:ListTagsForResource", TOPIC),
    ("sns", lambda c: c.list_topics(), "sns:ListTopics", "*"),
    ("sqs", lambda c: c.create_queue(QueueName="q"), "sqs:CreateQueue", QUEUE),
    ("sqs", lambda c: c.receive_message(QueueUrl=QUEUE_URL), "sqs:ReceiveMessage", QUEUE),
    ("sqs", lambda c: c.delete_message(QueueUrl=QUEUE_URL, ReceiptHandle="r"), "sqs:DeleteMessage", QUEUE),
    ("iam", lambda c: c.get_role(RoleName="R"), "iam:GetRole", ROLE),
    ("iam", lambda c: c.get_role_policy(RoleName="R", PolicyName="p"), "iam:GetRolePolicy", ROLE),
    (
        "iam",
        lambda c: c.attach_role_policy(RoleName="R", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/p"),
        "iam:AttachRolePolicy",
        ROLE,
    ),
    ("iam", lambda c: c.list_roles(), "iam:ListRoles", "*"),
    (
        "iam",
        lambda c: c.create_policy(PolicyName="p", PolicyDocument="{}"),
        "iam:CreatePolicy",
        f"arn:aws:iam::{ACCOUNT}:policy/p",
    ),
    (
        "iam",
        lambda c: c.get_policy(PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/p"),
        "iam:GetPolicy",
        f"arn:aws:iam::{ACCOUNT}:policy/p",
    ),
    (
        "iam",
        lambda c: c.put_user_policy(UserName="u", PolicyName="p", PolicyDocument="{}"),
        "iam:PutUserPolicy",
        f"arn:aws:iam::{ACCOUNT}:user/u",
    ),
    (
        "iam",
        lambda c: c.add_user_to_group(GroupName="g", UserName="u"),
        "iam:AddUserToGroup",
        f"arn:aws:iam::{ACCOUNT}:group/g",
    ),
    ("sts", lambda c: c.assume_role(RoleArn=ROLE, RoleSessionName="se"), "sts:AssumeRole", ROLE),
    ("kms", lambda c: c.create_key(), "kms:CreateKey", "*"),
    ("kms", lambda c: c.describe_key(KeyId="k"), "kms:DescribeKey", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"),
    (
        "marketplacecommerceanalytics",
        lambda c: c.generate_data_set(
            dataSetType="customer_subscriber_hourly_monthly_subscriptions",
            dataSetPublicationDate="2026-01-01T00:00:00Z",
            roleNameArn=ROLE,
            destinationS3BucketName="bkt",
            snsTopicArn=TOPIC,
        ),
        "marketplacecommerceanalytics:GenerateDataSet",
        "*",
    ),
    ("cloudtrail", lambda c: c.lookup_events(), "cloudtrail:LookupEvents", "*"),
]


@pytest.mark.parametrize(
    ("call", "action", "resource"), S3_CASES, ids=[f"{case[1]}-{i}" for i, case in enumerate(S3_CASES)]
)
def test_s3_operations_need_the_action_that_iam_knows_them_by(
    call: Callable[[Any], Any], action: str, resource: str
) -> None:
    """Each S3 operation maps to its IAM action, on the bucket or on the object."""
    found = needs(parsed("s3", call), ACCOUNT)
    assert found is not None
    assert [(need.action, need.resource) for need in found] == [(action, resource)]


@pytest.mark.parametrize(("service", "call", "action", "resource"), OTHER_CASES, ids=[case[2] for case in OTHER_CASES])
def test_other_operations_need_the_action_of_their_name(
    service: str, call: Callable[[Any], Any], action: str, resource: str
) -> None:
    """Each operation maps to the action of its name, on the resource that its parameters name."""
    found = needs(parsed(service, call), ACCOUNT)
    assert found is not None
    assert [(need.action, need.resource) for need in found] == [(action, resource)]


def test_copies_need_to_read_and_to_write() -> None:
    """CopyObject needs GetObject on the source and PutObject on the destination."""
    call = parsed("s3", lambda c: c.copy_object(Bucket="to", Key="k", CopySource={"Bucket": "from", "Key": "s"}))
    assert [(need.action, need.resource) for need in needs(call, ACCOUNT) or ()] == [
        ("s3:GetObject", "arn:aws:s3:::from/s"),
        ("s3:PutObject", "arn:aws:s3:::to/k"),
    ]


def test_conditions_of_a_call_are_told() -> None:
    """External id, prefix, protocol and tags are there for conditions to read."""
    role = parsed("sts", lambda c: c.assume_role(RoleArn=ROLE, RoleSessionName="se", ExternalId="ext"))
    listing = parsed("s3", lambda c: c.list_objects_v2(Bucket="bkt", Prefix="p/"))
    topic = parsed("sns", lambda c: c.create_topic(Name="topic", Tags=[{"Key": "k", "Value": "v"}]))
    first = [(needs(call, ACCOUNT) or ())[0].context for call in (role, listing, topic)]
    assert first[0] == {"sts:RoleSessionName": "se", "sts:ExternalId": "ext"}
    assert first[1]["s3:prefix"] == "p/"
    assert first[2] == {"aws:RequestTag/k": "v", "aws:TagKeys": ("k",)}


def test_an_absent_external_id_is_absent() -> None:
    """Without an external id the key is not in the context, so that a condition on it is false."""
    call = parsed("sts", lambda c: c.assume_role(RoleArn=ROLE, RoleSessionName="se"))
    assert "sts:ExternalId" not in (needs(call, ACCOUNT) or ())[0].context


def test_caller_identity_needs_nothing() -> None:
    """No policy can refuse GetCallerIdentity."""
    assert needs(parsed("sts", lambda c: c.get_caller_identity()), ACCOUNT) == ()


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("ssm", lambda c: c.describe_parameters()),
        ("dynamodb", lambda c: c.list_tables()),
    ],
)
def test_other_services_are_not_mapped(service: str, call: Callable[[Any], Any]) -> None:
    """What the gate has no mapping for is None, never an empty list of needs."""
    assert needs(parsed(service, call), ACCOUNT) is None


@pytest.mark.parametrize(
    ("service", "call", "what"),
    [
        ("sts", lambda c: c.get_session_token(), "sts:GetSessionToken"),
        ("sts", lambda c: c.assume_role(RoleArn=ROLE, RoleSessionName="se", PolicyArns=[{"arn": ROLE}]), "PolicyArns"),
        ("iam", lambda c: c.put_user_permissions_boundary(UserName="u", PermissionsBoundary=ROLE), "boundaries"),
        ("iam", lambda c: c.create_user(UserName="u", PermissionsBoundary=ROLE), "boundaries"),
    ],
)
def test_what_moto_would_get_wrong_is_named(service: str, call: Callable[[Any], Any], what: str) -> None:
    """Calls that moto answers as if they had worked are refused to everybody, by name."""
    assert what in unreproduced(parsed(service, call))


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("s3", lambda c: c.put_object(Bucket="bkt", Key="a b/ü+%?&=~.csv", Body=b"x", Metadata={"k": "two  spaces"})),
        ("s3", lambda c: c.list_objects_v2(Bucket="bkt", Prefix="p/ +=&", Delimiter="/")),
        ("s3", lambda c: c.get_bucket_policy(Bucket="bkt")),
        ("sns", lambda c: c.publish(TopicArn=TOPIC, Message="ü & <m>")),
        ("sqs", lambda c: c.receive_message(QueueUrl=QUEUE_URL)),
        ("kms", lambda c: c.list_keys()),
    ],
)
def test_signatures_are_checked_against_the_secret(service: str, call: Callable[[Any], Any]) -> None:
    """The real client's signature is right with its secret and wrong with another."""
    request = sent(service, call)
    signed = signature.read(request)
    assert signed is not None
    assert signature.is_right(request, signed, "secret")
    assert not signature.is_right(request, signed, "Secret")


@pytest.mark.parametrize(
    "header", ["", "Basic abc", "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=1"]
)
def test_what_is_not_signed_has_no_signature(header: str) -> None:
    """Unsigned and half-signed requests are told apart from signed ones."""
    assert signature.read(Request.from_primitives("GET", ENDPOINT, {"Authorization": header})) is None
