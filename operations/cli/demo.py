"""`mca demo`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import boto3
import click
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from operations.cli.render import Stages, facts
from operations.cli.workplace import SANDBOX_STATE
from operations.engine import find_engine
from operations.project import ROOT, sandbox_project
from policies.errors import SandboxError
from sandbox import lifecycle
from sandbox.control import ask

_PREVIEW_LINES: Final = 3


@click.command("demo")
def command() -> int:
    """Onboard two sellers in a fresh sandbox with the real engine, show what arrives, and tear it all down.

    Every step is a command that you can type yourself; the demo prints each before it runs it.
    """
    if lifecycle.status(SANDBOX_STATE) is not None:
        raise SandboxError("A sandbox is running, and the demo begins with a fresh one.", remedy="mca sandbox stop")
    with Stages() as stages:
        find_engine(ROOT, stages)
    console = Console(highlight=False)
    begun = time.monotonic()
    try:
        rows = _acme(console), _globex(console)
    finally:
        _mca(console, "sandbox", "stop")
    _summarise(console, rows, time.monotonic() - begun)
    return 0


def _acme(console: Console) -> Mapping[str, str]:
    """A seller as most begin: destination, then the portal's click, then adoption."""
    _say(console, "A new seller: the destination is made, and then a person has to enrol")
    _mca(console, "sandbox", "start")
    _mca(console, "onboard", "acme", "--sandbox", "--yes", expect=1)
    _say(console, "The person's click on the enrolment page: the portal makes the role")
    _mca(console, "sandbox", "enroll", "acme")
    _aws("acme").client("iam").create_user(UserName="reports-bot")
    _say(console, "The same command again adopts the role, grants the callers, and proves a delivery")
    grants = ("--caller", "user:reports-bot", "--reader", "user:reports-bot")
    _mca(console, "onboard", "acme", "--sandbox", "--yes", *grants)
    _show_delivery(console, "acme")
    return _row("acme", "role adopted from the portal, SSE-S3")


def _globex(console: Console) -> Mapping[str, str]:
    """A seller who knows the external id, wants customer keys, and has the topic elsewhere."""
    _say(console, "A second seller: role made by the stack, customer keys, the topic in eu-central-1")
    running = lifecycle.start(SANDBOX_STATE)
    account = "222233334444"
    external_id = ask(running, "POST", "external-id", {"account": account})["externalId"]
    _mca(
        console,
        *("onboard", "globex", "--sandbox", "--yes", "--account-id", account, "--external-id", external_id),
        *("--bucket-key", "create", "--topic-key", "create", "--topic-region", "eu-central-1"),
    )
    _say(console, "Once more: nothing is left to do")
    _mca(console, "onboard", "globex", "--sandbox")
    return _row("globex", "role made by the stack, customer keys, topic in eu-central-1")


def _mca(console: Console, *arguments: str, expect: int = 0) -> None:
    """Run one of the tool's own commands as a user would, and stop the demo if it ends otherwise than expected."""
    console.print(Text(f"$ mca {' '.join(arguments)}", style="bold cyan"), soft_wrap=True)
    code = subprocess.run(  # noqa: S603  # the tool's own entry point
        [sys.executable, "-c", "from operations.cli import main; main()", *arguments],
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ).returncode
    if code != expect:
        remedy = "run the command that is printed above by itself to see what it says"
        raise SandboxError(f"`mca {arguments[0]}` ended with {code} instead of {expect}.", remedy=remedy)


def _say(console: Console, sentence: str) -> None:
    console.print()
    console.print(Text(f"▌ {sentence}", style="bold"), soft_wrap=True)


def _aws(seller: str) -> boto3.Session:
    """The seller's account in the sandbox; the demo's own process keeps its environment."""
    running = lifecycle.start(SANDBOX_STATE)
    os.environ.update(lifecycle.environment(running, profile=seller))
    return boto3.Session(profile_name=seller)


def _show_delivery(console: Console, seller: str) -> None:
    """What lies in the bucket, and what the service recorded."""
    s3 = _aws(seller).client("s3")
    place = sandbox_project(SANDBOX_STATE / "project").settings(seller).active_destination
    for found in s3.list_objects_v2(Bucket=place.bucket)["Contents"]:
        text = s3.get_object(Bucket=place.bucket, Key=found["Key"])["Body"].read().decode()
        title = f"{Path(found['Key']).name} ({found['Size']} bytes)"
        lines = text.splitlines()
        shown = "\n".join(lines[:_PREVIEW_LINES] + ["…"] * (len(lines) > _PREVIEW_LINES))
        console.print(Panel(Text(shown, overflow="ellipsis", no_wrap=True), title=title, title_align="left"))
    steps = _last_request(seller)["steps"]
    console.print(Text("What the service did, each call judged by the sandbox's gate:", style="bold"))
    console.print(facts({step["action"]: f"{step['error'] or 'allowed'}  {step['resource']}" for step in steps}))


def _last_request(seller: str) -> dict[str, Any]:
    running = lifecycle.start(SANDBOX_STATE)
    account = sandbox_project(SANDBOX_STATE / "project").settings(seller).account_id
    last: dict[str, Any] = ask(running, "GET", "requests", {"account": account})["requests"][-1]
    return last


def _row(seller: str, how: str) -> dict[str, str]:
    project = sandbox_project(SANDBOX_STATE / "project")
    settings = project.settings(seller)
    verified = project.verified(seller) or {}
    return {
        "seller": seller,
        "account": settings.account_id,
        "how": how,
        "bucket": settings.active_destination.bucket,
        "delivered": str(verified.get("at", "")),
    }


def _summarise(console: Console, rows: tuple[Mapping[str, str], ...], seconds: float) -> None:
    table = Table(title=f"Two sellers onboarded, delivery proven, in {seconds:.0f} s; nothing is left running")
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row.values())
    console.print()
    console.print(table)
    console.print("Yours: [bold]mca onboard SELLER --account-id ID --profile NAME[/bold]; see README.md")
