"""The topic on which the service announces deliveries, and who listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from checks.documents.policy import Kind
from checks.rules.rule import Expectations
from components.lint import refuse_errors, report_errors
from components.options import adopted, child, guarded
from policies import arns
from policies.topic import topic_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationTopicArgs:
    """What a notification topic is made from.

    Attributes:
        arn: The topic's ARN, which fixes its name, region and account.
        key_arn: The customer key that encrypts it; None for none. May be an output.
        sqs: The ARNs of queues that get the messages. Their own policies must let the topic in.
        email: Addresses that get the messages, once each person has confirmed.
        tags: The tags of the topic.
        adopt: The topic exists: import it and never change it (subscriptions are still added).

    Raises:
        ArgumentError: The ARN is wrong.
    """

    arn: str
    key_arn: pulumi.Input[str] | None = None
    sqs: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    tags: Mapping[str, str]
    adopt: bool = False

    def __post_init__(self) -> None:
        """Refuse wrong values before the engine sees them."""
        arns.topic(self.arn, "arn")


class NotificationTopic(pulumi.ComponentResource):
    """The topic, its policy and its subscriptions.

    Attributes:
        arn: The topic's ARN, known once the topic exists.
    """

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: NotificationTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("mca:index:NotificationTopic", name, None, opts)
        where = arns.topic(args.arn, "arn")
        guard = guarded(self)
        topic = aws.sns.Topic(
            f"{name}-topic",
            name=where.name,
            region=where.region,
            kms_master_key_id=args.key_arn,
            tags=None if args.adopt else dict(args.tags),
            opts=adopted(guard, args.arn) if args.adopt else guard,
        )
        title = f"the policy of the topic {where.name}"
        expected = Expectations(account_id=where.account, topics=(args.arn,), partition=where.partition)
        if args.adopt:
            report_errors(topic.policy, Kind.TOPIC, title, topic, expected=expected)
        else:
            aws.sns.TopicPolicy(
                f"{name}-policy",
                arn=topic.arn,
                region=where.region,
                policy=refuse_errors(topic_policy(args.arn).to_json(), Kind.TOPIC, title, expected=expected),
                opts=guard,
            )
        for protocol, endpoints in (("sqs", args.sqs), ("email", args.email)):
            for endpoint in endpoints:
                aws.sns.TopicSubscription(
                    f"{name}-{protocol}-{_listener(endpoint)}",
                    topic=topic.arn,
                    region=where.region,
                    protocol=protocol,
                    endpoint=endpoint,
                    opts=child(self),
                )
        self.arn = topic.arn
        self.register_outputs({"arn": self.arn})


def _listener(endpoint: str) -> str:
    """A name for a listener: an address, or a queue's region, account and name, as queues of one name may differ."""
    return "-".join(endpoint.split(":")[3:]) or endpoint
