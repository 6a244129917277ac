"""`mca prove` and `mca can` as people type them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from operations.cli import run

DATA = Path(__file__).parent.parent / "data" / "seeds"
PLACE = ("--bucket", "acme-reports", "--topic", "arn:aws:sns:us-east-1:111122223333:acme")
GUIDE = str(DATA / "guide-caller-policy.mended.json")
BROKEN = str(DATA / "guide-caller-policy.json")
ROLE = "reference:role"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a role policy that is too broad, and a file of two policies."""
    monkeypatch.chdir(tmp_path)
    broad = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    (tmp_path / "broad.json").write_text(json.dumps(broad))
    (tmp_path / "two.json").write_text(json.dumps([broad, broad]))
    (tmp_path / "none.json").write_text("{}")
    (tmp_path / "set.json").write_text(
        json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Action": "s3:*",
                    "Resource": "*",
                    "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:TagKeys": "false"}},
                },
            }
        )
    )
    (tmp_path / "any.json").write_text(
        json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Action": "s3:*",
                    "Resource": "*",
                    "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}},
                },
            }
        )
    )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((ROLE, "--within", ROLE, *PLACE), 0, "✓ proved"),
        ((ROLE, "--within", ROLE, "--equivalent", *PLACE), 0, "✓ proved"),
        (("broad.json", "--within", ROLE, *PLACE), 1, "s3:GetObject"),
        ((ROLE, "--within", "broad.json", *PLACE), 1, "sns:"),
        (("reference:caller", "--within", GUIDE), 0, "✓ proved"),
        (("reference:caller", "--within", GUIDE, "--equivalent"), 1, "✗ refuted"),
        (("two.json#2", "--within", "broad.json"), 0, "✓ proved"),
        (("set.json", "--within", "any.json"), 2, "open reading"),
        (("set.json", "--within", "any.json", "--unknown-ok"), 0, "? unknown"),
        (("reference:reader", "--within", "reference:reader", *PLACE), 0, "✓ proved"),
        (("reference:trust", "--within", "reference:trust", "--external-id", "6b1c3f0e-1"), 0, "✓ proved"),
    ],
)
def test_an_answer_and_its_exit_code(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Proved is 0, refuted 1, undecided 2; the answer is on stdout."""
    assert files.exists()
    assert run(["prove", *arguments]) == code
    out, err = capsys.readouterr()
    assert said in out
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--within"),
        (("broad.json",), "--within"),
        ((BROKEN, "--within", GUIDE), "line 8"),
        (("missing.json", "--within", GUIDE), "cannot be read"),
        (("none.json", "--within", GUIDE), "no policy document"),
        (("two.json", "--within", GUIDE), "#1"),
        (("reference:nothing", "--within", GUIDE), "reference"),
        ((ROLE, "--within", ROLE), "--bucket: it is missing"),
        (("reference:trust", "--within", "reference:trust"), "external_id"),
        (("reference:trust", "--within", GUIDE, "--external-id", "6b1c3f0e-1"), "names principals"),
        (("--check", "broad.json"), "format"),
        (("--check", "missing.json"), "--check"),
    ],
)
def test_what_cannot_be_asked_is_said(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """Bad input ends with 2, and says what, where and how to mend it, on stderr alone."""
    assert files.exists()
    assert run(["prove", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_a_certificate_is_written_whole_and_verified(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A proof's certificate verifies; with something taken out it does not; a refutation writes none."""
    assert run(["prove", ROLE, "--within", ROLE, *PLACE, "--equivalent", "--certificate", "proof.json"]) == 0
    assert run(["prove", "--check", "proof.json"]) == 0
    assert capsys.readouterr().out.count("✓ checked") == 2
    proofs = json.loads((files / "proof.json").read_text())
    proofs[0]["covered"].pop()
    (files / "proof.json").write_text(json.dumps(proofs))
    assert run(["prove", "--check", "proof.json"]) == 2
    assert "The case [], level 0, is missing" in capsys.readouterr().err
    assert run(["prove", "broad.json", "--within", ROLE, *PLACE, "--certificate", "no.json"]) == 1
    assert not (files / "no.json").exists()
    assert [path.name for path in files.glob("*.tmp")] == []


def test_the_answer_as_json(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON carries the request and both decisions."""
    assert files.exists()
    assert run(["prove", "broad.json", "--within", ROLE, *PLACE, "--format", "json"]) == 1
    (answer,) = json.loads(capsys.readouterr().out)["answers"]
    assert answer["verdict"] == "refuted"
    assert answer["request"]["action"].startswith("s3:")
    assert answer["decisions"]["policy"]["outcome"] == "allowed"
    assert answer["decisions"]["within"]["outcome"] == "implicit deny"


def test_a_policy_comes_from_standard_input(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is what is piped in."""
    monkeypatch.setattr(sys, "stdin", io.StringIO((files / "broad.json").read_text()))
    assert run(["prove", "-", "--within", "broad.json"]) == 0
    assert "✓ proved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("s3:PutObject", "arn:aws:s3:::acme-reports/x", "--policy", ROLE, *PLACE), 0, "'DeliverReports'"),
        (("s3:GetObject", "arn:aws:s3:::acme-reports/x", "--policy", ROLE, *PLACE), 1, "✗ implicit deny"),
        (
            (
                "marketplacecommerceanalytics:GenerateDataSet",
                "*",
                "--policy",
                "reference:caller",
                "--context",
                "aws:RequestedRegion=us-east-1",
            ),
            0,
            "✓ allowed",
        ),
        (("marketplacecommerceanalytics:GenerateDataSet", "*", "--policy", "reference:caller"), 1, "✗"),
        (("s3:GetObject", "arn:aws:s3:::b", "--policy", "broad.json", "--scp", ROLE, *PLACE), 1, "service control"),
        (("s3:GetObject", "arn:aws:s3:::b", "--policy", "any.json", "--context", "aws:TagKeys=a"), 0, "✓"),
        (("s3:PutObject", "x", "--boundary", "broad.json", "--policy", ROLE, *PLACE), 1, "No identity policy"),
        (
            (
                "sts:AssumeRole",
                "arn:aws:iam::111122223333:role/R",
                "--resource-policy",
                "reference:trust",
                "--policy",
                "broad.json",
                "--principal",
                "arn:aws:iam::452565589796:root",
                "--external-id",
                "6b1c3f0e-1",
                "--context",
                "sts:ExternalId=6b1c3f0e-1",
            ),
            0,
            "✓ allowed",
        ),
    ],
)
def test_whether_a_request_is_allowed(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Allowed is 0, denied 1, with the statement that decides."""
    assert files.exists()
    assert run(["can", *arguments]) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("s3:GetObject", "*"), "--policy"),
        (("GetObject", "*", "--policy", "broad.json"), "s3:PutObject"),
        (("s3:GetObject", "*", "--policy", "broad.json", "--context", "x"), "KEY=VALUE"),
        (("s3:GetObject", "*", "--policy", "broad.json", "--principal", "me"), "not a caller"),
        (("s3:GetObject", "*", "--policy", "reference:trust", "--external-id", "6b1c3f0e-1"), "no place in this kind"),
    ],
)
def test_a_request_that_cannot_be_judged_is_said(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """Bad input ends with 2 and a sentence."""
    assert files.exists()
    assert run(["can", *arguments]) == 2
    assert said in capsys.readouterr().err
