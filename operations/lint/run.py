"""One run of the linter, from what the user asked for to what is to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Finding, Report, Severity, Unread
from checks.lint import Linted, lint
from checks.rules.rule import Context
from operations.lint.configuration import load
from operations.lint.gathering import STDIN_NAME, Gathered, Gatherer, Text
from operations.lint.selection import Selection
from operations.lint.settings import Settings
from operations.lint.suppressing import Suppressing

if TYPE_CHECKING:
    from operations.lint.fixing import Fixed  # only runs that mend load it


class Mending(Enum):
    """What becomes of the edits that findings come with."""

    NONE = auto()
    """Nothing."""
    SHOW = auto()
    """They are made in memory only; what is reported is what the files hold."""
    MAKE = auto()
    """Files are written; what is reported is what is left."""


@dataclass(frozen=True)
class Wishes:
    """What the user asks for.

    Attributes:
        paths: Files, folders, and `-` for standard input.
        config: The configuration's file; None to search for it.
        select: What chooses rules, in place of the configuration's choice.
        ignore: What leaves rules out.
        kind: What all documents are for; None to tell by the configuration and by what they say.
        expected: What is known of the documents' surroundings, by the names of `Expectations`' fields.
        fail_on: The least severity that makes a run fail; None for the configuration's.
        baseline: The baseline's file; None for the configuration's.
        write_baseline: Whether to write it.
        mending: What becomes of edits.
        allow_empty: Whether a path may be without a policy document.
        stdin_name: What to call standard input.
    """

    paths: tuple[str, ...]
    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    kind: Kind | None = None
    expected: Mapping[str, Any] = field(default_factory=dict)
    fail_on: Severity | None = None
    baseline: Path | None = None
    write_baseline: bool = False
    mending: Mending = Mending.NONE
    allow_empty: bool = False
    stdin_name: str = STDIN_NAME


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        report: What was found.
        texts: The texts that were looked at, mended if that was asked for.
        fixed: Those that were mended, or would be, or would get worse if they were.
        baseline: The baseline's file if it was written.
        accepted: How many findings it stands for.
    """

    report: Report
    texts: tuple[Text, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    baseline: Path | None = None
    accepted: int = 0


def run(wishes: Wishes, directory: Path, today: date, stdin: Callable[[], bytes]) -> Outcome:
    """Lint, and mend or write what is asked for.

    Args:
        wishes: What the user asks for.
        directory: The working directory.
        today: The day that expiry is judged by.
        stdin: Reads standard input.

    Raises:
        MCAError: The configuration or the baseline is missing or broken, a rule is unknown, a file cannot be written.
    """
    settings = load(wishes.config, directory)
    selection = Selection(settings, wishes.select, wishes.ignore)
    gathered = Gatherer(settings.root, settings.exclude, stdin, wishes.stdin_name).gather(wishes.paths)
    suppressing = Suppressing(settings, selection, gathered, today)
    judge = Judge(wishes, settings, selection)
    fixed = tuple(_fixes(gathered.texts, judge, suppressing)) if wishes.mending is not Mending.NONE else ()
    if wishes.mending is Mending.MAKE:
        from operations.lint.fixing import save  # noqa: PLC0415  # the same

        for item in fixed:
            save(item)
        after = {item.before.path: item.after for item in fixed}
        gathered = gathered._replace(texts=tuple(after.get(text.path, text) for text in gathered.texts))
    linted = [(text, judge(text, text.source)) for text in gathered.texts]
    findings = suppressing.apply(finding for _, found in linted for finding in found.findings)
    own, accepted = [settings.source], 0
    file = wishes.baseline or settings.baseline
    if file is not None or wishes.write_baseline:
        from operations.lint.baselining import NAME, BaselineFile  # noqa: PLC0415  # most runs have none

        file = file or settings.root / NAME
        baseline = BaselineFile(file, directory, selection, gathered)
        accepted = baseline.write(findings) if wishes.write_baseline else 0
        compared = baseline.load()
        findings = baseline.apply(findings, compared)
        own.append(compared.source)
    report = Report(
        findings,
        _sources(linted, own, findings),
        sum(found.documents for _, found in linted),
        (*gathered.unread, *_unread(linted, gathered, allow_empty=wishes.allow_empty)),
        judge.data,
        wishes.fail_on or settings.fail_on,
        sum(item.made for item in fixed) if wishes.mending is Mending.MAKE else 0,
        sum(_says_something(found) for _, found in linted),
    )
    return Outcome(report, gathered.texts, fixed, file if wishes.write_baseline else None, accepted)


class Judge:
    """Lints one text at a time, by the rules of its file.

    Args:
        wishes: What the user asks for.
        settings: The configuration.
        selection: The rules of the run.
    """

    def __init__(self, wishes: Wishes, settings: Settings, selection: Selection) -> None:
        self._kind = wishes.kind
        self._kinds = settings.kinds
        self._selection = selection
        self._context = Context(replace(settings.expected, **wishes.expected))

    def __call__(self, text: Text, source: Source) -> Linted:
        """What the rules find.

        Args:
            text: Which text it is.
            source: What it says now.
        """
        return lint(source, self._selection.of(text.path), self._context, self.kind(text), named=text.named)

    def kind(self, text: Text) -> Kind | None:
        """What a text's documents are for, if somebody said so."""
        return self._kind or next((kind for glob, kind in self._kinds if glob.matches(text.path)), None)

    @property
    def data(self) -> str:
        """The date of the action data, if it was used."""
        return self._context.catalogue.date if "catalogue" in vars(self._context) else ""


def _fixes(texts: Iterable[Text], judge: Judge, suppressing: Suppressing) -> Iterator[Fixed]:
    """The texts that change, and those that have edits that would make them worse."""
    from operations.lint.fixing import fix  # noqa: PLC0415  # the same

    for text in texts:

        def find(source: Source, text: Text = text) -> Iterator[Finding]:
            return (finding for finding in suppressing.mark(judge(text, source).findings) if finding.counts)

        item = fix(text, find, judge.kind(text))
        if item.made or item.refused:
            yield item


def _unread(linted: Iterable[tuple[Text, Linted]], gathered: Gathered, *, allow_empty: bool) -> Iterator[Unread]:
    """What texts held that could not be read; and the paths that were named and hold no policy document at all."""
    bare = set()
    for text, found in linted:
        empty = not _says_something(found)
        if empty:
            bare.add(text.source.name)
        failed = empty and text.named and not allow_empty
        yield from (replace(item, named=failed) for item in found.unread)
        if failed and not found.unread:
            yield Unread(text.source.name, "There is no policy document in it.", named=True)
    names = [text.source.name for text in gathered.texts if text.source.name not in bare]
    for folder in gathered.folders:
        if not allow_empty and not any(Path(name).is_relative_to(folder) for name in names):
            yield Unread(folder, "There is no policy document below it.", named=True)


def _says_something(found: Linted) -> bool:
    return bool(found.documents or found.findings)


def _sources(
    linted: Iterable[tuple[Text, Linted]], own: Iterable[Source], findings: Iterable[Finding]
) -> dict[str, Source]:
    """The texts with documents or faults in them; and of the linter's own files those that findings are about."""
    cited = {finding.source for finding in findings}
    sources = {text.source.name: text.source for text, found in linted if _says_something(found)}
    return sources | {source.name: source for source in own if source.name in cited - set(sources)}
