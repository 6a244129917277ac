"""How results and progress look on a terminal, and in a file."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Final, Self

import click
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from checks.result import Status
from checks.smoke.path import picture
from checks.smoke.verdict import SmokeResult
from operations.stack import Change
from operations.stages import Onboarding, Stage, StageReport
from policies.errors import RefusedError

_MARKS: Final = {
    Status.PASS: Text("✓", style="green"),
    Status.FAIL: Text("✗", style="red"),
    Status.MANUAL: Text("●", style="yellow"),
    Status.UNKNOWN: Text("?", style="yellow"),
}


class Stages:
    """The live list of stages, on stderr: what is done, what runs, what waits for a person.

    Off a terminal, a line for each stage as it begins: how it ended is among the results.
    """

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._live = Live(console=self._console, transient=True, refresh_per_second=8)
        self._done: list[StageReport] = []
        self._now: Stage | None = None
        self._activity = ""

    def __enter__(self) -> Self:
        """Begin to draw."""
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop drawing."""
        self._live.stop()

    def began(self, stage: Stage) -> None:
        """A stage begins."""
        self._now, self._activity = stage, ""
        self._draw()
        if not self._console.is_terminal:
            self._console.print(Text(f"… {stage.value}"))

    def doing(self, sentence: str) -> None:
        """Something began that may take a while."""
        self._activity = sentence
        self._draw()
        if self._now is None and not self._console.is_terminal:
            self._console.print(Text(sentence))  # before the stages, such as the engine's build

    def note(self, sentence: str) -> None:
        """Something that a person should know."""
        self._console.print(Text(f"! {sentence}", style="yellow"))

    def ended(self, report: StageReport) -> None:
        """A stage ended."""
        self._done.append(report)
        self._now, self._activity = None, ""
        self._draw()

    def consent(self, changes: tuple[Change, ...]) -> bool:
        """Show the changes and ask.

        Raises:
            RefusedError: There is nobody to ask.
        """
        self._live.stop()
        for change in changes:
            self._console.print(Text(f"  {change.operation:8} {change.type:60} {change.name}"), soft_wrap=True)
        if not sys.stdin.isatty():
            raise RefusedError(
                f"{len(changes)} changes wait for consent, and there is nobody to ask.",
                remedy="look at them with --dry-run, then run again with --yes",
            )
        answer = click.confirm(f"Make these {len(changes)} changes?", err=True)
        if self._console.is_terminal:
            self._live.start()
        return answer

    def _draw(self) -> None:
        if not self._console.is_terminal:
            return
        rows: list[RenderableType] = [_line(report) for report in self._done]
        now = self._now.value if self._now else ""
        if now or self._activity:
            rows.append(Spinner("dots", Text.assemble((now, "bold"), "  " if now else "", self._activity)))
        self._live.update(Group(*rows), refresh=True)


def _line(report: StageReport) -> Text:
    return Text.assemble(_MARKS[report.status], " ", (f"{report.stage.value:12}", "bold"), " ", report.sentence)


def print_onboarding(onboarding: Onboarding, *, verbose: bool) -> None:
    """Print how far a seller has come, on stdout."""
    console = Console(highlight=False)
    for report in onboarding.stages:
        console.print(_line(report), soft_wrap=True)
        if verbose or report.status is not Status.PASS:
            for detail in report.details:
                console.print(Text(f"      {detail}", style="dim"), soft_wrap=True)
        if report.remedy:
            console.print(Text(f"  next: {report.remedy}", style="yellow"), soft_wrap=True)
    if onboarding.status is Status.PASS:
        place = onboarding.destination
        known = {
            "seller": onboarding.seller,
            "role": onboarding.role_arn,
            "bucket": place.bucket,
            "prefix": place.prefix or "(none)",
            "topic": place.topic_arn,
        }
        console.print()
        console.print(facts(known | (_evidence(onboarding.smoke) if onboarding.smoke else {})))


def print_smoke(result: SmokeResult) -> None:
    """Print a smoke test's verdict and its evidence, on stdout."""
    console = Console(highlight=False)
    mark = _MARKS[result.verdict.status]
    console.print(Text.assemble(mark, " ", (result.verdict.value, "bold"), ": ", result.sentence), soft_wrap=True)
    asked = {"asked": f"{result.asked:%Y-%m-%dT%H:%M:%SZ}, verdict after {result.seconds:.1f} s"}
    console.print(Text(result.verdict.explanation, style="dim"), soft_wrap=True)
    console.print(Text(picture(result.path)), soft_wrap=True)
    console.print(facts(_evidence(result) | asked))
    if result.remedy:
        console.print(Text(f"next: {result.remedy}", style="yellow"), soft_wrap=True)
    for sentence in result.left:
        console.print(Text(f"left behind: {sentence}", style="yellow"), soft_wrap=True)


def _evidence(result: SmokeResult) -> dict[str, str]:
    """What a smoke test asked for, and what came of it."""
    evidence = {
        "data set": f"{result.data_set_type}, {result.publication_date:%Y-%m-%d}",
        "request": result.request_id or "(refused)",
    }
    evidence |= {f"file {number}": f"{name} ({size} bytes)" for number, (name, size) in enumerate(result.files, 1)}
    return evidence | ({"message": json.dumps(result.message)} if result.message else {})


def facts(values: dict[str, str]) -> Table:
    """Names and values in two columns, without a frame."""
    table = Table.grid(padding=(0, 2))
    for name, value in values.items():
        table.add_row(Text(f"  {name}", style="dim"), Text(value, overflow="fold"))
    return table
