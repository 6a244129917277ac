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


def test_a_plain_pulumi_up_takes_the_policy_pack(tmp_path: Path, surroundings: dict[str, str]) -> None:
    """With `--policy-pack policies` the engine asks the rules of every document, and says what it does not know yet."""
    project = sandbox_project(tmp_path / "project")
    project.configure(
        "plain",
        {
            "accountId": ACCOUNT,
            "externalId": "9f2c8a10-5e0e-4c3c-9d8d-3f1f5b1f7a42",
            "destinations": {"g1": {"bucket": "plain-reports", "topic": "plain-notices", "bucketKey": "create"}},
        },
    )
    pack = str(Path(__file__).parents[2] / "policies")
    _pulumi(project.directory, surroundings, "stack", "init")
    preview = _pulumi(project.directory, surroundings, "preview", "--policy-pack", pack)
    update = _pulumi(project.directory, surroundings, "up", "--yes", "--skip-preview", "--policy-pack", pack)

    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert "unknown-document  (aws:iam:RolePolicy: plain-role-policy)" in preview.stdout, preview.stdout
    assert "mandatory" not in preview.stdout
    assert update.returncode == 0, update.stdout + update.stderr
    assert "marketplace-commerce-analytics@v0.1.0" in update.stdout
    assert "advisory" not in update.stdout
    assert "mandatory" not in update.stdout
