"""Calls of the service in programs, commands and schedules: a table of faulty and clean ones in many languages.

The cases stand in `tests/data/callers`, one a file, under the name that the file would have and `.case`. In a faulty
one, each place that a finding points at stands between `⟦CODE|` and `⟧`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from checks.documents.source import Source, apply_edits
from checks.findings import Finding
from checks.regions.callers import candidate, scan
from checks.result import Status
from checks.rules.registry import rules

DATA = Path(__file__).parents[1] / "data" / "callers"
FAULTY = sorted(DATA.glob("faulty/*.case"))
CLEAN = sorted(DATA.glob("clean/*.case"))
MARK = re.compile(r"(⟦MCC\d+\||⟧)")


def stem(path: Path) -> str:
    """The name of a case."""
    return f"{path.parent.name}/{path.stem}"


class Place(NamedTuple):
    """Where a finding is expected."""

    code: str
    start: int
    end: int


def unmarked(text: str) -> tuple[str, list[Place]]:
    """The text of a case, and the places that are marked in it."""
    whole = ""
    found: list[Place] = []
    opened: list[tuple[str, int]] = []
    for piece in MARK.split(text):
        if piece.startswith("⟦"):
            opened.append((piece[1:-1], len(whole)))
        elif piece == "⟧":
            code, start = opened.pop()
            found.append(Place(code, start, len(whole)))
        else:
            whole += piece
    return whole, sorted(found)


def source_of(path: Path) -> tuple[Source, list[Place]]:
    """A case as a source, and what is expected of it."""
    text, places = unmarked(path.read_text())
    return Source(path.name.removesuffix(".case"), text), places


def counting(findings: tuple[Finding, ...]) -> list[Place]:
    """The places of all findings but those that pass."""
    return sorted(Place(one.code, one.span.start, one.span.end) for one in findings if one.status is not Status.PASS)


@pytest.mark.parametrize("path", FAULTY, ids=stem)
def test_a_faulty_call_is_found_at_its_place(path: Path) -> None:
    """Each fault is found, by its rule, at its place; and nothing else is."""
    source, places = source_of(path)
    assert places
    assert counting(scan(source)) == places


@pytest.mark.parametrize("path", CLEAN, ids=stem)
def test_a_clean_call_passes(path: Path) -> None:
    """Nothing is found where nothing is wrong; what calls the service is passed, what only names it is not."""
    source, _ = source_of(path)
    findings = scan(source)
    assert counting(findings) == []
    assert bool(findings) is not source.name.startswith("mentions")


def test_the_table_is_long_enough() -> None:
    """There are more than forty faulty and as many clean cases, in many languages, and each rule is met."""
    endings = {path.stem.rpartition(".")[2] for path in FAULTY}
    assert len(FAULTY) > 40
    assert len(CLEAN) >= len(FAULTY)
    assert {"py", "js", "ts", "java", "go", "cs", "rb", "php", "rs", "sh", "ps1", "tf", "yaml", "json"} <= endings
    met = {place.code for path in FAULTY for place in source_of(path)[1]}
    assert {rule.code for rule in rules() if rule.code.startswith("MCC")} - met <= {"MCC211"}


@pytest.mark.parametrize("path", FAULTY, ids=stem)
def test_edits_mend_what_they_are_for(path: Path) -> None:
    """After a finding's edits are made, it is found no more, and nothing new is wrong."""
    source, _ = source_of(path)
    findings = scan(source)
    before = [one.code for one in findings if one.status is not Status.PASS]
    for finding in findings:
        if finding.edits:
            mended = scan(Source(source.name, apply_edits(source.text, finding.edits)))
            after = [one.code for one in mended if one.status is not Status.PASS]
            assert after.count(finding.code) < before.count(finding.code)
            assert len(after) < len(before)


@pytest.mark.parametrize("path", [*FAULTY, *CLEAN], ids=stem)
def test_every_case_is_a_candidate(path: Path) -> None:
    """The look that costs little passes over no text that holds a call, in whatever encoding."""
    source, _ = source_of(path)
    for encoding in ("utf-8", "utf-16", "utf-32"):
        assert candidate(source.text.encode(encoding))
    assert candidate(source.text)


@pytest.mark.parametrize("text", ["", "import boto3", "the marketplace of commerce", "analytics", "\x00\xff"])
def test_other_texts_are_no_candidates(text: str) -> None:
    """A text without the service's name is passed over."""
    assert not candidate(text)
    assert not candidate(text.encode())
    assert scan(Source("caller.py", text)) == ()
