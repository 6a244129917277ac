"""Texts that are broken, odd or huge: calls in them are found or said to be unread, and nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.containers.files import Found, walk
from checks.documents.source import Source
from checks.findings import Severity
from checks.regions.callers import candidate, may_call, scan
from checks.result import Status

NAME = "marketplacecommerceanalytics"
CASES = sorted((Path(__file__).parents[1] / "data" / "callers").glob("*/*.case"))
TEXTS = [(path.name.removesuffix(".case"), path.read_text().replace("⟧", "")) for path in CASES]
ENDINGS = sorted({name.rpartition(".")[2] for name, _ in TEXTS})
JUNK = [
    "(",
    ")",
    "{",
    "}",
    '"',
    "'",
    "`",
    "\\",
    "$(",
    "${",
    "/*",
    "<<EOT\n",
    "\x00",
    "\ud800",
    "ü",
    "\u2028",
    "\r",
    NAME,
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", f"client = boto3.client('{NAME}'"),
        ("a.py", f"{NAME} = \x00"),
        ("a.py", f"x = '{NAME}'\n" + "(" * 3_000 + ")" * 3_000),
        ("a.py", f"x = '{NAME}'\ny = " + "+".join(["a"] * 20_000)),
        ("a.js", f"/* {NAME} */ x = " + "(" * 5_000),
        ("a.go", f"package {NAME}\nvar x = " + "a(" * 5_000),
        ("A.java", f"class {NAME} " + "{ class A " * 2_000),
        ("a.sh", f"aws {NAME} " + "$(" * 2_000),
        ("a.ps1", "New-MCADataSet " + "@{a=" * 3_000),
        ("a.yaml", f"run: aws {NAME} generate-data-set\nx: " + "[" * 5_000),
        ("a.json", f'{{"run": "aws {NAME} generate-data-set",'),
        ("a.tf", f'x = "aws {NAME} generate-data-set"\ny = ' + "[" * 5_000),
    ],
)
def test_what_cannot_be_read_is_said(name: str, text: str) -> None:
    """A broken text that names the service is UNKNOWN, with the reason and the place."""
    unread = [one for one in scan(Source(name, text)) if one.name == "caller-not-read"]
    assert [one.status for one in unread[:1]] == [Status.UNKNOWN]
    assert unread[0].sentence.endswith(".")
    assert unread[0].remedy


@pytest.mark.parametrize("ending", [*ENDINGS, "xyz", ""])
@pytest.mark.parametrize(
    "text", [NAME, f"\x00{NAME}\xff\ufffd", f"\ufeff{NAME}", f"\ud800 {NAME} \udfff", f"{NAME}\r\r\n"]
)
def test_odd_characters_crash_nothing(ending: str, text: str) -> None:
    """Zeros, halves of characters and marks of the byte order are read as what they are, in every language."""
    for finding in scan(Source(f"caller.{ending}", text)):
        assert finding.status is Status.UNKNOWN


def test_a_byte_order_mark_moves_nothing() -> None:
    """A mark of the byte order is a character like the others: places are counted from it."""
    text = f'\ufeffimport boto3\nboto3.client("{NAME}")\n'
    places = [(one.code, text[one.span.start : one.span.end]) for one in scan(Source("caller.py", text))]
    assert ("MCC101", f'boto3.client("{NAME}")') in places


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"\x7fELF" + bytes(100), bytes(range(256)), b""])
def test_bytes_without_the_name_are_no_candidates(data: bytes) -> None:
    """Binary files are passed over, unless they hold the service's name."""
    assert not candidate(data)
    assert candidate(data + NAME.encode())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", f'a = b\nb = a\nmca = boto3.client("{NAME}", region_name=a)'),
        (
            "a.py",
            "class A:\n" + "  def f(self):\n    self.x = self.x\n    boto3.client(self.x)\n" * 40 + f"  y = '{NAME}'",
        ),
        ("a.py", "\n".join(f"a{i} = a{i + 1} + a{i + 1}" for i in range(99)) + f'\nboto3.client("{NAME}", a0)'),
        ("a.py", "\n".join(f"def f{i}(a): return f{i + 1}(a) or f{i + 1}(a)" for i in range(60)) + f'\nf0("{NAME}")'),
        ("a.sh", "\n".join(f'A{i}="$A{i + 1}$A{i + 1}"' for i in range(99)) + f"\naws {NAME} generate-data-set $A0"),
        ("a.sh", f"aws {NAME} generate-data-set --cli-input-json file://x\n" * 500),
        ("a.py", "\n".join(f'c{i} = boto3.client("{NAME}")\nc{i}.generate_data_set(**p)' for i in range(300))),
    ],
)
def test_names_that_lead_in_circles_or_to_many_come_to_an_end(name: str, text: str) -> None:
    """However names refer to each other, the search for what they stand for ends, and says what it does not know."""
    assert all(one.status is not Status.PASS for one in scan(Source(name, text)))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_change_of_a_case_is_read(data: st.DataObject) -> None:
    """Whatever is cut from a program or put into it: no crash, places inside the text, full sentences."""
    name, text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        text = text[:start] + data.draw(st.one_of(st.sampled_from(JUNK), st.text(max_size=5))) + text[end:]
    other = data.draw(st.sampled_from([name, f"caller.{data.draw(st.sampled_from(ENDINGS))}"]))
    for finding in scan(Source(other, text)):
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.sentence.endswith(".")
        assert finding.severity in Severity
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in finding.edits)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ENDINGS), st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read(ending: str, before: str, after: str) -> None:
    """Any text around the service's name is read in every language."""
    for finding in scan(Source(f"caller.{ending}", f"{before}{NAME}{after}")):
        assert finding.sentence


def test_a_folder_is_walked_for_callers(tmp_path: Path) -> None:
    """In a folder, files that name the service are read, whatever their endings and encodings; links lead nowhere."""
    (tmp_path / "script").write_text(f"#!/bin/sh\naws {NAME} generate-data-set\n")
    (tmp_path / "report.ps1").write_bytes("New-MCADataSet -Region us-east-1".encode("utf-16"))
    (tmp_path / "other.py").write_text("import boto3\n")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\x00\xff" + NAME.encode())
    (tmp_path / "latin.py").write_bytes(f"# \xe9 {NAME}".encode("latin-1"))
    (tmp_path / "loop").symlink_to(tmp_path)
    found = {
        Path(one.source.name if isinstance(one, Found) else one.name).name: one
        for one in walk([str(tmp_path)], wanted=may_call)
    }
    assert {name: isinstance(one, Found) for name, one in found.items()} == {
        "script": True,
        "report.ps1": True,
        "latin.py": False,
    }


def test_a_file_that_cannot_be_looked_into_is_worth_reading(tmp_path: Path) -> None:
    """So whoever reads it says why it cannot be read."""
    assert may_call(tmp_path / "missing.py")
