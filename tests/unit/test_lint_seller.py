"""What a seller's stack says is what documents are compared with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from operations.cli import run
from operations.lint.seller import expected_of
from operations.project import ROOT, Project
from policies.errors import ConfigurationError

ACCOUNT = "111122223333"
ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a seller."""
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    place = {"bucket": "acme-reports", "topic": "news", "prefix": "reports", "topicRegion": "eu-central-1"}
    changes = {"accountId": ACCOUNT, "destinations": {"g1": place}, "externalId": ID, "adopted": {"policyName": "x"}}
    Project(tmp_path).configure("acme", changes)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_that_the_stack_says_is_taken(project: Path) -> None:
    """Account, buckets, topics, prefix and external id come from the stack's configuration."""
    assert expected_of("acme", project) == {
        "account_id": ACCOUNT,
        "buckets": ("acme-reports",),
        "topics": (f"arn:aws:sns:eu-central-1:{ACCOUNT}:news",),
        "prefix": "reports",
        "external_id": ID,
    }


def test_a_seller_without_a_configuration_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown seller ends with 2."""
    with pytest.raises(ConfigurationError):
        expected_of("globex", project)
    assert run(["lint", ".", "--seller", "globex"]) == 2
    assert "no such configuration file" in capsys.readouterr().err


def test_a_document_is_compared_with_the_seller(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A trust policy with another external id is found with `--seller`, and an explicit option goes before it."""
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::452565589796:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}},
        },
    }
    (project / "trust.json").write_text(json.dumps(trust))
    words = ["lint", "trust.json", "--select", "other-external-id"]
    assert run([*words, "--seller", "acme"]) == 1
    assert "other-external-id" in capsys.readouterr().out
    assert run([*words, "--seller", "acme", "--external-id", "7c9e6679-7425-40de-944b-e07fc1f90ae7"]) == 0
