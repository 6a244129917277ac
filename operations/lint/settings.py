"""What a project's configuration says of linting, checked: every key is known, every value of its type.

The keys stand in `[lint]` of `mca.toml`, or in `[tool.mca.lint]` of `pyproject.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Severity
from checks.globs import Glob
from checks.rules.registry import find, matching
from checks.rules.rule import Expectations
from checks.suppressions import Entry
from operations.lint.values import Setting
from policies.document import Span
from policies.errors import ArgumentError

ALL: Final = ("ALL",)
KEYS: Final = (
    "select",
    "ignore",
    "per-file-ignores",
    "exclude",
    "fail-on",
    "kinds",
    "expectations",
    "suppressions",
    "baseline",
)
EXPECTATIONS: Final = ("account-id", "buckets", "topics", "prefix", "external-id", "partition")
SUPPRESSION: Final = ("rule", "path", "reason", "at", "document", "expires")
_REQUIRED: Final = SUPPRESSION[:3]
_HEADER: Final = re.compile(r"^[ \t]*\[\[[^\[\]\n]*\bsuppressions[\"' \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class Settings:
    """The configuration; the defaults are those of a project that has none.

    Attributes:
        root: The folder that patterns begin at: the configuration's own, or the working directory.
        source: The configuration's text, for findings about suppressions.
        select: What chooses rules: codes, names, families, beginnings of codes, `ALL`.
        ignore: What leaves rules out, in the same words.
        per_file_ignores: What leaves rules out in some files.
        exclude: Files that are left out when a folder is linted.
        fail_on: The least severity that makes a run fail.
        kinds: What the documents of some files are for; the first pattern that matches decides.
        expected: What is known of the documents' surroundings.
        suppressions: Findings that do not count.
        baseline: The baseline's file; None if there is none.
    """

    root: Path
    source: Source = field(default=Source("", ""), repr=False)
    select: tuple[str, ...] = ALL
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    exclude: tuple[Glob, ...] = ()
    fail_on: Severity = Severity.WARNING
    kinds: tuple[tuple[Glob, Kind], ...] = ()
    expected: Expectations = field(default_factory=Expectations)
    suppressions: tuple[Entry, ...] = ()
    baseline: Path | None = None


def read(setting: Setting, source: Source, root: Path) -> Settings:
    """Check a configuration.

    Args:
        setting: The table with the keys.
        source: The text that it stands in.
        root: The folder that patterns begin at.

    Raises:
        ConfigurationError: A key is unknown, or a value is of a wrong type or means nothing.
    """
    given = setting.table(KEYS)
    nothing = Settings(root, source)
    return Settings(
        root,
        source,
        select=_rules(given["select"]) if "select" in given else ALL,
        ignore=_rules(given["ignore"]) if "ignore" in given else (),
        per_file_ignores=tuple((_glob(key, it), _rules(it)) for key, it in _members(given, "per-file-ignores")),
        exclude=tuple(_glob(text, given["exclude"]) for text in given["exclude"].texts()) if "exclude" in given else (),
        fail_on=Severity(given["fail-on"].one_of(tuple(Severity))) if "fail-on" in given else nothing.fail_on,
        kinds=tuple((_glob(key, it), Kind(it.one_of(tuple(Kind)))) for key, it in _members(given, "kinds")),
        expected=_expectations(given["expectations"]) if "expectations" in given else nothing.expected,
        suppressions=_suppressions(given["suppressions"], source) if "suppressions" in given else (),
        baseline=root / given["baseline"].text() if "baseline" in given else None,
    )


def _members(given: Mapping[str, Setting], key: str) -> list[tuple[str, Setting]]:
    return list(given[key].table().items()) if key in given else []


def _rules(setting: Setting) -> tuple[str, ...]:
    """Words that choose rules, each of which chooses at least one."""
    words = setting.texts()
    try:
        matching(words)
    except ArgumentError as error:
        setting.fail(error.what, error.remedy)
    return words


def _glob(pattern: str, setting: Setting) -> Glob:
    try:
        return Glob(pattern)
    except ArgumentError as error:
        setting.fail(error.what, error.remedy)


def _expectations(setting: Setting) -> Expectations:
    given = setting.table(EXPECTATIONS)
    texts = {key: it.text() for key, it in given.items() if key not in {"buckets", "topics"}}
    lists = {key: it.texts() for key, it in given.items() if key in {"buckets", "topics"}}
    return Expectations(
        account_id=texts.get("account-id", ""),
        buckets=lists.get("buckets", ()),
        topics=lists.get("topics", ()),
        prefix=texts.get("prefix", ""),
        external_id=texts.get("external-id", ""),
        partition=texts.get("partition", "aws"),
    )


def _suppressions(setting: Setting, source: Source) -> tuple[Entry, ...]:
    """The suppressions, each with the place of the line that begins it, if each has one."""
    tables = setting.tables()
    spans = [source.span(*_without_indent(header)) for header in _HEADER.finditer(source.text)]
    if len(spans) != len(tables):
        place = max(source.text.find("suppressions"), 0)
        spans = [source.span(place, place + len("suppressions"))] * len(tables)
    return tuple(_suppression(table, span) for table, span in zip(tables, spans, strict=True))


def _without_indent(header: re.Match[str]) -> tuple[int, int]:
    return header.end() - len(header[0].lstrip()), header.end()


def _suppression(setting: Setting, span: Span) -> Entry:
    given = setting.table(SUPPRESSION)
    for key in _REQUIRED:
        if key not in given:
            setting.fail(f"the suppression has no {key}.", f"Add a {key} to it.")
    try:
        rule = find(given["rule"].text())
    except ArgumentError as error:
        given["rule"].fail(error.what, error.remedy)
    return Entry(
        rule,
        _glob(given["path"].text(), given["path"]),
        given["reason"].text(),
        span,
        at=given["at"].text() if "at" in given else "",
        document=given["document"].text() if "document" in given else "",
        expires=given["expires"].day() if "expires" in given else None,
    )
