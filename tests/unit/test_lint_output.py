"""What `mca lint` prints where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from operations.cli import run

MCA = str(Path(sys.executable).parent / "mca")
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


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a clean document, one with a comma too many, one that is no policy, and one that is no text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.json").write_text(CLEAN)
    (tmp_path / "comma.json").write_text(COMMA)
    (tmp_path / "other.json").write_text('{"name": "x"}')
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\xfd")
    (tmp_path / "empty").mkdir()
    return tmp_path


def pipe(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    """Put a text on standard input."""
    content = text.encode() if isinstance(text, str) else text
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("clean.json",), 0),
        (("comma.json",), 1),
        (("clean.json", "comma.json"), 1),
        (("comma.json", "--ignore", "syntax"), 0),
        (("comma.json", "--fail-on", "note"), 1),
        (("other.json",), 2),
        (("other.json", "--allow-empty"), 0),
        (("other.json", "clean.json"), 2),
        (("other.json", "comma.json", "--allow-empty"), 1),
        (("empty",), 2),
        (("empty", "--allow-empty"), 0),
        (("bytes.json",), 2),
        (("bytes.json", "--allow-empty"), 2),
        (("none.json",), 2),
        (("none.json", "--allow-empty"), 2),
        (("comma.json", "none.json"), 2),
        (("clean.json", "--diff"), 0),
        (("comma.json", "--diff"), 1),
        (("comma.json", "--diff", "--format", "json"), 2),
        (("clean.json", "-", "--fix"), 2),
        (("clean.json", "--ignore", "ALL"), 2),
        (("clean.json", "--select", "nonsense"), 2),
        (("clean.json", "--fail-on", "never"), 2),
        (("clean.json", "--format", "xml"), 2),
        (("clean.json", "--account-id", "12"), 2),
        (("clean.json", "--partition", "mars"), 2),
        (("clean.json", "--topic", "news"), 2),
        (("clean.json", "--output", "none/x"), 2),
        ((), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_exit_codes(arguments: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """0 clean, 1 findings, 2 what was asked for could not be done; never a traceback."""
    assert run(["lint", *arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert code != 2 or err or "not checked" in out


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_what_could_not_be_checked_is_said_to_people_too(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """A format for programs leaves stdout to them; the reason of an exit code of 2 is on stderr."""
    assert run(["lint", "none.json", "clean.json", "--format", form]) == 2
    out, err = capsys.readouterr()
    assert "none.json: not checked: There is no such file" in err
    assert "none.json" in out


def test_a_file_is_written_instead_of_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--output` stdout is empty, and the summary is on stderr."""
    assert run(["lint", "comma.json", "--format", "json", "--output", "report.json"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "1 document in 1 file: 1 error, 0 warnings, 0 notes; 1 fixable with --fix.\n")
    assert json.loads((folder / "report.json").read_text())["summary"]["errors"] == 1


@pytest.mark.parametrize("text", [CLEAN, COMMA, CLEAN.replace("\n", "\r\n")])
def test_standard_input_comes_out_mended_whether_it_changed_or_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """`--fix -` prints the text on stdout, to the byte if nothing is to be mended, and the report on stderr."""
    pipe(monkeypatch, text)
    assert run(["lint", "-", "--fix"]) == 0
    out, err = capsys.readouterr()
    assert out == text.replace("}},", "}}")
    assert "no findings" in err


def test_standard_input_may_have_a_name(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--stdin-name` says what to call it, and by its ending how to read it."""
    pipe(monkeypatch, f"Text.\n\n```json\n{COMMA}```\n")
    assert run(["lint", "-", "--stdin-name", "page.md"]) == 1
    assert "page.md:11:74: error MCA001" in capsys.readouterr().out


def test_a_diff_can_be_applied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `--diff` prints is what `git apply` takes, and gives what `--fix` writes."""
    (folder / "last.json").write_text(COMMA.rstrip("\n"))
    run(["lint", "comma.json", "last.json", "--diff"])
    (folder / "fix.diff").write_text(capsys.readouterr().out)
    subprocess.run(["git", "apply", "fix.diff"], check=True, cwd=folder)
    assert (folder / "comma.json").read_text() == CLEAN
    assert (folder / "last.json").read_text() == CLEAN.rstrip("\n")


@pytest.mark.parametrize(
    ("terminal", "no_colour", "coloured"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_colour_is_for_terminals(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    terminal: bool,
    no_colour: str,
    coloured: bool,
) -> None:
    """Colour comes on a terminal only, and never if NO_COLOR says so."""
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    run(["lint", "comma.json"])
    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_a_document_cannot_act_on_a_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a document says reaches the output with its control and bidirectional characters made visible."""
    (folder / "evil.json").write_text(CLEAN.replace("GenerateDataSet", "Generate\x1b[31m\u202eDataSet\x07"))
    run(["lint", "evil.json"])
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x07"} & set(out)
    assert "␛[31m<U+202E>DataSet␇" in out


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    """`mca lint … | head -1` says nothing on stderr."""
    for number in range(300):
        (folder / f"policy-{number}.json").write_text(COMMA)
    with subprocess.Popen([MCA, "lint", "."], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a run with 130 and one line, and no traceback."""

    def interrupted() -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=interrupted)))
    assert run(["lint", "-"]) == 130
    assert capsys.readouterr().err.strip() == "stopped; run the same command again to go on from here"


def test_a_terminal_without_the_signs_is_shown_their_codes(folder: Path) -> None:
    """An output that is ASCII only gets codes in place of what it has no sign for."""
    (folder / "wide.json").write_text(CLEAN.replace("GenerateDataSet", "GenerateDataSet日"))
    surroundings = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([MCA, "lint", "wide.json"], cwd=folder, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"GenerateDataSet\\u65e5" in done.stdout
    assert b"Traceback" not in done.stderr
