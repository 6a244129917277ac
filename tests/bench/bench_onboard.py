"""How long onboarding takes, against the engine's own floor; and how soon `mca --help` answers.

The floor is the same engine in the same sandbox making the same number of resources that do nothing: components, which
need no plugin and no call. What onboarding takes beyond it is ours: the provider plugin, AWS's calls, the checks, the
smoke test, and several runs of the engine where the floor has one. Run it with `make bench`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pulumi
from pulumi.automation import LocalWorkspaceOptions, ProjectSettings, create_or_select_stack
from rich.console import Console
from rich.table import Table

from operations.engine import find_engine
from operations.progress import Silent
from operations.project import ROOT, sandbox_project
from operations.stack import SellerStack, state_resources
from sandbox import lifecycle
from sandbox.control import ask

MCA = str(Path(sys.executable).with_name("mca"))
SELLER, ACCOUNT = "acme", "222222222222"
RUNS = 20


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        running = lifecycle.start(Path(scratch) / "state")
        try:
            lifecycle.account(running, SELLER, ACCOUNT)
            surroundings = lifecycle.child_environment(running, profile=SELLER)
            os.environ.clear()
            os.environ.update(surroundings)
            rows = onboarding(running)
        finally:
            lifecycle.stop(running.state)
    Console().print(rows)
    Console().print(start_up())


def onboarding(running: lifecycle.Running) -> Table:
    """One onboarding in the portal's way, and the floor, in one table."""
    project = sandbox_project(running.state / "project")
    to_portal = timed(lambda: mca(project.directory, 1, "--account-id", ACCOUNT, "--yes"))
    place = project.settings(SELLER).active_destination
    topic = project.settings(SELLER).topic_arn(place)
    ask(running, "POST", "enroll", {"account": ACCOUNT, "bucket": place.bucket, "topicArn": topic})
    to_end = timed(lambda: mca(project.directory, 0, "--yes"))
    again = timed(lambda: mca(project.directory, 0))
    stack = SellerStack(project, SELLER, find_engine(ROOT, Silent()), Silent())
    count = len(state_resources(stack.state()))
    first, second = floor(count - 1)
    table = Table(title=f"Onboarding, {count} resources")
    for column in ("what", "seconds", "floor", "ratio"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for what, seconds, least in (
        ("to the portal", to_portal, first),
        ("from the portal to a delivery", to_end, first),
        ("both", to_portal + to_end, first),
        ("again, nothing to do", again, second),
    ):
        table.add_row(what, f"{seconds:.1f}", f"{least:.1f}", f"{seconds / least:.1f}")
    return table


def floor(count: int) -> tuple[float, float]:
    """Seconds for the engine to make so many components, and to see that nothing has changed."""

    def program() -> None:
        for number in range(count):
            pulumi.ComponentResource("bench:index:Nothing", f"nothing-{number}")

    settings = ProjectSettings("floor", runtime="python")
    options = LocalWorkspaceOptions(pulumi_command=find_engine(ROOT, Silent()), project_settings=settings)

    def deploy() -> None:
        create_or_select_stack("floor", project_name="floor", program=program, opts=options).up()

    return timed(deploy), timed(deploy)


def mca(directory: Path, code: int, *arguments: str) -> None:
    """Onboard the seller, and insist on the exit code."""
    run = subprocess.run(
        [MCA, "onboard", SELLER, *arguments], cwd=directory, capture_output=True, text=True, check=False
    )
    if run.returncode != code:
        raise SystemExit(f"mca onboard ended with {run.returncode} instead of {code}:\n{run.stdout}{run.stderr}")


def start_up() -> Table:
    """`mca --help` against an interpreter that does nothing: medians."""
    commands: Mapping[str, list[str]] = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "mca --help": [MCA, "--help"],
    }
    table = Table(title=f"Start-up, median of {RUNS}")
    for column in ("what", "ms", "ratio"):
        table.add_column(column, justify="left" if column == "what" else "right")
    least = 0.0
    for what, command in commands.items():
        seconds = statistics.median(
            timed(partial(subprocess.run, command, capture_output=True, check=True)) for _ in range(RUNS)
        )
        least = least or seconds
        table.add_row(what, f"{seconds * 1000:.0f}", f"{seconds / least:.1f}")
    return table


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
