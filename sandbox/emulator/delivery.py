"""A delivery, made as the service makes it: assume the seller's role, then five kinds of calls with its credentials.

The actions are those of the botocore model; their order, and which failure ends where, are inferred: what fails before
the topic is reported on the topic, what fails on the topic is not reported at all, and without the role the service has
nothing to publish with.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from checks.smoke.calendar import coverage
from sandbox.emulator import documents
from sandbox.emulator.clients import HOME_REGION, SERVICE
from sandbox.emulator.content import csv_file
from sandbox.emulator.ledger import State, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sandbox.emulator.clients import Clients, Credentials
    from sandbox.emulator.faults import Faults
    from sandbox.emulator.validation import DataSetRequest

DEFAULT_POLICY: Final = "oneClick_MarketplaceCommerceAnalyticsRole"
"""The policy that the service looks for when a seller made the role itself [inferred]."""

_FOREIGN: Final = (
    '{"dataSetRequestId": "00000000-0000-4000-8000-000000000000", "success": true}',
    '{"Records": []}',
    "not a document",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be delivered.

    Attributes:
        request: The accepted request.
        request_id: The id that was answered.
        publication: The publication found for it.
        external_id: The id that the service knows the seller by.
        policy_name: The role's policy that the service reads.
    """

    request: DataSetRequest
    request_id: str
    publication: date
    external_id: str
    policy_name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery ended: its state, the reason if it did not succeed, the calls made and the objects written."""

    state: State
    reason: str
    steps: tuple[Step, ...]
    keys: tuple[str, ...]


T = TypeVar("T")


class _CallFailedError(Exception):
    """One of the service's calls was refused; the text is what the seller is told."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code = code


@dataclass(slots=True)
class _Delivery:
    """One delivery under way, and the record of its calls."""

    order: Order
    clients: Clients
    faults: Faults
    steps: list[Step] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def call(self, action: str, resource: str, make: Callable[[], T]) -> T:
        """Make a call and record it.

        Raises:
            _CallFailedError: It failed.
        """
        try:
            answer = make()
        except ClientError as error:
            code, why = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        except BotoCoreError as error:
            code, why = type(error).__name__, str(error)
        else:
            self.steps.append(Step(action, resource))
            return answer
        self.steps.append(Step(action, resource, code))
        raise _CallFailedError(code, f"{action} on {resource} failed with {code}: {why}")

    def assume(self) -> Credentials:
        """Become the seller's role."""
        role, external_id = self.order.request.role_arn, self.order.external_id
        return self.call(
            "sts:AssumeRole",
            role,
            lambda: self.clients.assume(SERVICE, role, "CommerceAnalytics", external_id=external_id),
        )

    def write(self, role: Credentials) -> documents.Keys:
        """Read the role's policy, find the bucket and write the two objects."""
        request = self.order.request
        self._read_policy(role)
        finder = self.clients.s3(role, HOME_REGION)
        bucket_arn = f"arn:aws:s3:::{request.bucket}"
        found = self.call("s3:GetBucketLocation", bucket_arn, lambda: finder.get_bucket_location(Bucket=request.bucket))
        constraint: str | None = found.get("LocationConstraint")  # S3 gives none for us-east-1
        region = {None: HOME_REGION, "": HOME_REGION, "EU": "eu-west-1"}.get(constraint, constraint)
        s3 = self.clients.s3(role, region or HOME_REGION)
        where = documents.keys(request, self.order.publication)
        for key, body, kind in (
            (where.data, _data(self.order, self.faults), "text/csv"),
            (where.metadata, _metadata(self.order, where, self.faults), "application/json"),
        ):
            put = partial(s3.put_object, Bucket=request.bucket, Key=key, Body=body, ContentType=kind)
            self.call("s3:PutObject", f"{bucket_arn}/{key}", put)
            self.keys.append(key)
        return where

    def publish(self, role: Credentials, message: dict[str, object]) -> None:
        """Read the topic's attributes and publish, in the topic's own region."""
        request = self.order.request
        topic = request.topic_arn
        sns = self.clients.sns(role, request.topic_region)
        self.call("sns:GetTopicAttributes", topic, lambda: sns.get_topic_attributes(TopicArn=topic))
        foreign = int(self.faults.value(request.account, "foreign_messages") or 0)
        texts = [_FOREIGN[number % len(_FOREIGN)] for number in range(foreign)]
        texts += [json.dumps(message)] * (2 if self.faults.on(request.account, "duplicate_delivery") else 1)
        for text in texts:
            self.call("sns:Publish", topic, partial(sns.publish, TopicArn=topic, Message=text))

    def end(self, state: State, reason: str) -> Outcome:
        """The outcome, with what was recorded."""
        return Outcome(state, reason, tuple(self.steps), tuple(self.keys))

    def _read_policy(self, role: Credentials) -> None:
        arn, policy = self.order.request.role_arn, self.order.policy_name
        iam = self.clients.iam(role)
        name = arn.rsplit("/", 1)[-1]
        try:
            self.call("iam:GetRolePolicy", arn, lambda: iam.get_role_policy(RoleName=name, PolicyName=policy))
        except _CallFailedError as error:
            if error.code != "NoSuchEntity":  # the portal's policy may be a managed one
                raise


def deliver(order: Order, clients: Clients, faults: Faults) -> Outcome:
    """Deliver a data set and say how it ended; refusals of AWS calls are outcomes, not errors."""
    delivery = _Delivery(order, clients, faults)
    try:
        role = delivery.assume()
    except _CallFailedError as error:
        return delivery.end(State.SILENT, f"The role cannot be assumed, so nothing can be published: {error}")
    state, why = State.DELIVERED, ""
    try:
        message = documents.success(order.request, order.request_id, delivery.write(role))
    except _CallFailedError as error:
        state, why = State.FAILED, str(error)
        message = documents.failure(order.request, order.request_id, why)
    try:
        delivery.publish(role, message)
    except _CallFailedError as error:
        return delivery.end(State.SILENT, f"{why} The topic cannot be published to: {error}".strip())
    return delivery.end(state, why)


def _data(order: Order, faults: Faults) -> bytes:
    request = order.request
    covered = coverage(request.data_set_type, order.publication)
    text = csv_file(request.account, request.data_set_type, order.publication, covered)
    if faults.on(request.account, "truncated_csv"):
        text = text[: text.rindex(",")]
    return text.encode()


def _metadata(order: Order, where: documents.Keys, faults: Faults) -> bytes:
    request = order.request
    wrong = faults.on(request.account, "wrong_metadata")
    covered = coverage(request.data_set_type, order.publication.replace(year=2000) if wrong else order.publication)
    request_id = "00000000-0000-4000-8000-000000000000" if wrong else order.request_id
    return json.dumps(documents.metadata(request, request_id, covered, where), indent=2).encode()
