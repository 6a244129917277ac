"""Suppressions and baselines: what they hide is counted, and when they hide nothing more, that is said."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from checks.documents.source import Source
from checks.globs import Glob
from checks.rules.registry import family_of, find, rules
from checks.rules.rule import Rule
from checks.suppressions import Entry
from operations.cli import run
from operations.lint.settings import KEYS, read
from operations.lint.values import Setting
from policies.document import Span

DOCUMENT = """\
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "marketplacecommerceanalytics:GenerateDataSets", "Resource": "*"}]
}
"""
MENDED = DOCUMENT.replace("DataSets", "DataSet")
ONLY = ("--select", "unknown-action,suppressions")
ENTRY = '[[lint.suppressions]]\nrule = "unknown-action"\nreason = "In preview."\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with one document that has one finding."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "policy.json").write_text(DOCUMENT)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """The rules that found something, and why it does not count, if it does not."""
    run(["lint", *words, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    return {one["rule"]: (one["suppression"] or {}).get("reason", "") for one in report["findings"]}


OF_SUPPRESSIONS = [pytest.param(rule, id=rule.name) for rule in rules() if family_of(rule) == "suppressions"]


@pytest.mark.parametrize("rule", OF_SUPPRESSIONS)
def test_the_rules_examples_show_what_they_find(folder: Path, rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    """The bad example of a rule about the linter's own files is found at its place, and its good one is clean."""
    (folder / "policy.json").write_text(MENDED)
    options = ("--baseline", rule.bad.name) if rule.bad.name.endswith(".json") else ()
    for example, places in ((rule.bad, rule.bad.places), (rule.good, ())):
        (folder / example.name).write_text(example.text)
        run(["lint", "policy.json", *ONLY, "--format", "json", *options])
        report = json.loads(capsys.readouterr().out)
        seen = [(one["rule"], one["start"]["offset"], one["end"]["offset"]) for one in report["findings"]]
        assert seen == [(rule.name, *place) for place in places]


@pytest.mark.parametrize(
    ("more", "suppressed"),
    [
        ('path = "a/policy.json"', True),
        ('path = "**/*.json"', True),
        ('path = "a/**"\nat = "Statement[0].Action"', True),
        ('path = "a/**"\nat = "Statement[0]"', True),
        ('path = "a/**"\nat = "Statement[0].Act"', False),
        ('path = "a/**"\nat = "Statement[1]"', False),
        ('path = "a/**"\ndocument = "another"', False),
        ('path = "policy.json"', False),
        ('path = "*.json"', False),
        ('path = "a/**"\nexpires = 2020-01-01', False),
        ('path = "a/**"\nexpires = 2999-12-31', True),
        ('path = "a/**"\nexpires = "2999-12-31"', True),
    ],
)
def test_a_suppression_speaks_of_its_place_only(
    folder: Path, capsys: pytest.CaptureFixture[str], more: str, *, suppressed: bool
) -> None:
    """Rule, whole path, place in the document, its name and the last day all have to fit."""
    (folder / "mca.toml").write_text(ENTRY + more)
    assert found(capsys, ".", *ONLY)["unknown-action"] == ("In preview." if suppressed else "")
    assert run(["lint", ".", *ONLY]) == (0 if suppressed else 1)


def test_the_last_day_is_one_on_which_it_holds() -> None:
    """A suppression that expires on a day holds on that day, and not on the next one."""
    entry = Entry(find("unknown-action"), Glob("a"), "x", Span(0, 0, 1, 1), expires=date(2027, 1, 31))
    assert entry.holds(date(2027, 1, 31))
    assert not entry.holds(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("path", "words", "stale"),
    [
        ("a/policy.json", ("a/policy.json",), True),
        ("a/policy.json", ("a",), True),
        ("a/**", (".",), True),
        ("a/*.json", ("a",), True),
        ("a/*.json", ("a/policy.json",), False),
        ("**/*.json", ("a",), False),
        ("b/policy.json", ("a",), True),
        ("other.json", ("a",), False),
        ("a/policy.json", (".", "--ignore", "unknown-action"), False),
    ],
)
def test_a_suppression_is_stale_only_if_all_it_speaks_of_was_linted(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str, words: tuple[str, ...], *, stale: bool
) -> None:
    """A run over some files says nothing of suppressions in others; a file that is gone needs none."""
    (folder / "a" / "policy.json").write_text(MENDED)
    (folder / "other.json").write_text(MENDED)
    (folder / "mca.toml").write_text(f'{ENTRY}path = "{path}"\n')
    options = () if "--ignore" in words else ONLY
    assert ("stale-suppression" in found(capsys, *words, *options)) is stale


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[lint.suppressions]]\nrule = "unknown-action"\npath = "a"', "has no reason"),
        (ENTRY, "has no path"),
        ('[[lint.suppressions]]\npath = "a"\nreason = "x"', "has no rule"),
        (f'{ENTRY}path = "/a"', "no pattern of relative paths"),
        (f'{ENTRY}path = "a"\nexpires = "soon"', "is no day"),
        (f'{ENTRY}path = "a"\nreasons = "x"', "Did you mean reason?"),
        (ENTRY.replace("In preview.", "  ") + 'path = "a"', "it is blank"),
        (ENTRY.replace("unknown-action", "unknown-acton") + 'path = "a"', "Did you mean unknown-action?"),
        ("[lint]\nselects = []", "Did you mean select?"),
        ('[lint]\nselect = "ALL"', "is no list"),
        ('[lint]\nselect = ["MCA9999"]', "lint.select: "),
        ('[lint]\nfail-on = "warnings"', "Did you mean warning?"),
        ('[lint.kinds]\n"*.json" = "buckets"', "Did you mean bucket?"),
        ('[lint.expectations]\naccount_id = "1"', "Did you mean account-id?"),
        ("[lints]", "Did you mean lint?"),
        ("[lint", "is no TOML"),
    ],
)
def test_a_wrong_configuration_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """Each wrong key or value ends with 2, and the file, the key and a remedy are named."""
    (folder / "mca.toml").write_text(text)
    assert run(["lint", "."]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "at: mca.toml" in err


def test_the_documented_configuration_is_accepted() -> None:
    """The example of the documentation has every key, and each is taken."""
    page = (Path(__file__).parents[2] / "docs" / "linting.md").read_text()
    text = page.split("```toml\n")[1].split("```")[0]
    table = tomllib.loads(text)["lint"]
    assert set(table) == set(KEYS)
    settings = read(Setting("mca.toml", "lint", table), Source("mca.toml", text), Path())
    assert settings.exclude[0].matches("tests/data/a/b.json")
    assert settings.suppressions[0].span.line == text.split("[[")[0].count("\n") + 1


def test_excluded_files_are_left_out_of_folders_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`exclude` leaves a file out of a folder; one that is named is linted all the same."""
    (folder / "mca.toml").write_text('[lint]\nexclude = ["a/**"]\n')
    (folder / "b.json").write_text(MENDED)
    assert found(capsys, ".", *ONLY) == {}
    assert found(capsys, "a/policy.json", *ONLY) == {"unknown-action": ""}


def test_a_files_own_rules_and_kind_are_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`per-file-ignores` leaves rules out in some files, `kinds` says what documents are for; the rest is as ever."""
    (folder / "b.json").write_text(DOCUMENT)
    (folder / "mca.toml").write_text('[lint.per-file-ignores]\n"a/*" = ["actions"]\n[lint.kinds]\n"b.json" = "trust"\n')
    assert found(capsys, "a", *ONLY) == {}
    assert "unknown-action" in found(capsys, "b.json", *ONLY)
    assert "principal-missing" in found(capsys, "b.json")
    assert "principal-missing" not in found(capsys, "a")


def test_pyproject_is_asked_and_the_search_goes_upward(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`[tool.mca.lint]` counts as `[lint]` does; a pyproject without it is passed over; paths begin at its folder."""
    (folder / "pyproject.toml").write_text(ENTRY.replace("lint.", "tool.mca.lint.") + 'path = "a/policy.json"')
    (folder / "a" / "pyproject.toml").write_text("[tool.other]\n")
    monkeypatch.chdir(folder / "a")
    assert found(capsys, "policy.json", *ONLY) == {"unknown-action": "In preview."}


def test_moved_lines_keep_a_baseline_and_new_findings_break_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A baseline holds by file, place and rule, from any folder; one more finding of the same rule counts."""
    assert run(["lint", "a", *ONLY, "--write-baseline"]) == 0
    file = folder / "a" / "policy.json"
    file.write_text("\n\n" + DOCUMENT)
    assert run(["lint", "a", *ONLY, "--baseline", "mca-baseline.json"]) == 0
    monkeypatch.chdir(folder / "a")
    assert run(["lint", "policy.json", *ONLY, "--baseline", "../mca-baseline.json"]) == 0
    file.write_text(DOCUMENT.replace('"*"}]', '"*"}, {"Effect": "Deny", "Action": "s3:GetObjekt", "Resource": "*"}]'))
    assert run(["lint", "policy.json", *ONLY, "--baseline", "../mca-baseline.json"]) == 1
    capsys.readouterr()
    file.write_text(MENDED)
    assert found(capsys, ".", *ONLY, "--baseline", "../mca-baseline.json") == {"stale-baseline-entry": ""}
    assert run(["lint", ".", *ONLY, "--baseline", "../mca-baseline.json"]) == 0


def test_writing_a_baseline_keeps_what_was_not_looked_at(folder: Path) -> None:
    """Entries for other files and other rules stay; the file is sorted, and the same run writes the same bytes."""
    (folder / "b.json").write_text(DOCUMENT)
    run(["lint", ".", *ONLY, "--write-baseline"])
    first = (folder / "mca-baseline.json").read_text()
    (folder / "b.json").write_text(MENDED)
    run(["lint", "a", *ONLY, "--write-baseline"])
    run(["lint", ".", "--select", "trust", "--write-baseline"])
    assert (folder / "mca-baseline.json").read_text() == first
    run(["lint", ".", *ONLY, "--write-baseline"])
    entries = json.loads((folder / "mca-baseline.json").read_text())["entries"]
    assert entries == [{"file": "a/policy.json", "rule": "unknown-action", "path": "Statement[0].Action", "count": 1}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "entries": []}',
        '{"version": 1}',
        '{"version": 1, "entries": [{}]}',
        '{"version": 1, "entries": [1]}',
        '{"version": 1, "entries": [{"file": "a", "rule": "b", "path": "", "count": -1}]}',
    ],
)
def test_a_broken_baseline_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """What is no baseline ends with 2, and its place and a remedy are said; it is not overwritten either."""
    (folder / "base.json").write_text(text)
    for more in ((), ("--write-baseline",)):
        assert run(["lint", "a", "--baseline", "base.json", *more]) == 2
        assert "at: base.json" in capsys.readouterr().err
    assert (folder / "base.json").read_text() == text


def test_rules_of_the_family_are_warnings_or_notes() -> None:
    """An old suppression fails a run by default; an old baseline entry does not."""
    assert [find(code).severity.value for code in ("MCA901", "MCA902", "MCA903")] == ["warning", "warning", "note"]
