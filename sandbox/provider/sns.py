"""`aws:sns/…`: topics, their policies and subscriptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sandbox.provider.aws import CallError
from sandbox.provider.resource import Resource
from sandbox.provider.schema import REGION, TAGS, Field, Kind, Properties
from sandbox.provider.tagging import from_pairs, pairs, retag

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws


class Topic(Resource):
    """`aws:sns/topic:Topic`; its policy is a `TopicPolicy`."""

    pulumi_type = "aws:sns/topic:Topic"
    service = "sns"
    autoname = "name"
    fields = (
        Field("name", computed=True, replaces=True),
        Field("displayName", default=""),
        Field("kmsMasterKeyId", default=""),
        REGION,
        TAGS,
    )
    outputs = ("arn", "owner")

    def create(self, aws: Aws, new: Properties) -> str:
        """Make the topic; AWS answers the existing one if there is one with the same attributes and tags."""
        attributes = {name: new[field] for name, field in self._attributes() if new[field]}
        return str(aws("create_topic", Name=new["name"], Attributes=attributes, Tags=pairs(new["tagsAll"]))["TopicArn"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read attributes and tags."""
        answer = aws.find("get_topic_attributes", TopicArn=identifier)
        if answer is None:
            return None
        held = answer["Attributes"]
        tags = aws("list_tags_for_resource", ResourceArn=identifier)["Tags"]
        return {
            "id": identifier,
            "arn": identifier,
            "name": identifier.rpartition(":")[2],
            "owner": held.get("Owner"),
            **{field: held.get(name, "") for name, field in self._attributes()},
            "tagsAll": from_pairs(tags),
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Set changed attributes and tags."""
        for name, field in self._attributes():
            if (old.get(field) or "") != new[field]:
                aws("set_topic_attributes", TopicArn=identifier, AttributeName=name, AttributeValue=new[field])
        retag(aws, old, new, ResourceArn=identifier)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Delete the topic and its subscriptions."""
        del state
        aws.find("delete_topic", TopicArn=identifier)

    def _attributes(self) -> tuple[tuple[str, str], ...]:
        return (("DisplayName", "displayName"), ("KmsMasterKeyId", "kmsMasterKeyId"))


class TopicPolicy(Resource):
    """`aws:sns/topicPolicy:TopicPolicy`; deleting it gives the topic AWS's default policy back."""

    pulumi_type = "aws:sns/topicPolicy:TopicPolicy"
    service = "sns"
    fields = (Field("arn", required=True, replaces=True), Field("policy", Kind.JSON, required=True), REGION)
    outputs = ("owner",)

    def create(self, aws: Aws, new: Properties) -> str:
        """Set the topic's policy."""
        self._set(aws, new["arn"], new["policy"])
        return str(new["arn"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read it from the topic."""
        answer = aws.find("get_topic_attributes", TopicArn=identifier)
        if answer is None or not answer["Attributes"].get("Policy"):
            return None
        held = answer["Attributes"]
        return {"id": identifier, "arn": identifier, "policy": held["Policy"], "owner": held.get("Owner")}

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Set the new policy."""
        del old
        self._set(aws, identifier, new["policy"])

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Set the default policy: a topic cannot be without one."""
        default = _default_policy(identifier, state.get("owner") or aws.connection.account)
        aws.find("set_topic_attributes", TopicArn=identifier, AttributeName="Policy", AttributeValue=default)

    def _set(self, aws: Aws, topic: str, policy: str) -> None:
        aws("set_topic_attributes", TopicArn=topic, AttributeName="Policy", AttributeValue=policy)


def _default_policy(topic: str, owner: str) -> str:
    """The policy that a new topic has (SNS developer guide: example cases for access control)."""
    verbs = (
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    )
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{verb}" for verb in verbs],
        "Resource": topic,
        "Condition": {"StringEquals": {"AWS:SourceOwner": owner}},
    }
    return json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})


class TopicSubscription(Resource):
    """`aws:sns/topicSubscription:TopicSubscription`; an e-mail address stays pending until a person confirms."""

    pulumi_type = "aws:sns/topicSubscription:TopicSubscription"
    service = "sns"
    attributes = (
        ("RawMessageDelivery", "rawMessageDelivery"),
        ("FilterPolicyScope", "filterPolicyScope"),
        ("FilterPolicy", "filterPolicy"),
        ("RedrivePolicy", "redrivePolicy"),
    )
    fields = (
        Field("topic", required=True, replaces=True),
        Field("protocol", required=True, replaces=True, choices=("sqs", "email", "email-json")),
        Field("endpoint", required=True, replaces=True),
        Field("rawMessageDelivery", Kind.BOOL, default=False),
        Field("filterPolicyScope", computed=True, choices=("MessageAttributes", "MessageBody")),
        Field("filterPolicy", Kind.JSON, default=""),
        Field("redrivePolicy", Kind.JSON, default=""),
        Field("confirmationTimeoutInMinutes", Kind.INT, default=1, local=True),
        Field("endpointAutoConfirms", Kind.BOOL, default=False, local=True),
        REGION,
    )
    outputs = ("arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation")

    def create(self, aws: Aws, new: Properties) -> str:
        """Subscribe; AWS answers the existing subscription of the same endpoint if there is one."""
        answer = aws(
            "subscribe",
            TopicArn=new["topic"],
            Protocol=new["protocol"],
            Endpoint=new["endpoint"],
            Attributes={name: _text(new[field]) for name, field in self.attributes if new[field]},
            ReturnSubscriptionArn=True,
        )
        return str(answer["SubscriptionArn"])

    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read its attributes."""
        answer = aws.find("get_subscription_attributes", SubscriptionArn=identifier)
        if answer is None:
            return None
        held = answer["Attributes"]
        return {
            "id": identifier,
            "arn": identifier,
            "topic": held["TopicArn"],
            "protocol": held["Protocol"],
            "endpoint": held["Endpoint"],
            "ownerId": held.get("Owner"),
            "rawMessageDelivery": _true(held, "RawMessageDelivery"),
            "filterPolicy": held.get("FilterPolicy", ""),
            "filterPolicyScope": held.get("FilterPolicyScope"),
            "redrivePolicy": held.get("RedrivePolicy", ""),
            "pendingConfirmation": _true(held, "PendingConfirmation"),
            "confirmationWasAuthenticated": _true(held, "ConfirmationWasAuthenticated"),
        }

    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Set changed attributes; the scope goes before the policy that needs it."""
        for name, field in self.attributes:
            if new[field] is not None and (old.get(field) or "") != (new[field] or ""):
                text = _text(new[field]) or ("{}" if name == "FilterPolicy" else "")
                aws("set_subscription_attributes", SubscriptionArn=identifier, AttributeName=name, AttributeValue=text)

    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Unsubscribe; AWS refuses that while a confirmation is pending, and forgets those by itself."""
        del state
        try:
            aws.find("unsubscribe", SubscriptionArn=identifier)
        except CallError as error:
            if not (error.code == "InvalidParameter" and "pending confirmation" in error.what.lower()):
                raise


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _true(held: Properties, name: str) -> bool:
    return str(held.get(name, "false")).lower() == "true"
