"""A plain `pulumi` inside `mca sandbox run --`, as somebody runs it who does not use `mca onboard`."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.project import sandbox_project
from sandbox import lifecycle

pytestmark = pytest.mark.engine

ACCOUNT = "777788889999"


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment that `mca sandbox run --profile plain --` gives to a command."""
    running = lifecycle.start(tmp_path / "state")
    lifecycle.account(running, "plain", ACCOUNT)
    yield lifecycle.child_environment(running, profile="plain", base=os.environ)
    lifecycle.stop(tmp_path / "state")


def _pulumi(directory: Path, surroundings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["pulumi", *arguments, "--non-interactive", "--stack", "plain"]
    return subprocess.run(command, cwd=directory, env=surroundings, capture_output=True, text=True, check=False)


def test_a_plain_pulumi_up_deploys_the_program_and_a_second_one_changes_nothing(
    tmp_path: Path, surroundings: dict[str, str]
) -> None:
    """Whoever has Pulumi needs no mca: `pulumi up` deploys a seller, and again finds nothing to do."""
    project = sandbox_project(tmp_path / "project")
    project.configure(
        "plain",
        {
            "accountId": ACCOUNT,
            "destinations": {"g1": {"bucket": "plain-reports", "topic": "plain-notices", "topicRegion": "eu-west-1"}},
        },
    )
    created = _pulumi(project.directory, surroundings, "stack", "init")
    first = _pulumi(project.directory, surroundings, "up", "--yes")
    second = _pulumi(project.directory, surroundings, "up", "--yes", "--expect-no-changes")
    outputs = json.loads(_pulumi(project.directory, surroundings, "stack", "output", "--json").stdout)

    assert created.returncode == 0, created.stderr
    assert first.returncode == 0, first.stdout + first.stderr
    assert second.returncode == 0, second.stdout + second.stderr
    assert outputs["bucket"] == "plain-reports"
    assert outputs["topicArn"] == f"arn:aws:sns:eu-west-1:{ACCOUNT}:plain-notices"
    assert outputs["generation"] == "g1"


def test_a_plain_pulumi_preview_shows_a_wrong_setting_by_its_name(tmp_path: Path, surroundings: dict[str, str]) -> None:
    """A wrong value stops the program before a resource is registered, and the message names the setting."""
    project = sandbox_project(tmp_path / "project")
    project.configure("plain", {"accountId": "12", "destinations": {"g1": {"bucket": "plain-reports", "topic": "t"}}})
    _pulumi(project.directory, surroundings, "stack", "init")
    preview = _pulumi(project.directory, surroundings, "preview")

    assert preview.returncode != 0
    assert "accountId: '12' is not an AWS account id" in preview.stdout + preview.stderr


def test_the_repository_never_names_the_stand_in_provider() -> None:
    """The sandbox attaches its plugins by PATH; the project's own files know nothing of them."""
    root = Path(__file__).parents[2]
    program = (root / "__main__.py").read_text()

    assert "plugins" not in (root / "Pulumi.yaml").read_text()
    assert "sandbox" not in program
