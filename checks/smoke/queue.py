"""A temporary queue that listens to a topic, and is gone afterwards whatever happens."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from boto3 import Session
from botocore.exceptions import ClientError

from policies import arns
from policies.document import Condition, Effect, Principals, Statement, document
from policies.smoke import QUEUE_PREFIX

PREFIX: Final = QUEUE_PREFIX
"""How the name of every temporary queue begins."""
_TAG: Final = "mca:smoke-until"
_WAIT: Final = 5
"""Seconds of one long poll: short enough that Ctrl-C is felt."""
_GRACE: Final = 600


@dataclass(frozen=True, slots=True)
class Listener:
    """A queue that gets a topic's messages."""

    client: Any
    url: str

    def message(self, request_id: str, deadline: float) -> Mapping[str, object] | None:
        """The service's message with this request id, enveloped or raw; None at the deadline (monotonic seconds).

        Other messages are let pass: the queue is ours alone, so nobody misses them.
        """
        while (left := deadline - time.monotonic()) > 0:
            wait = max(1, min(_WAIT, int(left)))
            answer = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=wait)
            foreign: list[dict[str, str]] = []
            for received in answer.get("Messages", ()):
                body = _announcement(received["Body"])
                if body is not None and body.get("dataSetRequestId") == request_id:
                    return body
                foreign.append({"Id": str(len(foreign)), "ReceiptHandle": received["ReceiptHandle"]})
            if foreign:  # in one call, so that a busy topic is read faster than it is written to
                self.client.delete_message_batch(QueueUrl=self.url, Entries=foreign)
        return None


@contextmanager
def listening(session: Session, topic_arn: str, lifetime: float) -> Iterator[Listener]:
    """Subscribe a temporary queue to a topic.

    Args:
        session: Credentials for SQS and for `sns:Subscribe` and `Unsubscribe`.
        topic_arn: The topic; the queue is made in its region and lets in this topic alone.
        lifetime: Seconds after which a queue that a killed run left behind may be removed.

    Yields:
        The listener. On the way out the subscription and the queue are removed, and left-overs of killed runs too.
    """
    topic = arns.topic(topic_arn)
    sqs = session.client("sqs", region_name=topic.region)
    sns = session.client("sns", region_name=topic.region)
    name = f"{PREFIX}{uuid4().hex[:16]}"
    queue_arn = f"arn:{topic.partition}:sqs:{topic.region}:{topic.account}:{name}"
    policy = document(
        Statement(
            effect=Effect.ALLOW,
            principals=Principals((("Service", "sns.amazonaws.com"),)),
            actions=("sqs:SendMessage",),
            resources=(queue_arn,),
            conditions=(Condition("ArnEquals", "aws:SourceArn", (topic_arn,)),),
        )
    )
    until = str(int(time.time() + lifetime + _GRACE))
    url = sqs.create_queue(QueueName=name, Attributes={"Policy": policy.to_json()}, tags={_TAG: until})["QueueUrl"]
    subscription = None
    try:
        answer = sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn, ReturnSubscriptionArn=True)
        subscription = answer["SubscriptionArn"]
        yield Listener(sqs, url)
    finally:
        try:
            if subscription is not None:
                sns.unsubscribe(SubscriptionArn=subscription)
        finally:
            sqs.delete_queue(QueueUrl=url)
            # A caller who may not list queues leaves others' left-overs to somebody who may; the verdict matters more.
            with suppress(ClientError):
                _remove_left_overs(sqs, sns, topic_arn)


def _remove_left_overs(sqs: Any, sns: Any, topic_arn: str) -> None:  # noqa: ANN401  # boto3 makes its client classes at run time
    """Remove queues and subscriptions of killed runs: ours by name and tag, and past their time."""
    gone = set()
    for page in sqs.get_paginator("list_queues").paginate(QueueNamePrefix=PREFIX):
        for url in page.get("QueueUrls", ()):
            try:
                until = sqs.list_queue_tags(QueueUrl=url).get("Tags", {}).get(_TAG, "")
                if until.isdecimal() and int(until) < time.time():
                    sqs.delete_queue(QueueUrl=url)
                    gone.add(url.rsplit("/", 1)[-1])
            except sqs.exceptions.QueueDoesNotExist:
                # SQS lists a deleted queue for up to a minute, and another run may delete its own meanwhile.
                continue
    if not gone:
        return
    for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn):
        for subscription in page["Subscriptions"]:
            if subscription["Endpoint"].rsplit(":", 1)[-1] in gone:
                sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])


def _announcement(text: str) -> Mapping[str, object] | None:
    """The service's message in a queue message's body: bare (raw delivery) or inside SNS's envelope."""
    try:
        body = json.loads(text)
        if isinstance(body, dict) and body.get("Type") == "Notification":
            body = json.loads(body["Message"])
    except (ValueError, KeyError, TypeError):
        return None  # somebody else's message: not JSON, so not the service's
    return body if isinstance(body, dict) else None
