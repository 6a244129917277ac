"""What programs are given to work against the sandbox, and the emulator reached through it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.errors import ArgumentError, SandboxError
from sandbox import lifecycle
from sandbox.lifecycle import Running

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
ACCOUNT = "222222222222"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:topic"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One sandbox for the module."""
    found = lifecycle.start(tmp_path_factory.mktemp("sandbox") / "state")
    try:
        yield found
    finally:
        lifecycle.stop(found.state)


def run(running: Running, profile: str, program: str) -> str:
    """What a program prints that uses boto3 with nothing but its environment."""
    base = os.environ | {
        "AWS_ACCESS_KEY_ID": "AKIAREALKEY",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_ENDPOINT_URL_S3": "x",
    }
    environment = lifecycle.child_environment(running, profile=profile, base=base)
    return subprocess.run(
        [sys.executable, "-c", f"import boto3\n{program}"], env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def control(running: Running, name: str, body: dict[str, object]) -> dict[str, object]:
    """The answer of a control endpoint."""
    request = urllib.request.Request(  # noqa: S310 - the sandbox's own
        f"{running.endpoint}/_sandbox/{name}", data=json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
        found: dict[str, object] = json.load(answer)
    return found


def test_a_profile_reaches_its_account_and_nothing_of_the_users(running: Running) -> None:
    """A child works as the account's administrator although the user has keys and endpoints of another kind."""
    lifecycle.account(running, "acme", ACCOUNT)
    arn = run(running, "acme", "print(boto3.client('sts').get_caller_identity()['Arn'])")
    assert arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/SandboxAdministrator/acme"
    assert run(running, "acme", "boto3.client('s3').create_bucket(Bucket='made-by-a-child')") == ""


def test_profiles_are_kept_side_by_side(running: Running) -> None:
    """A second profile leaves the first, and writing one again changes nothing."""
    lifecycle.account(running, "first", "333333333333")
    config = running.state / "aws" / "config"
    lifecycle.account(running, "second", "444444444444")
    before = config.stat()
    lifecycle.account(running, "first", "333333333333")
    assert config.stat().st_ino == before.st_ino
    assert {"[profile first]", "[profile second]", "[profile operator]"} <= set(config.read_text().splitlines())


@pytest.mark.parametrize(
    ("name", "account", "argument"),
    [("a b", ACCOUNT, "name"), ("operator", ACCOUNT, "name"), ("x]\n[y", ACCOUNT, "name"), ("ok", "12", "account_id")],
)
def test_wrong_profiles_are_refused(running: Running, name: str, account: str, argument: str) -> None:
    """A name that would break the file, or an id that is none, is refused by the argument's name."""
    with pytest.raises(ArgumentError) as caught:
        lifecycle.account(running, name, account)
    assert caught.value.argument == argument


def test_pulumi_is_kept_inside_the_state(running: Running) -> None:
    """Back end and home lie in the state directory, and a token or back end of the user's is not passed on."""
    base = {"PULUMI_ACCESS_TOKEN": "t", "PULUMI_BACKEND_URL": "https://x", "PATH": "/bin", "HOME": "/h"}
    environment = lifecycle.child_environment(running, base=base)
    assert environment["PULUMI_BACKEND_URL"] == (running.state / "pulumi").as_uri()
    assert "PULUMI_ACCESS_TOKEN" not in environment
    assert environment["PATH"].endswith(":/bin:" + str(ROOT / "sandbox" / "language" / "bin"))
    assert environment["HOME"] == "/h"


def test_the_emulator_delivers_through_the_gate(running: Running) -> None:
    """After the portal's click a GenerateDataSet ends with a file in the bucket, written by the seller's role."""
    lifecycle.account(running, "seller", ACCOUNT)
    run(
        running,
        "seller",
        "boto3.client('s3').create_bucket(Bucket='delivery')\nboto3.client('sns').create_topic(Name='topic')",
    )
    enrolment = control(running, "enroll", {"account": ACCOUNT, "bucket": "delivery", "topicArn": TOPIC})
    assert enrolment
    request = run(
        running,
        "seller",
        "from datetime import *\nprint(boto3.client('marketplacecommerceanalytics').generate_data_set("
        "dataSetType='daily_business_usage_by_instance_type',"
        "dataSetPublicationDate=datetime.now(UTC)-timedelta(days=2),"
        f"roleNameArn='arn:aws:iam::{ACCOUNT}:role/MarketplaceCommerceAnalyticsRole',destinationS3BucketName='delivery',"
        f"snsTopicArn='{TOPIC}')['dataSetRequestId'])",
    )
    assert request
    assert control(running, "drain", {"timeout": 20}) == {"drained": True}
    keys = run(
        running,
        "seller",
        "print([o['Key'] for o in boto3.client('s3').list_objects_v2(Bucket='delivery')['Contents']])",
    )
    assert ".meta.json" in keys
    with urllib.request.urlopen(f"{running.endpoint}/_sandbox/decisions") as answer:  # noqa: S310 - the sandbox's own
        actions = {entry["action"] for entry in json.load(answer) if "CommerceAnalytics" in entry["principal"]}
    assert {"sts:AssumeRole", "s3:PutObject", "s3:GetBucketLocation", "sns:Publish"} <= actions


def test_other_names_for_the_loopback_are_refused(running: Running) -> None:
    """A web page that resolves its own name to the loopback reaches nothing."""
    request = urllib.request.Request(f"{running.endpoint}/_sandbox/health", headers={"Host": "evil.example"})  # noqa: S310 - as above
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)  # noqa: S310 - as above
    caught.value.close()
    assert caught.value.code == 403


def test_a_failed_start_says_why_with_the_log(running: Running, tmp_path: Path) -> None:
    """A port that is taken is named by the log's tail, and nothing is left running."""
    with pytest.raises(SandboxError, match=r"ended with status 1[\s\S]*Address already in use"):
        lifecycle.start(tmp_path / "state", port=running.port)
    assert lifecycle.status(tmp_path / "state") is None


def test_stop_leaves_other_directories_alone(tmp_path: Path) -> None:
    """A directory that no sandbox was started in is never deleted."""
    (tmp_path / "precious").write_text("x")
    with pytest.raises(SandboxError):
        lifecycle.stop(tmp_path)
    assert (tmp_path / "precious").exists()
