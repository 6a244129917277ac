"""`aws:sqs/…`: queues and their policies. A queue's id is its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.provider.compare import changes
from sandbox.provider.resource import Resource
from sandbox.provider.schema import REGION, TAGS, Field, Kind, Properties

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws


class Queue(Resource):
    """`aws:sqs/queue:Queue`, standard queues only."""

    pulumi_type = "aws:sqs/queue:Queue"
    service = "sqs"
    autoname = "name"
    attributes = (
        Field("delaySeconds", Kind.INT, default=0),
        Field("kmsDataKeyReusePeriodSeconds", Kind.INT, computed=True),
        Field("kmsMasterKeyId", default=""),
        Field("maxMessageSize", Kind.INT, computed=True, aws="MaximumMessageSize"),
        Field("messageRetentionSeconds", Kind.INT, default=345600, aws="MessageRetentionPeriod"),
        Field("policy", Kind.JSON, computed=True),
        Field("receiveWaitTimeSeconds", Kind.INT, default=0, aws="ReceiveMessageWaitTimeSeconds"),
        Field("redrivePolicy", Kind.JSON, default=""),
        Field("sqsManagedSseEnabled", Kind.BOOL, computed=True),
        Field("visibilityTimeoutSeconds", Kind.INT, default=30, aws="VisibilityTimeout"),
    )
    fields = (Field("name", computed=True, replaces=True), *attributes, REGION, TAGS)
    outputs = ("arn", "url")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the queue; AWS answers the existing one if its attributes are the same."""
        attributes = {field.aws_name: _text(new[field.name]) for field in self.attributes if new[field.name]}
        return str(aws("create_queue", QueueName=new["name"], Attributes=attributes, tags=new["tagsAll"])["QueueUrl"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read attributes and tags."""
        answer = aws.find("get_queue_attributes", QueueUrl=identifier, AttributeNames=["All"])
        if answer is None:
            return None
        held = answer["Attributes"]
        return {
            "id": identifier,
            "url": identifier,
            "name": identifier.rpartition("/")[2],
            "arn": held["QueueArn"],
            "tagsAll": aws("list_queue_tags", QueueUrl=identifier).get("Tags", {}),
            **{field.name: _value(field, held.get(field.aws_name)) for field in self.attributes},
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Set changed attributes and tags."""
        changed = {
            field.aws_name: _text(new[field.name])
            for field in self.attributes
            if any(changes(field, old.get(field.name), new[field.name], field.name))
        }
        if changed:
            aws("set_queue_attributes", QueueUrl=identifier, Attributes=changed)
        before, after = old.get("tagsAll") or {}, new["tagsAll"]
        if removed := sorted(set(before) - set(after)):
            aws("untag_queue", QueueUrl=identifier, TagKeys=removed)
        if added := {name: tag for name, tag in after.items() if before.get(name) != tag}:
            aws("tag_queue", QueueUrl=identifier, Tags=added)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the queue and its messages."""
        del state
        aws.find("delete_queue", QueueUrl=identifier)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(field: Field, text: str | None) -> str | int | bool | None:
    if text is None:
        return None
    if field.kind is Kind.INT:
        return int(text)
    return text.lower() == "true" if field.kind is Kind.BOOL else text


class QueuePolicy(Resource):
    """`aws:sqs/queuePolicy:QueuePolicy`."""

    pulumi_type = "aws:sqs/queuePolicy:QueuePolicy"
    service = "sqs"
    fields = (Field("queueUrl", required=True, replaces=True), Field("policy", Kind.JSON, required=True), REGION)

    def create(self, aws: Aws, new: Properties) -> str:
        """Set the queue's policy."""
        self._set(aws, new["queueUrl"], new["policy"])
        return str(new["queueUrl"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read it from the queue."""
        answer = aws.find("get_queue_attributes", QueueUrl=identifier, AttributeNames=["Policy"])
        policy = (answer or {}).get("Attributes", {}).get("Policy")
        return {"id": identifier, "queueUrl": identifier, "policy": policy} if policy else None

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Set the new policy."""
        del old
        self._set(aws, identifier, new["policy"])

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Set an empty policy, which removes it."""
        del state
        aws.find("set_queue_attributes", QueueUrl=identifier, Attributes={"Policy": ""})

    def _set(self, aws: Aws, url: str, policy: str) -> None:
        aws("set_queue_attributes", QueueUrl=url, Attributes={"Policy": policy})
