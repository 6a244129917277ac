"""Onboarding on the real engine: as far as it can, then further, then no more."""

from __future__ import annotations

import json
import threading

import pytest
from sellers import ROLE, Cloud, Seller

from checks.result import Status
from operations.onboard import ENROL_LINK, Stage
from sandbox.control import ask

pytestmark = pytest.mark.engine


def test_a_seller_from_nothing_to_a_delivery(seller: Seller) -> None:
    """It waits for the enrolment with the link, completes after it, then changes nothing."""
    waiting = seller.mca("onboard", seller.name, "--account-id", seller.account, "--yes")
    assert (waiting.returncode, "portal" in waiting.stdout) == (1, True), waiting.stderr
    assert ENROL_LINK in waiting.stdout
    assert seller.bucket in waiting.stdout
    assert seller.topic in waiting.stdout
    assert "roles" not in seller.inventory()

    seller.enrol()
    complete = seller.mca("onboard", seller.name, "--yes")
    assert (complete.returncode, "delivered: " in complete.stdout) == (0, True), complete.stdout + complete.stderr
    state, inventory = seller.resources(), seller.inventory()

    again = seller.mca("onboard", seller.name)
    assert (again.returncode, again.stdout.count("nothing to change.")) == (0, 3), again.stdout + again.stderr
    assert "Delivered before" in again.stdout
    assert (seller.resources(), seller.inventory()) == (state, inventory)

    stack = seller.stack()
    with seller.environment():
        assert stack.update() == ()
        assert stack.outputs()["bucket"] == seller.bucket
    assert seller.resources() == state


def test_it_says_of_each_stage_what_it_did(seller: Seller) -> None:
    """Every stage begins once, in order; the result holds a full sentence of each and the smoke test's evidence."""
    first = seller.onboard()
    assert [report.stage for report in first.stages] == [Stage.PREFLIGHT, Stage.DESTINATION, Stage.PORTAL]
    assert (first.status, first.smoke) == (Status.MANUAL, None)
    assert len(seller.asked) == 1
    assert {change.operation for change in seller.asked[0]} == {"create"}
    seller.enrol()
    second = seller.onboard()
    assert second.status is Status.PASS
    assert seller.log.stages == list(Stage)
    assert all(report.sentence.endswith(".") for report in second.stages)
    assert second.smoke is not None
    assert second.smoke.metadata is not None
    assert second.smoke.metadata["dataSetRequestId"] == second.smoke.request_id


def test_a_dry_run_makes_nothing(seller: Seller) -> None:
    """Nothing is in the account afterwards, before the enrolment and after it, and nobody is asked."""
    before = seller.inventory()
    report = seller.onboard(dry_run=True).stages[-1]
    assert (report.stage, report.status) == (Stage.DESTINATION, Status.MANUAL)
    assert len(report.details) == 14
    assert (seller.inventory(), seller.asked) == (before, [])


def test_a_role_is_made_from_a_known_external_id(seller: Seller) -> None:
    """Told the external id, it needs no portal: the stack makes the role, callers and readers get their grants."""
    external_id = ask(seller.cloud.running, "POST", "external-id", {"account": seller.account})["externalId"]
    iam = seller.client("iam")
    iam.create_user(UserName="alice")
    iam.create_group(GroupName="analysts")
    result = seller.onboard(
        external_id=external_id,
        destination={"prefix": "reports/daily"},
        callers={"users": ("alice",)},
        readers={"groups": ("analysts",)},
    )
    assert result.status is Status.PASS, result.stages[-1]
    role = iam.get_role(RoleName=ROLE)["Role"]
    assert (
        role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] == external_id
    )
    assert iam.list_user_policies(UserName="alice")["PolicyNames"] == ["CommerceAnalyticsCaller"]
    assert iam.list_group_policies(GroupName="analysts")["PolicyNames"] == ["CommerceAnalyticsReader"]
    assert result.smoke is not None
    assert result.smoke.files[0][0].startswith(f"s3://{seller.bucket}/reports/daily/")
    assert seller.onboard(external_id=external_id).status is Status.PASS
    assert seller.asked == []


def test_customer_keys_and_a_topic_elsewhere(seller: Seller) -> None:
    """With customer keys and the topic in eu-central-1 the role gets both keys, and reports are encrypted with one."""
    external_id = ask(seller.cloud.running, "POST", "external-id", {"account": seller.account})["externalId"]
    place = {"bucketKey": "create", "topicKey": "create", "topicRegion": "eu-central-1"}
    result = seller.onboard(external_id=external_id, destination=place)
    assert result.status is Status.PASS, result.stages[-1]
    keys = seller.inventory()["keys"]
    assert [arn.split(":")[3] for arn in keys] == ["eu-central-1", "us-east-1"]
    policy = seller.client("iam").get_role_policy(RoleName=ROLE, PolicyName="CommerceAnalyticsDelivery")
    assert all(key in json.dumps(policy["PolicyDocument"]) for key in keys)
    assert result.smoke is not None
    _, _, bucket, key = result.smoke.files[0][0].split("/", 3)
    assert seller.client("s3").head_object(Bucket=bucket, Key=key)["SSEKMSKeyId"] == keys[1]
    topic = seller.client("sns", "eu-central-1").get_topic_attributes(TopicArn=result.destination.topic_arn)
    assert topic["Attributes"]["KmsMasterKeyId"] == keys[0]


def test_consent_is_asked_and_no_is_taken(seller: Seller) -> None:
    """Whoever does not consent is told how to go on, and nothing is made."""
    report = seller.onboard(consent=False).stages[-1]
    assert (report.status, len(seller.asked)) == (Status.MANUAL, 1)
    assert report.remedy == "run again, and consent"
    assert seller.inventory() == {}


def test_two_sellers_are_apart(cloud: Cloud) -> None:
    """Two sellers of one project share nothing: neither account nor stack holds anything of the other."""
    sellers = [cloud.seller("first"), cloud.seller("second")]
    for one in sellers:
        one.onboard()
    for one, other in (sellers, sellers[::-1]):
        assert one.inventory() == {"buckets": [one.bucket], "topics": [one.topic]}
        assert other.name not in json.dumps(one.resources())
        assert other.account not in json.dumps(one.resources())


def test_waiting_for_the_enrolment_ends_with_it(seller: Seller) -> None:
    """With patience it waits at the portal's stage, and goes on by itself once somebody has enrolled."""
    enrolling = threading.Timer(12, seller.enrol)  # later than the destination is there, sooner than patience ends
    enrolling.start()
    result = seller.onboard(wait=60)
    enrolling.join()
    assert result.status is Status.PASS, result.stages[-1]
    assert f"Waiting for the enrolment at {ENROL_LINK}" in seller.log.doings
