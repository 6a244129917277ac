"""How soon the smoke test knows: seconds from the service's message to the verdict, on a quiet and on a busy topic.

The busy topic carries 1,000 foreign messages a minute, some of which look like the service's own. Run it with
`make bench`.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import boto3
from rich.console import Console
from rich.table import Table

from checks.smoke.run import SmokeTest, run_smoke_test
from checks.smoke.verdict import Verdict
from policies.arns import role
from policies.destination import Destination
from sandbox import lifecycle
from sandbox.control import ask

SELLER, ACCOUNT = "acme", "222222222222"
A_MINUTE = 1000
DELAY = 4.0
RUNS = 5


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        running = lifecycle.start(Path(scratch) / "state")
        try:
            lifecycle.account(running, SELLER, ACCOUNT)
            surroundings = lifecycle.child_environment(running, profile=SELLER)
            os.environ.clear()
            os.environ.update(surroundings)
            rows = measure(running)
        finally:
            lifecycle.stop(running.state)
    Console().print(rows)


def measure(running: lifecycle.Running) -> Table:
    """Both topics, several runs each."""
    aws = boto3.Session(profile_name=SELLER, region_name="us-east-1")
    aws.client("s3").create_bucket(Bucket="acme-reports")
    topic = aws.client("sns").create_topic(Name="acme-topic")["TopicArn"]
    ask(running, "POST", "enroll", {"account": ACCOUNT, "bucket": "acme-reports", "topicArn": topic})
    ask(running, "PUT", "faults", {"account": ACCOUNT, "switches": {"delay": DELAY}})
    table = Table(title=f"From message to verdict, {RUNS} runs, seconds")
    for column in ("topic", "foreign messages a minute", "median", "slowest"):
        table.add_column(column, justify="left" if column == "topic" else "right")
    for name, rate in (("quiet", 0), ("busy", A_MINUTE)):
        stop, sent = threading.Event(), [0]
        chatter = threading.Thread(target=chat, args=(topic, rate, stop, sent))
        chatter.start()
        begun = time.monotonic()
        try:
            seconds = [once(running, aws, topic) for _ in range(RUNS)]
        finally:
            stop.set()
            chatter.join()
        real = sent[0] / (time.monotonic() - begun) * 60
        table.add_row(name, f"{real:.0f}", f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}")
    return table


def once(running: lifecycle.Running, aws: boto3.Session, topic: str) -> float:
    """One smoke test: seconds from the end of the service's delivery to the verdict."""
    result = run_smoke_test(aws, SmokeTest(Destination("acme-reports", topic), role(ACCOUNT), timeout=60))
    if result.verdict is not Verdict.DELIVERED:
        raise SystemExit(f"{result.verdict.value}: {result.sentence}")
    found = ask(running, "GET", "requests", {"account": ACCOUNT})["requests"]
    finished = next(each["finished"] for each in found if each["dataSetRequestId"] == result.request_id)
    known = result.asked + timedelta(seconds=result.seconds)
    return (known - datetime.fromisoformat(finished)).total_seconds()


def chat(topic: str, rate: int, stop: threading.Event, sent: list[int]) -> None:
    """Publish foreign messages at a steady rate, until told to stop."""
    sns = boto3.Session(profile_name=SELLER, region_name="us-east-1").client("sns")
    begun = time.monotonic()
    while rate and not stop.is_set():
        texts = [json.dumps({"dataSetRequestId": str(uuid4()), "success": True}), "hello", '{"Records": []}']
        sns.publish(TopicArn=topic, Message=texts[sent[0] % len(texts)])
        sent[0] += 1
        stop.wait(max(0.0, begun + sent[0] * 60 / rate - time.monotonic()))


if __name__ == "__main__":
    main()
