"""What killed smoke tests and late deliveries leave behind: found by a later one, which touches nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from sellers import MCA, Seller
from test_smoke import enrolled, smoke, switch

from checks.smoke.objects import is_left_over
from checks.smoke.verdict import Verdict

pytestmark = pytest.mark.engine
__all__ = ("enrolled",)  # the fixture, so that pytest finds it here
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ("20260318T120000Z-0123abcd/a.csv", True),
        ("20260319T115959Z-0123abcd/a.csv", True),
        ("20260319T120000Z-0123abcd/a.csv", False),
        ("20260318T120000Z-0123abcd-kept/a.csv", False),
        ("20260318T120000Z-0123abcd", False),
        ("20269918T120000Z-0123abcd/a.csv", False),
        ("20260318T120000Z/a.csv", False),
        ("notes/20260318T120000Z-0123abcd/a.csv", False),
        ("readme.txt", False),
    ],
)
def test_a_left_over_is_told_by_shape_and_age(key: str, *, gone: bool) -> None:
    """Only what lies below a run's own prefix, a day old or more, is a left-over; a kept delivery never is."""
    assert is_left_over(key, NOW) is gone


def keys(seller: Seller) -> list[str]:
    """Every version in the bucket, and every delete marker."""
    found = seller.client("s3").list_object_versions(Bucket=seller.bucket)
    return [item["Key"] for kind in ("Versions", "DeleteMarkers") for item in found.get(kind, ())]


def empty(seller: Seller) -> None:
    """Remove everything."""
    s3 = seller.client("s3")
    found = s3.list_object_versions(Bucket=seller.bucket)
    for item in (*found.get("Versions", ()), *found.get("DeleteMarkers", ())):
        s3.delete_object(Bucket=seller.bucket, Key=item["Key"], VersionId=item["VersionId"])


def test_all_versions_of_ours_go_and_nothing_else_does(enrolled: Seller) -> None:
    """In a versioned bucket the run's and old runs' objects go with every version; others stay as they are."""
    s3 = enrolled.client("s3")
    s3.put_bucket_versioning(Bucket=enrolled.bucket, VersioningConfiguration={"Status": "Enabled"})
    old = f"mca-smoke/{datetime.now(UTC) - timedelta(days=2):%Y%m%dT%H%M%SZ}-0123abcd"
    young = f"mca-smoke/{datetime.now(UTC):%Y%m%dT%H%M%SZ}-0123abcd/a.csv"
    stay = sorted(["reports/a.csv", "mca-smoke/readme.txt", f"{old}-kept/a.csv", young, "mca-smoke-notes/a.csv"])
    for key in (*stay, f"{old}/a.csv", f"{old}/a.csv"):
        s3.put_object(Bucket=enrolled.bucket, Key=key, Body=b"x")
    s3.delete_object(Bucket=enrolled.bucket, Key=f"{old}/a.csv")
    switch(enrolled)
    result = smoke(enrolled)
    assert (result.verdict, result.left) == (Verdict.DELIVERED, ())
    assert sorted(keys(enrolled)) == stay
    empty(enrolled)


def test_a_kept_delivery_stays(enrolled: Seller) -> None:
    """Asked to keep it, the test leaves its two objects, below a prefix that no later run removes."""
    switch(enrolled)
    result = smoke(enrolled, keep=True)
    assert sorted(f"s3://{enrolled.bucket}/{key}" for key in keys(enrolled)) == sorted(name for name, _ in result.files)
    assert all("-kept/" in key for key in keys(enrolled))
    smoke(enrolled)
    assert len(keys(enrolled)) == 2
    empty(enrolled)


@pytest.mark.parametrize(
    ("number", "cleaned"), [(signal.SIGINT, True), (signal.SIGTERM, True), (signal.SIGKILL, False)]
)
def test_a_stopped_run_cleans_up_and_a_killed_ones_queue_says_until_when(
    enrolled: Seller, number: signal.Signals, *, cleaned: bool
) -> None:
    """Ctrl-C and SIGTERM leave no queue; SIGKILL leaves one with our tag, which a later run will find."""
    enrolled.configure()
    switch(enrolled, delay=60)
    environment = os.environ | {"AWS_PROFILE": enrolled.name}
    process = subprocess.Popen(
        [MCA, "smoke", enrolled.name, "--timeout", "30"],
        cwd=enrolled.cloud.project.directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    sqs = enrolled.client("sqs")
    deadline = time.monotonic() + 30
    while not enrolled.client("sns").list_subscriptions()["Subscriptions"] and time.monotonic() < deadline:
        time.sleep(0.2)
    process.send_signal(number)
    assert process.wait(30) == (130 if cleaned else -signal.SIGKILL)
    left = sqs.list_queues().get("QueueUrls", ())
    assert bool(left) is not cleaned
    for url in left:
        assert int(sqs.list_queue_tags(QueueUrl=url)["Tags"]["mca:smoke-until"]) > time.time()
        sqs.tag_queue(QueueUrl=url, Tags={"mca:smoke-until": "1"})  # as if that time had come
    if left:
        switch(enrolled)
        assert smoke(enrolled).verdict is Verdict.DELIVERED
