"""`mca regions`: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from checks.report import FORMATS
from checks.rules.registry import rules
from operations.cli import run
from policies.callers import caller_policy

ROOT = Path(__file__).parents[2]
STOPS = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",'
    ' "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}}]}'
)
CALLER = 'import boto3\nclient = boto3.client("marketplacecommerceanalytics", region_name="eu-west-1")\n'


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a caller's policy, a program and a policy of the organisation, and an environment that is right."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    (tmp_path / "config").write_text("[default]\nregion = us-east-1\n")
    (tmp_path / "good.json").write_text(caller_policy().to_json())
    (tmp_path / "call.py").write_text(CALLER)
    (tmp_path / "scp.json").write_text(STOPS)
    (tmp_path / "text.txt").write_text("nothing")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 0, "3 PASS"),
        (["good.json"], 0, "2 PASS"),
        (["call.py"], 1, "MCC102 wrong-region"),
        (["."], 1, "MCC102 wrong-region"),
        (["--scp", "scp.json"], 1, "FAIL     scp.json:1:41: MCR301 call-denied-at-home"),
        (["--boundary", "scp.json"], 1, "FAIL     scp.json:1:41: MCR301 call-denied-at-home"),
        (["--boundary", "text.txt"], 2, "text.txt: It holds no policy document"),
        (["gone.json"], 2, "gone.json: There is no such file or folder."),
        (["good.json", "gone.json"], 2, "2 PASS, 1 not checked"),
    ],
)
def test_the_code_says_how_it_ended(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    """0 if all is pinned, 1 for findings, 2 for what could not be checked; a line for each place."""
    assert run(["regions", *arguments]) == code
    assert says in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "config", "says"),
    [
        (["--profile", "gone"], "", "The AWS profile does not exist"),
        ([], "[default\n", "The AWS configuration is broken"),
        (["--scp", "gone.json"], "", "there is no file or folder 'gone.json'"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(
    capsys: pytest.CaptureFixture[str], arguments: list[str], config: str, says: str
) -> None:
    """A profile, a configuration or a policy that is not there or broken: a sentence on stderr, and 2."""
    Path("config").write_text(config)
    assert run(["regions", *arguments]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_prints(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Each format has the findings; the JSON is as its schema says, and has what passed."""
    assert run(["regions", "--scp", "scp.json", "--format", form, "."]) == 1
    out = capsys.readouterr().out
    assert "MCR301" in out
    if form == "json":
        jsonschema.validate(json.loads(out), json.loads((ROOT / "docs/schemas/lint-report-1.json").read_text()))
        assert "PASS" in {finding["status"] for finding in json.loads(out)["findings"]}


def test_a_report_is_written_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """`--output` takes the report; the summary goes to stderr."""
    assert run(["regions", "good.json", "--output", "report.txt"]) == 0
    assert "MCR302" in Path("report.txt").read_text()
    assert capsys.readouterr().err == "2 places checked: 2 PASS.\n"


def test_each_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """`mca explain` knows the rules of this family."""
    for rule in rules():
        if rule.code.startswith("MCR"):
            assert run(["explain", rule.name]) == 0
            assert rule.code in capsys.readouterr().out
