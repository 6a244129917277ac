"""What the smoke test makes of a service that refuses, fails, is silent, or talks strangely."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import boto3
import pytest
from sellers import Cloud, Seller

from checks.result import Status
from checks.smoke.path import Hop
from checks.smoke.queue import PREFIX
from checks.smoke.run import SmokeTest, run_smoke_test
from checks.smoke.verdict import SmokeResult, Verdict
from policies.destination import Destination
from policies.errors import ArgumentError
from sandbox.control import ask

pytestmark = pytest.mark.engine


@pytest.fixture
def enrolled(seller: Seller) -> Iterator[Seller]:
    """A seller who can be delivered to."""
    seller.client("s3").create_bucket(Bucket=seller.bucket)
    seller.client("sns").create_topic(Name=seller.topic.rsplit(":", 1)[-1])
    seller.enrol()
    yield seller
    left = seller.inventory()
    assert (left.get("queues"), left.get("subscriptions")) == (None, None), "the smoke test leaves nothing behind"
    assert "Versions" not in seller.client("s3").list_object_versions(Bucket=seller.bucket), "nor any object"


def switch(seller: Seller, **switches: object) -> None:
    """Set the seller's fault switches."""
    body: Mapping[str, object] = {"account": seller.account, "switches": {"delay": 0.01, **switches}}
    ask(seller.cloud.running, "PUT", "faults", body)


def smoke(seller: Seller, aws: boto3.Session | None = None, **changes: Any) -> SmokeResult:  # noqa: ANN401  # a field each
    """Run the smoke test."""
    role = f"arn:aws:iam::{seller.account}:role/MarketplaceCommerceAnalyticsRole"
    test = replace(SmokeTest(Destination(seller.bucket, seller.topic), role, timeout=20.0), **changes)
    return run_smoke_test(aws or seller.aws, test)


def requests(seller: Seller) -> list[Mapping[str, Any]]:
    """The calls that the service got from the seller."""
    found: list[Mapping[str, Any]] = ask(seller.cloud.running, "GET", "requests", {"account": seller.account})[
        "requests"
    ]
    return found


def test_a_delivery_is_proven_with_its_evidence(enrolled: Seller) -> None:
    """Both files, below a prefix of the test's own, the message and the metadata agree on the request's id."""
    switch(enrolled)
    result = smoke(enrolled)
    assert result.verdict is Verdict.DELIVERED, result
    assert all(address.startswith(f"s3://{enrolled.bucket}/mca-smoke/") and size for address, size in result.files)
    assert result.message is not None
    assert result.metadata is not None
    assert result.message["dataSetRequestId"] == result.metadata["dataSetRequestId"] == result.request_id


@pytest.mark.parametrize(
    ("switches", "verdict", "reason"),
    [
        ({"duplicate_delivery": True}, Verdict.DELIVERED, "arrived"),
        ({"foreign_messages": 12}, Verdict.DELIVERED, "arrived"),
        ({"wrong_metadata": True}, Verdict.FAILED, "another request's"),
        ({"truncated_csv": True}, Verdict.FAILED, "cut off"),
        ({"not_subscribed": True}, Verdict.NOT_SUBSCRIBED, "not enrolled"),
        ({"http_500": True}, Verdict.FAILED, "MarketplaceCommerceAnalyticsException"),
        ({"throttling": True}, Verdict.FAILED, "ThrottlingException"),
    ],
)
def test_each_answer_of_the_service_has_its_verdict(
    enrolled: Seller, switches: dict[str, object], verdict: Verdict, reason: str
) -> None:
    """The verdict and its reason are right, after one call exactly: a retry would be a second delivery."""
    switch(enrolled, **switches)
    result = smoke(enrolled)
    assert (result.verdict, reason in result.sentence) == (verdict, True), result
    assert len(requests(enrolled)) == 1


ELSEWHERE = "https://marketplacecommerceanalytics.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (ELSEWHERE, "marketplacecommerceanalytics.eu-west-1.amazonaws.com"),
        ("https://marketplacecommerceanalytics-fips.us-east-1.amazonaws.com", "-fips"),
        ("http://127.0.0.1:9", "could not be reached at 127.0.0.1"),
    ],
)
def test_another_address_is_the_wrong_region(
    enrolled: Seller, monkeypatch: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    """An address of AWS's that is not the service's is not even called; one that does not answer is named."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_MARKETPLACE_COMMERCE_ANALYTICS", address)
    result = smoke(enrolled)
    assert (result.verdict, reason in result.sentence) == (Verdict.WRONG_REGION, True), result
    assert "AWS_ENDPOINT_URL" in result.remedy
    assert requests(enrolled) == []


def test_a_role_that_is_gone_cannot_be_assumed(enrolled: Seller) -> None:
    """A service that refuses for the role's sake is told from one that fails: by the role itself."""
    role_arn = f"arn:aws:iam::{enrolled.account}:role/gone"
    result = smoke(enrolled, role_arn=role_arn)
    assert (result.verdict, "does not exist" in result.sentence) == (Verdict.NO_ROLE, True), result
    assert [step.hop for step in result.path if step.status is Status.FAIL] == [Hop.ASSUME]


def test_a_bucket_that_is_gone_refuses(enrolled: Seller) -> None:
    """A delivery to a bucket that is not there is refused by it, and the message that says so is the evidence."""
    switch(enrolled)
    result = smoke(enrolled, destination=Destination(f"{enrolled.bucket}-gone", enrolled.topic))
    assert result.verdict is Verdict.BUCKET_REFUSED, result
    assert result.message is not None
    assert [step.hop for step in result.path if step.status is Status.FAIL] == [Hop.WRITE]
    assert result.left, "what may lie in a bucket that cannot be listed is told"


def test_no_data_is_inconclusive(enrolled: Seller) -> None:
    """If nothing comes although every grant is right, nothing is proven, and it says so."""
    switch(enrolled, no_data=True)
    external_id = ask(enrolled.cloud.running, "POST", "external-id", {"account": enrolled.account})["externalId"]
    result = smoke(enrolled, timeout=1.5, patience=1.0, external_id=external_id)
    assert (result.verdict, "every grant is right" in result.sentence) == (Verdict.NO_DATA, True), result
    assert result.seconds < 10


def test_a_late_delivery_is_not_waited_for(enrolled: Seller) -> None:
    """The wait is bounded: what comes later than the time-out has no verdict but that the time was too short."""
    switch(enrolled, delay=60)
    begun = time.monotonic()
    assert smoke(enrolled, timeout=1.5).verdict is Verdict.TIMED_OUT
    assert time.monotonic() - begun < 15


def caller(seller: Seller, *actions: str) -> boto3.Session:
    """A user of the seller's who may do these actions and no others."""
    iam = seller.client("iam")
    iam.create_user(UserName="caller")
    allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_user_policy(UserName="caller", PolicyName="calls", PolicyDocument=document)
    key = iam.create_access_key(UserName="caller")["AccessKey"]
    return boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="us-east-1")


@pytest.mark.parametrize(("granted", "verdict"), [(False, Verdict.DENIED), (True, Verdict.DELIVERED)])
def test_a_caller_needs_its_grant_and_no_more(enrolled: Seller, *, granted: bool, verdict: Verdict) -> None:
    """A caller without the grant is denied; with it, and what a smoke test needs, the same caller gets a delivery."""
    switch(enrolled)
    own = ["sqs:*", "sns:Subscribe", "sns:Unsubscribe", "sns:ListSubscriptionsByTopic", "s3:GetObject"]
    own += ["s3:ListBucketVersions", "s3:DeleteObjectVersion"]
    grants = ["marketplacecommerceanalytics:GenerateDataSet"] if granted else []
    result = smoke(enrolled, caller(enrolled, *own, *grants))
    assert result.verdict is verdict, result
    assert bool(result.remedy) != granted
    assert bool(requests(enrolled)) == granted


def test_a_type_without_a_date_is_refused_before_anything(enrolled: Seller) -> None:
    """A deprecated type is refused by name; the service is not called."""
    with pytest.raises(ArgumentError, match="customer_profile_by_revenue has no date"):
        smoke(enrolled, data_set_type="customer_profile_by_revenue")
    assert requests(enrolled) == []


def test_a_left_over_queue_is_removed_when_its_time_is_up(enrolled: Seller) -> None:
    """The queue of a killed run goes with the next one, if it is ours by tag and past its time; no other does."""
    sqs, sns = enrolled.client("sqs"), enrolled.client("sns")
    for name, tags in (("old", {"mca:smoke-until": "1"}), ("new", {"mca:smoke-until": "9999999999"}), ("plain", {})):
        sqs.create_queue(QueueName=PREFIX + name, tags=tags)
        arn = f"arn:aws:sqs:us-east-1:{enrolled.account}:{PREFIX}{name}"
        sns.subscribe(TopicArn=enrolled.topic, Protocol="sqs", Endpoint=arn)
    switch(enrolled)
    smoke(enrolled)
    left = enrolled.inventory()
    assert [url.rsplit("-", 1)[-1] for url in left["queues"]] == ["new", "plain"]
    assert [arn.rsplit("-", 1)[-1] for arn in left["subscriptions"]] == ["new", "plain"]
    for url in left["queues"]:
        sqs.delete_queue(QueueUrl=url)
    for subscription in sns.list_subscriptions()["Subscriptions"]:
        sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])


def test_the_command_says_the_verdict_and_ends_with_it(cloud: Cloud, enrolled: Seller) -> None:
    """`mca smoke`: 0 with the evidence for a delivery, 1 for any other verdict, 2 for credentials of others."""
    switch(enrolled)
    enrolled.configure()
    delivered = enrolled.mca("smoke", enrolled.name, "--timeout", "20")
    assert (delivered.returncode, "✓ delivered" in delivered.stdout) == (0, True), delivered.stdout + delivered.stderr
    assert "mca-smoke/" in "".join(delivered.stdout.split())
    switch(enrolled, not_subscribed=True)
    refused = enrolled.mca("smoke", enrolled.name, "--timeout", "2")
    assert (refused.returncode, "✗ not subscribed" in refused.stdout) == (1, True), refused.stdout + refused.stderr
    foreign = enrolled.mca("smoke", enrolled.name, "--profile", cloud.seller("other").name)
    assert (foreign.returncode, "The credentials are those of account" in foreign.stderr) == (2, True)
