"""Texts are mended by their findings' edits: to the end, in the right order, and never for the worse."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from checks.documents.source import Edit, Source
from checks.findings import Finding, Severity
from checks.lint import lint
from checks.mending import mend
from checks.rules.registry import rules
from checks.rules.rule import Context
from operations.cli import run
from operations.files import write
from policies.errors import FileError

CONTEXT = Context()


def findings(source: Source) -> tuple[Finding, ...]:
    """All findings of a text."""
    return lint(source, rules(), CONTEXT).findings


GOOD = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]}]}'


@pytest.mark.parametrize("cut", range(1, 5))
def test_closing_brackets_come_in_their_order(cut: int) -> None:
    """Brackets that are missing at one place are closed from the inside out, and give the text that was meant."""
    mended = mend(Source("policy.json", GOOD[:-cut]), findings)
    assert mended.source.text == GOOD
    assert mended.refused == ()
    assert mended.made == cut


@pytest.mark.parametrize(
    "text", [GOOD.replace("}]}", "},]}"), GOOD.replace(",", ",\r\n").replace("}]}", "},\r\n]}"), f"﻿{GOOD}"]
)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    """What was mended is JSON, and has nothing left to mend; ends of lines are those of the text."""
    once = mend(Source("policy.json", text), findings)
    twice = mend(once.source, findings)
    json.loads(once.source.text)
    assert (twice.source.text, twice.made) == (once.source.text, 0)
    assert once.made > 0
    assert ("\r\n" in once.source.text) is ("\r\n" in text)


def with_edit(source: Source, old: str, new: str) -> list[Finding]:
    """A finding whose edit writes something in place of something else, as long as that is there."""
    start = source.text.find(old)
    if start < 0:
        return []
    span = source.span(start, start + len(old))
    edits = (Edit(start, start + len(old), new),)
    return [Finding("MCA001", "trailing-comma", Severity.ERROR, source.name, span, "It is so.", edits=edits)]


def test_an_edit_that_breaks_the_text_is_not_made_and_the_others_are() -> None:
    """Of two findings, one with an edit that makes a fault, the other one is mended and the first one is named."""
    source = Source("policy.json", GOOD)
    mended = mend(source, lambda it: [*with_edit(it, "Allow", 'Al"low'), *with_edit(it, "GetObject", "PutObject")])
    assert mended.source.text == GOOD.replace("GetObject", "PutObject")
    assert mended.made == 1
    assert [finding.edits[0].text for finding in mended.refused] == ['Al"low']


def test_edits_that_undo_each_other_come_to_an_end() -> None:
    """A text that comes back ends the mending."""
    mended = mend(
        Source("policy.json", GOOD),
        lambda it: with_edit(it, "GetObject", "PutObject") or with_edit(it, "PutObject", "GetObject"),
    )
    assert mended.made <= 1


def test_a_link_stays_one_and_modes_are_kept(tmp_path: Path) -> None:
    """What a symbolic link leads to is written through it, with its mode bits, and no temporary file is left."""
    target = tmp_path / "target.json"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "target.json"]


def test_what_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there, and a loop of links, are errors with the file's name."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "none" / "x", tmp_path / "loop"):
        with pytest.raises(FileError) as error:
            write(path, b"")
        assert error.value.where == str(path)


def test_a_device_is_written_to_and_not_replaced() -> None:
    """What is no file is written to as it is."""
    write(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()


def test_a_file_in_another_encoding_is_not_rewritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in UTF-16 is linted, and left as it is, which is said."""
    file = tmp_path / "policy.json"
    content = GOOD.replace("}]}", "},]}").encode("utf-16")
    file.write_bytes(content)
    assert run(["lint", "--fix", str(file)]) == 1
    assert file.read_bytes() == content
    assert "not mended" in capsys.readouterr().err
