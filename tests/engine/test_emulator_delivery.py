"""Deliveries on a plain moto server, which judges nothing: what is written, published and recorded."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server

from policies.errors import ArgumentError, SandboxError
from sandbox.emulator import CommerceAnalytics, State

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

SELLER = "111122223333"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAILY = "customer_subscriber_hourly_monthly_subscriptions"
_accounts = iter(range(200000000001, 300000000000))


@dataclass(frozen=True, slots=True)
class Caller:
    """Stands for the gate's principal."""

    account: str


@dataclass(slots=True)
class Seller:
    """An account with a bucket in Frankfurt, a topic in Oregon, and a queue on the topic."""

    world: World
    account: str
    bucket: str
    topic: str
    queue: str
    role: str = ""

    def aws(self, service: str, region: str = "us-east-1") -> Any:  # noqa: ANN401 - any client
        """A client of the account's administrator."""
        sts = _client("sts", self.world.moto, "us-east-1", ("AKIASANDBOXOPERATOR", "sandbox", None))
        role = f"arn:aws:iam::{self.account}:role/SandboxAdministrator"
        found = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return _client(service, self.world.moto, region, keys)

    def enrol(self, *, inline: bool = True) -> None:
        """Play the portal's click."""
        self.role = self.world.app.portal.enrol(self.account, self.bucket, self.topic, inline=inline).role_arn

    def generate(self, **changes: Any) -> str:  # noqa: ANN401 - any parameter
        """Call the service as this seller; the request's id."""
        self.world.caller = self.account
        client: Any = _client("marketplacecommerceanalytics", self.world.service, "us-east-1", ("AKIA", "x", None))
        given = {
            "dataSetType": DAILY,
            "dataSetPublicationDate": datetime(2026, 3, 18, tzinfo=UTC),
            "roleNameArn": self.role,
            "destinationS3BucketName": self.bucket,
            "snsTopicArn": self.topic,
            **changes,
        }
        return str(client.generate_data_set(**given)["dataSetRequestId"])

    def messages(self) -> list[dict[str, Any]]:
        """The service's messages so far, once all deliveries are done."""
        assert self.world.app.drain(20)
        found = self.aws("sqs", "us-west-2").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        bodies = [json.loads(each["Body"])["Message"] for each in found.get("Messages", [])]
        return [json.loads(body) for body in bodies if body.startswith("{")]

    def read(self, key: str) -> str:
        """An object's text."""
        return str(self.aws("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read().decode())


@dataclass(slots=True)
class World:
    """A moto server and the emulator in front of it."""

    moto: str
    service: str
    app: CommerceAnalytics
    caller: str = ""

    def seller(self, *, inline: bool = True) -> Seller:
        """A new enrolled seller."""
        account = str(next(_accounts))
        seller = Seller(self, account, f"delivery-{account}", "", "")
        seller.aws("s3", "eu-central-1").create_bucket(
            Bucket=seller.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        seller.topic = seller.aws("sns", "us-west-2").create_topic(Name="ready")["TopicArn"]
        sqs = seller.aws("sqs", "us-west-2")
        seller.queue = sqs.create_queue(QueueName="ready")["QueueUrl"]
        queue_arn = f"arn:aws:sqs:us-west-2:{account}:ready"
        seller.aws("sns", "us-west-2").subscribe(TopicArn=seller.topic, Protocol="sqs", Endpoint=queue_arn)
        seller.enrol(inline=inline)
        return seller


def _client(service: str, url: str, region: str, keys: tuple[str, str, str | None]) -> Any:  # noqa: ANN401 - any client
    return boto3.client(  # type: ignore[call-overload]  # any service's name
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=keys[0],
        aws_secret_access_key=keys[1],
        aws_session_token=keys[2],
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A moto server, and the emulator on a port of its own with the caller set as the gate would."""
    moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    app = CommerceAnalytics(f"http://{host}:{port}", lambda: NOW, delay=0)
    made = World(f"http://{host}:{port}", "", app)

    def gate(environ: WSGIEnvironment, start_response: StartResponse) -> Any:  # noqa: ANN401 - WSGI's answer
        environ["sandbox.principal"] = Caller(made.caller)
        return app(environ, start_response)

    server: BaseWSGIServer = make_server("127.0.0.1", 0, gate, threaded=True)
    made.service = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()
    moto.stop()


@pytest.fixture
def seller(world: World) -> Iterator[Seller]:
    """A new enrolled seller; the switches are dropped afterwards."""
    yield world.seller()
    world.app.faults.clear()


@pytest.mark.parametrize("inline", [True, False])
def test_delivery_is_shaped_as_in_the_guide(world: World, *, inline: bool) -> None:
    """Message and metadata have the guide's fields, and the caller's own values come back in both."""
    seller = world.seller(inline=inline)
    values = {"run": "7", "täg": "ü"}
    request_id = seller.generate(destinationS3Prefix="a/b", customerDefinedValues=values)
    (message,) = seller.messages()
    stem = f"a/b/{DAILY}_2026-03-18"
    locations = {
        "dataSetS3Location": {"bucketName": seller.bucket, "key": f"{stem}.csv"},
        "dataSetMetaDataS3Location": {"bucketName": seller.bucket, "key": f"{stem}.meta.json"},
    }
    assert message == {
        **locations,
        "dataSetRequestId": request_id,
        "success": True,
        "customerDefinedValues": values,
    }
    assert json.loads(seller.read(f"{stem}.meta.json")) == {
        "dataSetRequestId": request_id,
        "dataSetCoverageRange": {
            "startDateTime": "2026-03-17T00:00:00.000Z",
            "endDateTime": "2026-03-17T23:59:59.000Z",
        },
        "dataSetRequestParameters": {
            "sellerAccountId": seller.account,
            "dataSetType": DAILY,
            "dataSetPublicationDate": "2026-03-18T00:00:00.000Z",
            "roleNameArn": seller.role,
            "destinationS3BucketName": seller.bucket,
            "destinationS3Prefix": "a/b",
            "snsTopicArn": seller.topic,
            "customerDefinedValues": values,
        },
        **locations,
    }
    rows = list(csv.reader(seller.read(f"{stem}.csv").splitlines()))
    assert len(rows) >= 4
    assert {len(row) for row in rows} == {len(rows[0])}
    (entry,) = world.app.ledger.entries(seller.account)
    assert entry.state is State.DELIVERED
    assert [step.action for step in entry.steps] == [
        "sts:AssumeRole",
        "iam:GetRolePolicy",
        "s3:GetBucketLocation",
        "s3:PutObject",
        "s3:PutObject",
        "sns:GetTopicAttributes",
        "sns:Publish",
    ]
    assert [step.error for step in entry.steps if step.error] == ([] if inline else ["NoSuchEntity"])


def test_portal_makes_the_role(world: World) -> None:
    """The click makes the role, its trust in the service by the account's external id, and one oneClick policy."""
    inline, managed = world.seller(), world.seller(inline=False)
    for seller, count in ((inline, (1, 0)), (managed, (0, 1))):
        iam = seller.aws("iam")
        role = iam.get_role(RoleName="MarketplaceCommerceAnalyticsRole")["Role"]
        statement = role["AssumeRolePolicyDocument"]["Statement"][0]
        external_id = world.app.portal.external_id(seller.account)
        assert role["Arn"] == seller.role == f"arn:aws:iam::{seller.account}:role/MarketplaceCommerceAnalyticsRole"
        assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": external_id}}
        assert statement["Principal"] == {"AWS": "arn:aws:iam::452565589796:root"}
        names = iam.list_role_policies(RoleName="MarketplaceCommerceAnalyticsRole")["PolicyNames"]
        attached = iam.list_attached_role_policies(RoleName="MarketplaceCommerceAnalyticsRole")["AttachedPolicies"]
        assert (len(names), len(attached)) == count
        for name in [*names, *(each["PolicyName"] for each in attached)]:
            assert name.startswith("oneClick_MarketplaceCommerceAnalyticsRole_")
    assert world.app.portal.external_id(inline.account) != world.app.portal.external_id(managed.account)


def test_enrolment_again(world: World) -> None:
    """The same enrolment again changes nothing; another destination, or a role in the way, is refused."""
    seller = world.seller()
    first = world.app.portal.enrol(seller.account, seller.bucket, seller.topic)
    assert world.app.portal.enrol(seller.account, seller.bucket, seller.topic) == first
    with pytest.raises(SandboxError, match="already enrolled"):
        world.app.portal.enrol(seller.account, "another-bucket", seller.topic)
    other = Seller(world, str(next(_accounts)), "some-bucket", "", "")
    other.aws("iam").create_role(RoleName="MarketplaceCommerceAnalyticsRole", AssumeRolePolicyDocument="{}")
    with pytest.raises(SandboxError, match="cannot make the role"):
        world.app.portal.enrol(other.account, "some-bucket", f"arn:aws:sns:us-east-1:{other.account}:t")


@pytest.mark.parametrize(
    ("account", "bucket", "topic", "names"),
    [
        ("12", "some-bucket", "arn:aws:sns:us-east-1:111122223333:t", "account"),
        (SELLER, "arn:aws:s3:::b", "arn:aws:sns:us-east-1:111122223333:t", "bucket"),
        (SELLER, "some-bucket", "arn:aws:sns:us-east-1:999922223333:t", "topicArn"),
        (SELLER, "some-bucket", "t", "topicArn"),
    ],
)
def test_enrolment_arguments(world: World, account: str, bucket: str, topic: str, names: str) -> None:
    """A malformed argument of the enrolment is refused by its name."""
    with pytest.raises(ArgumentError, match=names):
        world.app.portal.enrol(account, bucket, topic)


def test_a_seller_may_make_the_role_itself(world: World) -> None:
    """With an issued external id and a role of another name and path, deliveries arrive."""
    seller = world.seller()
    other = Seller(world, str(next(_accounts)), seller.bucket, "", "")
    external_id = world.app.portal.external_id(other.account)
    other.topic = other.aws("sns", "us-west-2").create_topic(Name="ready")["TopicArn"]
    role = other.aws("iam").create_role(RoleName="Own", Path="/team/", AssumeRolePolicyDocument="{}")["Role"]
    other.role = role["Arn"]
    other.generate()
    assert world.app.drain(20)
    (entry,) = world.app.ledger.entries(other.account)
    assert (external_id, entry.state) == (world.app.portal.external_id(other.account), State.DELIVERED)


def test_monthly_and_thirty_day_types(seller: Seller) -> None:
    """A monthly request's day is ignored; a 30-day type answers with the newest publication before the day."""
    seller.generate(dataSetType="us_sales_and_use_tax_records", dataSetPublicationDate=datetime(2026, 3, 1, tzinfo=UTC))
    seller.generate(dataSetType="disbursed_amount_by_product")
    keys = {message["dataSetS3Location"]["key"] for message in seller.messages()}
    assert "us_sales_and_use_tax_records_2026-03-15.csv" in keys
    assert any(key.startswith("disbursed_amount_by_product_2026-0") for key in keys)


@pytest.mark.parametrize("day", [20, 21, 30])
def test_what_is_not_published_yet_is_silence(world: World, seller: Seller, day: int) -> None:
    """Today's daily set and later ones are accepted and never arrive."""
    seller.generate(dataSetPublicationDate=datetime(2026, 3, day, tzinfo=UTC))
    assert seller.messages() == []
    assert [entry.state for entry in world.app.ledger.entries(seller.account)] == [State.SILENT]


def test_wrong_destinations(world: World, seller: Seller) -> None:
    """A missing bucket gives an unsuccessful message; a missing topic gives silence, though the files are there."""
    request_id = seller.generate(destinationS3BucketName="no-such-bucket-anywhere", customerDefinedValues={"a": "b"})
    (message,) = seller.messages()
    assert message["success"] is False
    assert (message["dataSetRequestId"], message["customerDefinedValues"]) == (request_id, {"a": "b"})
    assert "NoSuchBucket" in message["message"]
    seller.generate(snsTopicArn=seller.topic + "-gone")
    assert seller.messages() == []
    failed, silent = world.app.ledger.entries(seller.account)
    assert (failed.state, silent.state) == (State.FAILED, State.SILENT)
    assert len(silent.keys) == 2


@pytest.mark.parametrize(
    ("switches", "codes", "states"),
    [
        ({"no_data": True}, [""], [State.SILENT]),
        (
            {"throttling": 2},
            ["ThrottlingException", "ThrottlingException", ""],
            [State.REFUSED, State.REFUSED, State.DELIVERED],
        ),
        ({"throttling": True}, ["ThrottlingException"] * 2, [State.REFUSED] * 2),
        (
            {"http_500": 1},
            ["MarketplaceCommerceAnalyticsException", ""],
            [State.REFUSED, State.DELIVERED],
        ),
        ({"not_subscribed": True}, ["SubscriptionRequiredException"], [State.REFUSED]),
    ],
)
def test_faults_of_the_call(
    world: World, seller: Seller, switches: dict[str, object], codes: list[str], states: list[State]
) -> None:
    """A switch refuses as many calls as it says, or leaves an accepted one without a delivery."""
    world.app.faults.put(seller.account, switches)
    seen = []
    for _ in codes:
        try:
            seller.generate()
        except ClientError as error:
            seen.append(error.response["Error"]["Code"])
        else:
            seen.append("")
    assert seen == codes
    assert world.app.drain(20)
    assert [entry.state for entry in world.app.ledger.entries(seller.account)] == states
    assert len(seller.messages()) == states.count(State.DELIVERED)


def test_faults_of_the_delivery(world: World, seller: Seller) -> None:
    """Delay, duplicates, foreign messages, a cut file and wrong metadata each do what they say."""
    world.app.faults.put(
        seller.account,
        {
            "delay": 0.4,
            "duplicate_delivery": True,
            "foreign_messages": 2,
            "truncated_csv": True,
            "wrong_metadata": True,
        },
    )
    request_id = seller.generate()
    assert not world.app.drain(0.1)
    messages = seller.messages()
    assert [message.get("dataSetRequestId") == request_id for message in messages] == [False, False, True, True]
    metadata = json.loads(seller.read(messages[-1]["dataSetMetaDataS3Location"]["key"]))
    assert metadata["dataSetRequestId"] != request_id
    assert metadata["dataSetCoverageRange"]["startDateTime"] == "2000-03-17T00:00:00.000Z"
    rows = list(csv.reader(seller.read(messages[-1]["dataSetS3Location"]["key"]).splitlines()))
    assert len(rows[-1]) < len(rows[0])


def test_an_account_that_is_not_enrolled_is_refused(world: World) -> None:
    """An account that the service does not know gets SubscriptionRequiredException."""
    stranger = Seller(world, str(next(_accounts)), "some-bucket", "", "")
    stranger.role = f"arn:aws:iam::{stranger.account}:role/R"
    stranger.topic = f"arn:aws:sns:us-east-1:{stranger.account}:t"
    with pytest.raises(ClientError, match="SubscriptionRequiredException"):
        stranger.generate()


def test_the_same_rows_again(world: World, seller: Seller) -> None:
    """The same request gives the same rows, another account's other ones."""
    seller.generate()
    (message,) = seller.messages()
    first = seller.read(message["dataSetS3Location"]["key"])
    seller.generate()
    (message,) = seller.messages()
    assert seller.read(message["dataSetS3Location"]["key"]) == first
    other = world.seller()
    other.generate()
    (message,) = other.messages()
    assert other.read(message["dataSetS3Location"]["key"]) != first
