"""Amazon SNS and Amazon SQS: the permissions that each operation needs."""

from __future__ import annotations

from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from sandbox.gate import keys
from sandbox.gate.call import Call, Need

_TOPIC_ACTIONS = {"PublishBatch": "Publish"}
_QUEUE_ACTIONS = {
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}
_SUBSCRIPTION_PARTS = 7


def find_topic(arn: str) -> Any:  # noqa: ANN401 - moto's topic, or None if there is none
    """The live topic of this ARN."""
    parts = arn.split(":")
    if len(parts) < _SUBSCRIPTION_PARTS - 1 or parts[3] not in sns_backends[parts[4]]:
        return None
    return sns_backends[parts[4]][parts[3]].topics.get(arn)


def find_queue(arn: str) -> Any:  # noqa: ANN401 - moto's queue, or None if there is none
    """The live queue of this ARN."""
    _, _, _, region, account, name = arn.split(":", 5)
    return sqs_backends[account][region].queues.get(name) if region in sqs_backends[account] else None


def topic_needs(call: Call, account: str) -> tuple[Need, ...]:
    """The permissions that a call to Amazon SNS needs.

    Args:
        call: The parsed call.
        account: The caller's account.

    Returns:
        The permission on the topic, then those on its key for what publishes to it.
    """
    action = f"sns:{_TOPIC_ACTIONS.get(call.operation, call.operation)}"
    arn = call.text("TopicArn") or call.text("TargetArn") or call.text("ResourceArn")
    if call.operation == "CreateTopic":
        arn = f"arn:aws:sns:{call.region}:{account}:{call.text('Name')}"
    if call.text("SubscriptionArn"):
        # Permissions on a subscription are asked on its topic (service authorization reference: Amazon SNS).
        arn = ":".join(call.text("SubscriptionArn").split(":")[: _SUBSCRIPTION_PARTS - 1])
    if not arn.startswith("arn:"):
        return (Need(action, "*"),)
    context = {}
    if call.operation == "Subscribe":
        context = {"sns:Protocol": call.text("Protocol"), "sns:Endpoint": call.text("Endpoint")}
    found = [Need(action, arn, arn.split(":")[4], context)]
    topic = find_topic(arn)
    if action == "sns:Publish" and topic is not None and topic.kms_master_key_id:
        found.extend(
            keys.implied(
                topic.kms_master_key_id,
                topic.account_id,
                arn.split(":")[3],
                ("kms:GenerateDataKey", "kms:Decrypt"),
                f"sns.{arn.split(':')[3]}.amazonaws.com",
                {"kms:EncryptionContext:aws:sns:topicArn": arn},
            )
        )
    return tuple(found)


def queue_needs(call: Call, account: str) -> tuple[Need, ...]:
    """The permissions that a call to Amazon SQS needs.

    Args:
        call: The parsed call, of either protocol.
        account: The caller's account.

    Returns:
        One need: on the queue, or on `*` for `ListQueues`.
    """
    action = f"sqs:{_QUEUE_ACTIONS.get(call.operation, call.operation)}"
    if call.operation == "ListQueues":
        return (Need(action, f"arn:aws:sqs:{call.region}:{account}:*"),)
    owner, name = call.text("QueueOwnerAWSAccountId") or account, call.text("QueueName")
    if call.text("QueueUrl"):
        owner, name = call.text("QueueUrl").rstrip("/").split("/")[-2:]
    return (Need(action, f"arn:aws:sqs:{call.region}:{owner}:{name}", owner),)
