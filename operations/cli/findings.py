"""Print what the linter found: results on stdout or in a file, all else on stderr."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from checks.findings import Report
from checks.report import renderer
from checks.report.text import summary
from checks.report.visible import visible
from operations.files import write
from operations.lint.run import Outcome

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "blue", "bold": True},
    "rule": {"bold": True},
    "gutter": {"fg": "blue"},
    "label": {"fg": "cyan"},
}


def print_notes(outcome: Outcome) -> None:
    """What is to be said besides findings, on stderr."""
    for fixed in outcome.fixed:
        for finding in fixed.refused:
            reason = "it would get worse" if fixed.before.encoding == "utf-8" else "it is not in UTF-8"
            place = f"{finding.source}:{finding.span.line}:{finding.span.column}"
            click.echo(f"{visible(place)}: not mended, since {reason}: {visible(finding.sentence)}", err=True)
    if outcome.baseline is not None:
        many = "1 finding is" if outcome.accepted == 1 else f"{outcome.accepted} findings are"
        click.echo(f"{many} accepted in {outcome.baseline}", err=True)


def print_diff(outcome: Outcome, output: Path | None) -> int:
    """Print what `--fix` would change, and the summary of what is there now; a change is a reason to fail."""
    from operations.lint.fixing import diff  # noqa: PLC0415  # only --diff needs it

    text = "".join(diff(fixed) for fixed in outcome.fixed)
    if output is None:
        click.echo(text.encode(), nl=False)
    else:
        write(output, text.encode())
    _print_unread(outcome.report)
    click.echo(summary(outcome.report), err=True)
    return outcome.report.exit_code or int(bool(text))


def mended_text(outcome: Outcome, name: str) -> str:
    """What standard input is to be; nothing if it could not be read."""
    found = (text.source.text for text in outcome.texts if text.source.name == name)
    return next(found, "")


def print_report(report: Report, form: str, output: Path | None, *, err: bool) -> None:
    """Print a report in a format, or write it to a file; `err` is for stderr, where stdout is taken."""
    if output is not None:
        write(output, renderer(form)(report).encode())
        _print_unread(report)
        click.echo(summary(report), err=True)
    elif form == "text":
        from checks.report.text import render  # noqa: PLC0415  # it takes the looks, too

        stream = sys.stderr if err else sys.stdout
        coloured = stream.isatty() and not os.environ.get("NO_COLOR")
        text = render(report, _paint) if coloured else render(report)
        encoding = stream.encoding or "utf-8"
        # A terminal that has no sign for a character is shown its code.
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, err=err, color=coloured)
    else:
        click.echo(renderer(form)(report), nl=False, err=err)
        _print_unread(report)


def _print_unread(report: Report) -> None:
    """What could not be checked: it is in the report, too, but a person may not read that."""
    for item in report.unread:
        click.echo(f"{visible(item.source)}: not checked: {visible(item.sentence)}", err=True)


def _paint(text: str, part: str) -> str:
    return click.style(text, **_LOOKS.get(part, {}))
