"""The smoke test's temporary queue on a plain moto server, which delivers and judges nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from checks.documents.model import parse_policy
from checks.proof.evaluate import NamedPolicy, Policies, Principal, Request, evaluate
from checks.smoke import queue
from checks.smoke.queue import Listener, listening

REGION = "eu-central-1"
"""The topic's region; the session's own is another."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account with a topic."""

    session: boto3.Session
    topic: str

    def client(self, service: str, region: str = REGION) -> Any:  # noqa: ANN401  # any client
        """A client in the topic's region."""
        return self.session.client(service, region_name=region)  # type: ignore[call-overload]  # any service

    def queues(self, region: str = REGION) -> set[str]:
        """The names of all queues."""
        found = self.client("sqs", region).list_queues().get("QueueUrls", ())
        return {url.rsplit("/", 1)[-1] for url in found}

    def subscriptions(self) -> list[dict[str, str]]:
        """Who listens to the topic."""
        found: list[dict[str, str]] = self.client("sns").list_subscriptions_by_topic(TopicArn=self.topic)[
            "Subscriptions"
        ]
        return found

    def publish(self, message: object) -> None:
        """Announce something on the topic."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.client("sns").publish(TopicArn=self.topic, Message=text)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A plain moto server."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def account(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account with a topic of its own and no queue."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setattr(queue, "_WAIT", 1)
    session = boto3.Session("testing", "testing", region_name="us-east-1")
    sns = session.client("sns", region_name=REGION)
    made = Account(session, sns.create_topic(Name=f"topic-{uuid4().hex[:8]}")["TopicArn"])
    yield made
    for region in (REGION, "us-east-1"):
        sqs = made.client("sqs", region)
        for url in sqs.list_queues().get("QueueUrls", ()):
            sqs.delete_queue(QueueUrl=url)


def soon() -> float:
    """A deadline a little ahead."""
    return time.monotonic() + 8


def raw(account: Account) -> None:
    """Switch raw delivery on for the one who listens."""
    (subscription,) = account.subscriptions()
    account.client("sns").set_subscription_attributes(
        SubscriptionArn=subscription["SubscriptionArn"],
        AttributeName="RawMessageDelivery",
        AttributeValue="true",
    )


def put(listener: Listener, body: str) -> None:
    """Put a text into the queue, as it is."""
    listener.client.send_message(QueueUrl=listener.url, MessageBody=body)


@pytest.mark.parametrize("is_raw", [False, True], ids=["enveloped", "raw"])
def test_the_services_message_is_found(account: Account, *, is_raw: bool) -> None:
    """A message comes back decoded, inside SNS's envelope or bare."""
    announced = {"dataSetRequestId": "r-1", "success": True, "dataSetS3Location": {"bucketName": "b", "key": "k"}}
    with listening(account.session, account.topic, 60) as listener:
        if is_raw:
            raw(account)
        account.publish(announced)
        assert listener.message("r-1", soon()) == announced


FOREIGN = [
    "hello",
    "[]",
    "null",
    '"text"',
    "{}",
    '{"dataSetRequestId": null}',
    '{"dataSetRequestId": "r-2"}',
    '{"Type": "Notification"}',
    '{"Type": "Notification", "Message": 7}',
    '{"Type": "Notification", "Message": "not JSON"}',
    '{"Type": "Notification", "Message": "[1]"}',
    '{"Type": "SubscriptionConfirmation", "Token": "t"}',
    '{"Type": "Notification", "Message": "{\\"dataSetRequestId\\": \\"r-2\\"}"}',
]


def test_foreign_messages_and_other_requests_are_let_pass(account: Account) -> None:
    """Whatever else comes first, of other senders or requests, the message with the right id is found."""
    with listening(account.session, account.topic, 60) as listener:
        for body in FOREIGN:
            put(listener, body)
        account.publish({"dataSetRequestId": "r-2", "success": True})
        account.publish({"dataSetRequestId": "r-1", "success": False, "message": "no"})
        found = listener.message("r-1", soon())
    assert found == {"dataSetRequestId": "r-1", "success": False, "message": "no"}


@pytest.mark.parametrize("body", FOREIGN)
def test_a_foreign_message_is_never_the_services(account: Account, body: str) -> None:
    """A message that is not of this request is no answer: at the deadline there is none."""
    with listening(account.session, account.topic, 60) as listener:
        put(listener, body)
        assert listener.message("r-1", time.monotonic() + 0.2) is None


def test_waiting_ends_at_the_deadline(account: Account) -> None:
    """Without a message the wait ends at the deadline, and a deadline that is past asks nothing."""
    with listening(account.session, account.topic, 60) as listener:
        begun = time.monotonic()
        assert listener.message("r-1", begun + 1) is None
        assert time.monotonic() - begun < 3
        account.publish({"dataSetRequestId": "r-1"})
        assert listener.message("r-1", begun) is None


def test_the_queue_is_beside_the_topic_and_lets_only_it_in(account: Account) -> None:
    """The queue is in the topic's region; its policy admits SNS for this topic alone."""
    with listening(account.session, account.topic, 60) as listener:
        (name,) = account.queues()
        assert name.startswith("mca-smoke-")
        assert not account.queues("us-east-1")
        (subscription,) = account.subscriptions()
        attributes = listener.client.get_queue_attributes(QueueUrl=listener.url, AttributeNames=["All"])["Attributes"]
        assert subscription["Endpoint"] == attributes["QueueArn"]
        policy = NamedPolicy("queue", parse_policy(attributes["Policy"]))
        sns = Principal(arn="", account="", service="sns.amazonaws.com")
        for source, allowed in ((account.topic, True), (f"{account.topic}2", False)):
            request = Request(sns, "sqs:SendMessage", attributes["QueueArn"], {"aws:SourceArn": source})
            assert evaluate(request, Policies(resource=policy)).allowed is allowed


class Stopped(BaseException):
    """Stands for whatever ends a run."""


@pytest.mark.parametrize("error", [None, ValueError(), KeyboardInterrupt(), Stopped()], ids=repr)
def test_everything_is_cleaned_up_whatever_happens(account: Account, error: BaseException | None) -> None:
    """After the end, a fault or Ctrl-C there is no queue and no subscription, and the fault comes out as it was."""

    def use() -> None:
        with listening(account.session, account.topic, 60):
            assert account.subscriptions()
            if error is not None:
                raise error

    if error is None:
        use()
    else:
        with pytest.raises(type(error)):
            use()
    assert account.queues() == set()
    assert account.subscriptions() == []


def test_a_topic_that_is_not_there_leaves_no_queue(account: Account) -> None:
    """If the topic cannot be subscribed to, the queue that was made for it is gone again."""
    with pytest.raises(ClientError), listening(account.session, f"{account.topic}-gone", 60):
        pytest.fail("there is nothing to listen to")
    assert account.queues() == set()


def test_a_subscription_that_is_gone_does_not_keep_the_queue(account: Account) -> None:
    """If somebody removed the subscription meanwhile, the queue is removed all the same."""
    with listening(account.session, account.topic, 60):
        (subscription,) = account.subscriptions()
        account.client("sns").unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    assert account.queues() == set()


def leave(account: Account, name: str, tags: dict[str, str], region: str = REGION) -> None:
    """Leave a queue behind, subscribed to the topic if it is in the topic's region."""
    sqs = account.client("sqs", region)
    url = sqs.create_queue(QueueName=name, tags=tags)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    if region == REGION:
        account.client("sns").subscribe(TopicArn=account.topic, Protocol="sqs", Endpoint=arn)


def test_left_overs_are_removed_by_name_tag_and_age_only(account: Account) -> None:
    """Only a queue of our name, with our tag, past its time goes, with its subscription; all others stay."""
    past, ahead = str(int(time.time()) - 1), str(int(time.time()) + 600)
    leave(account, "mca-smoke-old", {"mca:smoke-until": past})
    leave(account, "mca-smoke-at-work", {"mca:smoke-until": ahead})
    leave(account, "mca-smoke-untagged", {})
    leave(account, "mca-smoke-odd", {"mca:smoke-until": "soon"})
    leave(account, "sellers-own", {"mca:smoke-until": past})
    leave(account, "my-mca-smoke-old", {"mca:smoke-until": past})
    leave(account, "mca-smoke-elsewhere", {"mca:smoke-until": past}, "us-east-1")
    with listening(account.session, account.topic, 60):
        pass
    stay = {"mca-smoke-at-work", "mca-smoke-untagged", "mca-smoke-odd", "sellers-own", "my-mca-smoke-old"}
    assert account.queues() == stay
    assert {found["Endpoint"].rsplit(":", 1)[-1] for found in account.subscriptions()} == stay
    assert account.queues("us-east-1") == {"mca-smoke-elsewhere"}


def test_a_killed_runs_queue_says_until_when_it_is_used(account: Account) -> None:
    """The tag lies ahead by the lifetime and some grace, so that a run at work never loses its queue to another."""
    with listening(account.session, account.topic, 100) as listener:
        tags = listener.client.list_queue_tags(QueueUrl=listener.url)["Tags"]
        assert int(tags["mca:smoke-until"]) > time.time() + 100
        with listening(account.session, account.topic, 100):
            assert len(account.queues()) == 2
        assert len(account.queues()) == 1


def test_a_queue_that_is_listed_after_its_deletion_does_no_harm(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQS may list a queue for a while after its deletion: the clean-up goes on, and the verdict is not lost."""
    removed = queue._remove_left_overs
    url = "{}/123456789012/mca-smoke-ghost"

    def with_ghost(sqs: Any, sns: Any, topic_arn: str) -> None:  # noqa: ANN401  # boto3's clients
        ghost = url.format(sqs.meta.endpoint_url)

        class Pages:
            def paginate(self, **_: object) -> list[dict[str, list[str]]]:
                return [{"QueueUrls": [ghost]}]

        monkeypatch.setattr(sqs, "get_paginator", lambda _: Pages())
        removed(sqs, sns, topic_arn)

    monkeypatch.setattr(queue, "_remove_left_overs", with_ghost)
    with listening(account.session, account.topic, 60):
        pass
    assert account.queues() == set()
