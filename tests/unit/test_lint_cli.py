"""`mca lint`, `mca explain` and `mca rules` as people type them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from checks.rules.registry import rules
from operations.cli import run

DATA = Path(__file__).parent.parent / "data"
CLEAN = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "marketplacecommerceanalytics:GenerateDataSet",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    }
  ]
}
"""
COMMA = CLEAN.replace('"us-east-1"}}\n', '"us-east-1"}},\n')
TYPO = CLEAN.replace("GenerateDataSet", "GenerateDataSets")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a document without faults, one with a comma too many, and one with a wrong action."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.json").write_text(CLEAN)
    (tmp_path / "comma.json").write_text(COMMA)
    (tmp_path / "typo.json").write_text(TYPO)
    for name in ("guide", "troubleshooting"):
        shutil.copy(DATA / "seeds" / f"{name}-caller-policy.json", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("clean.json",), 0, "1 document in 1 file: no findings"),
        (("comma.json",), 1, "comma.json:8:74: error MCA001 trailing-comma"),
        (("typo.json",), 1, "Write marketplacecommerceanalytics:GenerateDataSet"),
        ((".",), 1, "5 documents in 5 files"),
        (("comma.json", "--ignore", "MCA001"), 0, "no findings"),
        (("comma.json", "--ignore", "trailing-comma"), 0, "no findings"),
        (("typo.json", "--select", "syntax,grammar"), 0, "no findings"),
        (("typo.json", "--select", "unknown-action"), 1, "unknown-action"),
        (("guide-caller-policy.json", "--ignore", "syntax", "--fail-on", "error"), 0, "1 warning"),
        (("guide-caller-policy.json", "--ignore", "syntax"), 1, "caller-region-not-pinned"),
        (("troubleshooting-caller-policy.json",), 1, ":9:5: error MCA019 stray-token"),
        (("clean.json", "--kind", "trust"), 1, "MCA1"),
    ],
)
def test_findings_and_exit_codes(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """0 without a finding that fails, 1 with one; findings are on stdout."""
    assert run(["lint", *arguments]) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "PATH"),
        (("missing.json",), "missing.json"),
        (("clean.json", "--select", "trailing-coma"), "trailing-comma"),
        (("clean.json", "--config", "none.toml"), "none.toml"),
        (("clean.json", "--baseline", "none.json"), "none.json"),
    ],
)
def test_what_cannot_be_done_is_said(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    """A missing file, rule, configuration or baseline ends with 2, and is named."""
    assert run(["lint", *arguments]) == 2
    out, err = capsys.readouterr()
    assert said in out + err


@pytest.mark.parametrize("name", ["guide-caller-policy.json", "troubleshooting-caller-policy.json", "comma.json"])
def test_mending_is_shown_and_made_and_changes_nothing_twice(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """`--diff` changes nothing; `--fix` leaves valid JSON with the same meaning, and a second one finds nothing."""
    before = (folder / name).read_text()
    run(["lint", name, "--diff"])
    assert capsys.readouterr().out.startswith(f"--- a/{name}")
    assert (folder / name).read_text() == before
    run(["lint", name, "--fix"])
    after = (folder / name).read_text()
    statement = json.loads(after)["Statement"][0]
    assert statement["Action"] == "marketplacecommerceanalytics:GenerateDataSet"
    run(["lint", name, "--fix"])
    assert (folder / name).read_text() == after


def test_a_baseline_accepts_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """What was accepted does not fail; something new does, also if lines have moved."""
    assert run(["lint", "typo.json", "--write-baseline", "--baseline", "accepted.json"]) == 0
    Path("typo.json").write_text("\n\n" + TYPO)
    assert run(["lint", "typo.json", "--baseline", "accepted.json"]) == 0
    Path("typo.json").write_text(TYPO.replace('"Effect"', '"Efect"'))
    assert run(["lint", "typo.json", "--baseline", "accepted.json"]) == 1
    assert "Efect" in capsys.readouterr().out


def test_a_suppression_needs_a_reason_and_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A suppressed finding is counted; a suppression without a reason is an error."""
    entry = '[[lint.suppressions]]\nrule = "unknown-action"\npath = "typo.json"\n'
    (folder / "mca.toml").write_text(entry + 'reason = "the service is not out yet"\n')
    assert run(["lint", "typo.json"]) == 0
    assert "1 suppressed" in capsys.readouterr().out
    (folder / "mca.toml").write_text(entry)
    assert run(["lint", "typo.json"]) == 2
    assert "reason" in capsys.readouterr().err


def test_formats_are_valid(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SARIF validates against its schema, JUnit and JSON parse, GitHub's annotations are commands."""
    assert run(["lint", ".", "--format", "sarif", "--output", "out.sarif"]) == 1
    report = json.loads((folder / "out.sarif").read_text())
    (schema,) = DATA.rglob("sarif*.json")
    jsonschema.Draft7Validator(json.loads(schema.read_text())).validate(report)
    assert {result["ruleId"] for result in report["runs"][0]["results"]} >= {"MCA001", "MCA201"}
    capsys.readouterr()
    assert run(["lint", ".", "--format", "junit"]) == 1
    assert ET.fromstring(capsys.readouterr().out).tag == "testsuites"  # noqa: S314  # our own output
    assert run(["lint", ".", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]
    assert run(["lint", ".", "--format", "github"]) == 1
    assert "::error file=comma.json,line=8" in capsys.readouterr().out


def test_standard_input_is_linted_and_mended(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is what is piped in; with `--fix` the mended text is what comes out."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(COMMA.encode())))
    assert run(["lint", "-"]) == 1
    assert "<stdin>:8:74" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(COMMA.encode())))
    assert run(["lint", "-", "--fix"]) == 0
    assert capsys.readouterr().out == CLEAN


def test_versions_name_the_datas_date(capsys: pytest.CaptureFixture[str]) -> None:
    """The version line carries the date of the action data."""
    assert run(["lint", "--version"]) == 0
    assert "action data of 20" in capsys.readouterr().out


def test_every_rule_is_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """`mca rules` lists all rules; `mca explain` takes a code or a name, and guesses what was meant."""
    assert run(["rules"]) == 0
    listed = capsys.readouterr().out
    for rule in rules():
        assert f"{rule.code}  {rule.severity.value}" in listed
        assert run(["explain", rule.name]) == run(["explain", rule.code]) == 0
        assert rule.summary.split()[0] in capsys.readouterr().out
    assert run(["explain", "trailing-coma"]) == 2
    assert "trailing-comma" in capsys.readouterr().err


def test_linting_loads_no_rules_that_it_does_not_apply() -> None:
    """A run of `mca lint` imports no rule about programs or regions, nor what reads programs."""
    script = (
        "import sys; from operations.cli import run; run(['lint', 'typo.json']);"
        "others = ('checks.rules.callers', 'checks.rules.regions', 'checks.regions');"
        "print([name for name in sys.modules if name.startswith(others)])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_linting_loads_neither_the_cloud_nor_the_engine() -> None:
    """A run of `mca lint` imports neither boto3, pulumi, moto, rich nor a YAML reader."""
    script = (
        "import sys; from operations.cli import run; run(['lint', 'typo.json']);"
        "print([name for name in ('boto3', 'botocore', 'pulumi', 'moto', 'rich', 'ruamel') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_rules_pages_are_those_of_the_rules(tmp_path: Path) -> None:
    """docs/rules holds a page for each rule as it is now, with what the linter prints of its example, and no other."""
    assert run(["rules", "--pages", str(tmp_path / "pages")]) == 0
    made = {path.name: path.read_text() for path in (tmp_path / "pages").iterdir()}
    kept = {path.name: path.read_text() for path in (Path(__file__).parent.parent.parent / "docs" / "rules").iterdir()}
    assert made == kept, "run `mca rules --pages docs/rules`"
