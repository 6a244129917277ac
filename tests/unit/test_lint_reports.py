"""Every output format, over reports with everything in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.source import Edit, Source
from checks.findings import Finding, Related, Report, Severity, Suppression, Unread
from checks.fingerprints import fingerprints
from checks.report import FORMATS, renderer
from checks.report.excerpt import excerpt
from checks.report.sarif import FINGERPRINT
from checks.report.text import render, summary
from checks.report.tool import rule_page
from checks.report.visible import cells, visible
from checks.result import Status
from checks.rules.registry import find

DATA = Path(__file__).parents[1] / "data" / "schemas"
SARIF = jsonschema.Draft7Validator(json.loads((DATA / "sarif-2.1.0.json").read_text()))
JUNIT = xmlschema.XMLSchema(DATA / "junit-10.xsd")
TEXT = '{\n  "Action": "s3:GetObjekt",\n\t"x": "日本語",\n  "y": [\n    1,\n    2\n  ]\n}\n'


def finding(source: Source, marked: str, **more: Any) -> Finding:  # noqa: ANN401  # a finding's fields
    """A finding at the first place of a text."""
    start = source.text.find(marked)
    rule = find(more.pop("rule", "unknown-action"))
    span = source.span(start, start + len(marked))
    words = {"sentence": f"There is {marked}.", "remedy": "Mend it.", "path": "Statement[0].Action"} | more
    return Finding(rule.code, rule.name, words.pop("severity", rule.severity), source.name, span, **words)


def report(name: str = "policies/a b.json", text: str = TEXT) -> Report:
    """A report with each severity and status, edits, related places, data, a suppression, and things not read."""
    source = Source(name, text)
    span = source.span(0, 1)
    found = (
        finding(source, '"s3:GetObjekt"', data="2026-10-27", document="my policy"),
        finding(source, "日本語", severity=Severity.WARNING, edits=(Edit(3, 4, "é"), Edit(1, 1, "\n"))),
        finding(source, '"y"', severity=Severity.NOTE, related=(Related(span, "it begins here"),), path=""),
        finding(source, "[\n    1", suppression=Suppression("because: 100%, <so>\n", "mca.toml, line 3")),
        finding(source, "1", status=Status.UNKNOWN),
        finding(source, "2", status=Status.MANUAL, rule="trailing-comma", path=""),
    )
    unread = (Unread("none.json", "It cannot be read: No such file.", named=True), Unread("b.json", "It is no text."))
    return Report(found, {name: source, "clean.json": Source("clean.json", "{}")}, 2, unread, "2026-10-27", files=2)


def sarif(of: Report) -> dict[str, Any]:
    """The one run of a report's SARIF, which has to be valid."""
    value = json.loads(renderer("sarif")(of))
    SARIF.validate(value)
    run: dict[str, Any] = value["runs"][0]
    return run


def junit(of: Report) -> Element:
    """A report's JUnit, which has to be valid."""
    text = renderer("junit")(of)
    JUNIT.validate(text)
    return fromstring(text)  # noqa: S314  # our own output


def test_sarif_says_everything_that_is_known() -> None:
    """Rules, levels, kinds, places, fixes, suppressions, related places, notifications and the exit code are there."""
    run = sarif(report())
    results = run["results"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in results] == [one["ruleId"] for one in results]
    assert all(rule["helpUri"] == rule_page(rule["name"]) for rule in rules)
    assert all(0 < float(rule["properties"]["security-severity"]) <= 10 for rule in rules)
    assert [one["level"] for one in results] == ["error", "warning", "note", "error", "none", "none"]
    assert [one["kind"] for one in results] == ["fail", "fail", "fail", "fail", "open", "review"]
    assert [len(one["suppressions"]) for one in results] == [0, 0, 0, 1, 0, 0]
    assert results[3]["suppressions"][0]["justification"] == "because: 100%, <so>\n"
    assert len(results[1]["fixes"][0]["artifactChanges"][0]["replacements"]) == 2
    assert results[2]["relatedLocations"][0]["message"]["text"] == "it begins here"
    assert run["columnKind"] == "unicodeCodePoints"
    region = results[1]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 8, 11)
    assert TEXT[region["charOffset"] :][: region["charLength"]] == "日本語"
    assert run["artifacts"][0]["location"]["uri"] == "policies/a%20b.json"
    (invocation,) = run["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (2, False)
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error", "warning"]


@pytest.mark.parametrize("name", ["/abs/policy.json", "../above.json", "<stdin>", "ünï/日.json", "a#b?c%.json"])
def test_every_name_gives_a_valid_address(name: str) -> None:
    """Absolute paths, paths above, standard input and odd names are valid addresses in SARIF."""
    location = sarif(report(name))["artifacts"][0]["location"]
    assert re.fullmatch(r"[!-~]+", location["uri"])
    assert ("uriBaseId" in location) is not name.startswith(("/", ".."))


def test_an_empty_report_is_valid_in_every_format() -> None:
    """A run that found nothing at all is a valid report, too."""
    empty = Report((), {}, 0)
    assert sarif(empty)["results"] == []
    assert len(junit(empty)) == 0
    assert [renderer(form)(empty).strip() for form in FORMATS if form in {"text", "github"}] == [summary(empty)] * 2


def test_fingerprints_survive_moved_lines_and_tell_equal_findings_apart() -> None:
    """Lines above change no fingerprint; two findings of one rule at one place have two."""
    before, after = report(), report(text="\n\n" + TEXT)
    prints = [one["partialFingerprints"][FINGERPRINT] for one in sarif(before)["results"]]
    assert [one["partialFingerprints"][FINGERPRINT] for one in sarif(after)["results"]] == prints
    assert len(set(prints)) == len(prints)
    twice = replace(before, findings=before.findings * 2)
    assert len({mark for _, mark in fingerprints(twice.findings, twice.sources)}) == 2 * len(prints)


def test_junit_has_a_suite_a_file_and_counts() -> None:
    """Failing findings fail, suppressed ones are skipped, others pass with words; what was not read is an error."""
    root = junit(report())
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["policies/a b.json", "clean.json", "none.json", "b.json"]
    first = suites["policies/a b.json"]
    assert [first.get(count) for count in ("tests", "failures", "errors", "skipped")] == ["6", "4", "0", "1"]
    assert [child.tag for case in first for child in case] == [
        *("failure", "failure", "system-out", "skipped", "failure", "failure")
    ]
    assert suites["none.json"].get("errors") == "1"
    assert [case.get("name") for case in suites["clean.json"]] == ["no findings"]


@given(st.text(max_size=30))
def test_any_text_is_valid_in_every_format(text: str) -> None:
    """Whatever a document holds, and a finding quotes of it, each format stays what it is."""
    source = Source("a.json", text)
    one = finding(source, text[:3], sentence=f"There is {text}.", remedy=text, path=text)
    of = Report((one, replace(one, suppression=Suppression(text, text))), {"a.json": source}, 1, (Unread("x", text),))
    sarif(of)
    junit(of)
    json.loads(renderer("json")(of))
    lines = renderer("github")(of).split("\n")
    assert [line[:2] for line in lines] == ["::", "::", "1 ", ""]
    assert not {"\x1b", "\x07", "\x00", "\u202e"} & set(render(of))


def test_github_escapes_what_would_end_a_command() -> None:
    """Per cent signs, ends of lines, colons and commas of a name or message are escaped; levels are GitHub's."""
    source = Source("a:b,c%.json", TEXT)
    found = finding(source, '"y"', sentence="100%\r\nnext", remedy="", severity=Severity.NOTE)
    out = renderer("github")(Report((found,), {source.name: source}, 1, files=1))
    assert out.splitlines()[0] == (
        "::notice file=a%3Ab%2Cc%25.json,line=4,endLine=4,col=3,endColumn=6,title=MCA201 unknown-action"
        "::100%25%0D%0Anext"
    )
    lines = renderer("github")(report()).splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == [
        *("::error", "::warning", "::notice", "::error", "::error", "::error", "::warning")
    ]


def drawn(text: str, start: int, end: int) -> list[tuple[int, str, str]]:
    """The lines of an excerpt."""
    source = Source("a", text)
    return [tuple(line) for line in excerpt(source, source.span(start, end))]  # type: ignore[misc]  # a Line is one


@pytest.mark.parametrize(
    ("text", "start", "end", "lines"),
    [
        ("abc", 1, 2, [(1, "abc", " ^")]),
        ("abc", 3, 3, [(1, "abc", "   ^")]),
        ("", 0, 0, [(1, "", "^")]),
        ("a\nb\n", 4, 4, [(3, "", "^")]),
        ("\tab", 1, 3, [(1, "    ab", "    ^^")]),
        ("a\tb", 2, 3, [(1, "a   b", "    ^")]),
        ("日本x", 2, 3, [(1, "日本x", "    ^")]),
        ("日本x", 0, 1, [(1, "日本x", "^^")]),
        ("e\u0301x", 2, 3, [(1, "e\u0301x", " ^")]),
        ("\x00x", 1, 2, [(1, "␀x", " ^")]),
        ("\u202ex", 1, 2, [(1, "<U+202E>x", "        ^")]),
        ("ab\n  cd", 1, 6, [(1, "ab", " ^"), (2, "  cd", "  ^")]),
        ("a\nb\nc\nd", 0, 7, [(1, "a", "^"), (0, "(2 more lines)", ""), (4, "d", "^")]),
        ("ab\r\ncd", 0, 4, [(1, "ab", "^^")]),
    ],
)
def test_excerpts_mark_the_range(text: str, start: int, end: int, lines: list[tuple[int, str, str]]) -> None:
    """Carets stand below the characters that are meant, whatever their width, over several lines, and at the end."""
    assert drawn(text, start, end) == lines


def test_a_long_line_is_cut_around_the_range() -> None:
    """Of a document in one line a window is shown, with the marks in it."""
    ((number, text, marks),) = drawn("x" * 5_000 + "HERE" + "y" * 5_000, 5_000, 5_004)
    assert number == 1
    assert len(text) < 130
    assert text[marks.index("^") : len(marks)] == "HERE"
    assert text[0] == text[-1] == "…"
    ((_, whole, all_marks),) = drawn("x" * 10_000, 0, 10_000)
    assert len(whole) == len(all_marks) + 1 < 130


@given(st.text(st.characters(exclude_characters="\n"), max_size=300), st.data())
def test_carets_are_where_the_text_is(text: str, data: st.DataObject) -> None:
    """For any line and any range in it, the marks begin where what is shown of the range begins."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    ((_, shown, marks),) = drawn(text, start, end)
    lead = len(marks) - len(marks.lstrip())
    assert lead <= sum(width for _, width in cells(shown))
    assert set(marks.strip()) == {"^"}


@given(st.text())
def test_what_is_visible_cannot_act(text: str) -> None:
    """No control, format, surrogate or separator character is left, but line feeds and tabs; printable text stays."""
    assert all(character.isprintable() or character in "\n\t" or ord(character) > 0x7F for character in visible(text))
    assert visible(visible(text)) == visible(text)


def test_text_is_laid_out_as_a_compiler_does() -> None:
    """Place, severity, rule and sentence; the lines with marks; what to do; other places; the data's date; a sum."""
    assert render(report()) == (Path(__file__).parents[1] / "data" / "lint-report.txt").read_text()
