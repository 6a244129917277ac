"""Can the service deliver? Every hop judged offline by the evaluator, over the live policies.

The service assumes the role with the external id, locates the bucket, writes the report, reads the topic, publishes,
and reads the role's own policy (botocore model, documentation of `roleNameArn`). A customer key adds two calls.
"""

from __future__ import annotations

from dataclasses import dataclass

from boto3 import Session
from botocore.exceptions import ClientError

from checks.audit.role import LiveRole, error_code
from checks.documents.model import parse_policy
from checks.proof.evaluate import NamedPolicy, Policies, Principal, Request, evaluate
from checks.result import Result, Status
from policies import arns
from policies.destination import Destination
from policies.role import KEY_ACTIONS
from policies.trust import SERVICE_ACCOUNT

_ABSENT = frozenset({"NoSuchBucketPolicy", "ServerSideEncryptionConfigurationNotFoundError"})


@dataclass(frozen=True, slots=True)
class _Hop:
    """One call that the service makes with the role."""

    name: str
    action: str
    resource: str
    policy: NamedPolicy | None = None
    policy_decides: bool = False


def judge_delivery(session: Session, role: LiveRole, destination: Destination, external_id: str) -> tuple[Result, ...]:
    """Judge each hop of a delivery.

    Args:
        session: Credentials that may read the bucket's and topic's policies, and key policies where keys are used.
        role: The role, as read.
        destination: Where the report is to go. Its keys are looked up live; what it says of them is not used.
        external_id: The id with which the service assumes the role.

    Returns:
        One result a hop, in the order of the delivery. A policy that could not be read makes its hops UNKNOWN.
    """
    trust = NamedPolicy("the role's trust policy", role.trust)
    service = Principal(arn=f"arn:aws:iam::{SERVICE_ACCOUNT}:root", account=SERVICE_ACCOUNT)
    assume = Request(
        principal=service,
        action="sts:AssumeRole",
        resource=role.arn,
        context={"sts:ExternalId": external_id},
        resource_account=role.arn.split(":")[4],
    )
    # What the service's own account lets it do is its business: it may assume whatever role trusts it.
    own = NamedPolicy(
        "the service's own policy",
        parse_policy(
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}'
        ),
    )
    decision = evaluate(assume, Policies(identity=(own,), resource=trust, resource_policy_decides=True))
    results = [_result("assume-role", decision.allowed, decision.reason)]
    try:
        hops = _hops(session, role, destination)
    except ClientError as error:
        sentence = f"A policy on the way could not be read: {error}."
        remedy = f"Allow {error.operation_name} to whoever runs this check ({error_code(error)})."
        return (*results, Result("deliver", Status.UNKNOWN, sentence, remedy))
    return (*results, *(_judge(role, hop) for hop in hops))


def _hops(session: Session, role: LiveRole, destination: Destination) -> tuple[_Hop, ...]:
    bucket = _bucket_policy(session, destination.bucket)
    topic_arn = arns.topic(destination.topic_arn)
    sns = session.client("sns", region_name=topic_arn.region)
    attributes = sns.get_topic_attributes(TopicArn=destination.topic_arn)["Attributes"]
    topic = NamedPolicy("the topic's policy", parse_policy(attributes["Policy"])) if "Policy" in attributes else None
    report = destination.objects_arn.removesuffix("*") + "report.csv"
    hops = [
        _Hop("read-own-policy", "iam:GetRolePolicy", role.arn),
        _Hop("locate-bucket", "s3:GetBucketLocation", destination.bucket_arn, bucket),
        _Hop("write-report", "s3:PutObject", report, bucket),
        _Hop("read-topic", "sns:GetTopicAttributes", destination.topic_arn, topic),
        _Hop("publish", "sns:Publish", destination.topic_arn, topic),
    ]
    if key := _bucket_key(session, destination.bucket):
        hops += _key_hops(session, "bucket", key, _bucket_region(session, destination.bucket))
    if key := attributes.get("KmsMasterKeyId"):
        hops += _key_hops(session, "topic", key, topic_arn.region)
    return tuple(hops)


def _key_hops(session: Session, kind: str, key: str, region: str) -> tuple[_Hop, ...]:
    kms = session.client("kms", region_name=region)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    if metadata.get("KeyManager") == "AWS":
        return ()
    text = kms.get_key_policy(KeyId=metadata["KeyId"], PolicyName="default")["Policy"]
    policy = NamedPolicy(f"the {kind} key's policy", parse_policy(text))
    return tuple(
        _Hop(f"use-{kind}-key", action, metadata["Arn"], policy, policy_decides=True) for action in KEY_ACTIONS
    )


def _judge(role: LiveRole, hop: _Hop) -> Result:
    account = role.arn.split(":")[4]
    name = role.arn.rsplit("/", 1)[-1]
    session = Principal(
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/CommerceAnalytics", account=account, role_arn=role.arn
    )
    context = {
        "aws:SecureTransport": "true",
        "kms:CallerAccount": account,
    }
    policies = Policies(
        identity=tuple(NamedPolicy(policy.name, policy.document) for policy in role.policies),
        resource=hop.policy,
        boundary=NamedPolicy(role.boundary.name, role.boundary.document) if role.boundary else None,
        resource_policy_decides=hop.policy_decides,
    )
    request = Request(session, hop.action, hop.resource, context)
    decision = evaluate(request, policies)
    return _result(hop.name, decision.allowed, decision.reason)


def _result(name: str, allowed: bool, reason: str) -> Result:  # noqa: FBT001  # the one thing that it turns on
    return Result(name, Status.PASS if allowed else Status.FAIL, reason)


def _bucket_policy(session: Session, bucket: str) -> NamedPolicy | None:
    try:
        text = session.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]
    except ClientError as error:
        if error_code(error) in _ABSENT:
            return None
        raise
    return NamedPolicy("the bucket's policy", parse_policy(text))


def _bucket_key(session: Session, bucket: str) -> str | None:
    """The KMS key of the bucket's default encryption, if it has one."""
    try:
        configuration = session.client("s3").get_bucket_encryption(Bucket=bucket)
    except ClientError as error:
        if error_code(error) in _ABSENT:
            return None
        raise
    rule = configuration["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]
    return rule.get("KMSMasterKeyID") if rule["SSEAlgorithm"].startswith("aws:kms") else None


def _bucket_region(session: Session, bucket: str) -> str:
    # S3 answers nothing for us-east-1.
    location: str | None = session.client("s3").get_bucket_location(Bucket=bucket).get("LocationConstraint")
    return location or "us-east-1"
