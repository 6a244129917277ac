"""What the smoke test itself may do: ask, listen for the answer, read and remove its own delivery, look at the way."""

from __future__ import annotations

from typing import Final

from policies import arns
from policies.callers import caller_policy
from policies.destination import Destination
from policies.document import Condition, Effect, PolicyDocument, Statement, document

QUEUE_PREFIX: Final = "mca-smoke-"
"""How the name of every temporary queue begins."""


def smoke_policy(destination: Destination, role_arn: str) -> PolicyDocument:
    """The least that `mca smoke` needs: each statement can be seen in its result when it is missing.

    The queue is made in the topic's account and region. Whether the caller may call is found out by calling:
    `iam:SimulatePrincipalPolicy` is not in it.

    Args:
        destination: Where test deliveries go; its keys are the customer keys in use, if any.
        role_arn: The role that the service delivers with; its policies and trust are read.
    """
    topic = arns.topic(destination.topic_arn)
    queues = f"arn:{topic.partition}:sqs:{topic.region}:{topic.account}"
    below = f"{destination.bucket_arn}/{destination.smoke_prefix}/*"
    managed = f"{role_arn.split(':role/', 1)[0]}:policy/*"
    statements = [
        *caller_policy().statements,
        _allow(
            "Listen",
            ("sqs:CreateQueue", "sqs:TagQueue", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:DeleteQueue"),
            f"{queues}:{QUEUE_PREFIX}*",
        ),
        _allow("Subscribe", ("sns:Subscribe", "sns:Unsubscribe"), destination.topic_arn),
        _allow("FindLeftOverQueues", ("sqs:ListQueues",), "*"),  # it has no resource types
        _allow("ReadTagsOfQueues", ("sqs:ListQueueTags",), f"{queues}:{QUEUE_PREFIX}*"),
        _allow("FindLeftOverSubscriptions", ("sns:ListSubscriptionsByTopic",), destination.topic_arn),
        _allow("ReadDeliveries", ("s3:GetObject",), below),
        Statement(
            effect=Effect.ALLOW,
            sid="FindDeliveries",
            actions=("s3:ListBucket", "s3:ListBucketVersions"),
            resources=(destination.bucket_arn,),
            conditions=(Condition("StringLike", "s3:prefix", (f"{destination.smoke_prefix}/*",)),),
        ),
        _allow("RemoveDeliveries", ("s3:DeleteObject", "s3:DeleteObjectVersion"), below),
        _allow(
            "ReadBucket",
            ("s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:GetEncryptionConfiguration"),
            destination.bucket_arn,
        ),
        _allow("ReadTopic", ("sns:GetTopicAttributes",), destination.topic_arn),
        _allow(
            "ReadRole",
            ("iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"),
            role_arn,
        ),
        _allow("ReadManagedPolicies", ("iam:GetPolicy", "iam:GetPolicyVersion"), managed),
    ]
    if destination.key_arns:
        statements.append(_allow("ReadKeys", ("kms:DescribeKey", "kms:GetKeyPolicy"), *destination.key_arns))
    if destination.bucket_key_arn:
        statements.append(_allow("Decrypt", ("kms:Decrypt",), destination.bucket_key_arn))
    return document(*statements)


def _allow(sid: str, actions: tuple[str, ...], *resources: str) -> Statement:
    return Statement(effect=Effect.ALLOW, sid=sid, actions=actions, resources=resources)
