"""`mca lint`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from checks.documents.policy import Kind
from checks.findings import Severity
from checks.report import FORMATS, renderer
from checks.report.text import summary
from operations.files import write
from operations.lint.fixing import diff
from operations.lint.gathering import STDIN_NAME
from operations.lint.run import Mending, Outcome, Wishes, run

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "blue", "bold": True},
    "rule": {"bold": True},
    "gutter": {"fg": "blue"},
    "label": {"fg": "cyan"},
}


@click.command("lint")
@click.argument("paths", nargs=-1, required=False, metavar="PATH...")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What all documents are for.")
@click.option("--select", multiple=True, metavar="RULES", help="Only these: codes, names, families, MCA1…, ALL.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of stdout.")
@click.option("--fail-on", type=click.Choice([one.value for one in Severity]), help="What makes the run fail.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="The configuration's file.")
@click.option("--baseline", type=click.Path(dir_okay=False, path_type=Path), help="Findings that are accepted.")
@click.option("--write-baseline", is_flag=True, help="Accept what is found now.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what a document means.")
@click.option("--diff", "show", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--allow-empty", is_flag=True, help="A path may be without a policy document.")
@click.option("--stdin-name", default=STDIN_NAME, show_default=True, metavar="NAME", help="What to call -.")
@click.option("--account-id", metavar="ID", help="The seller's account, to compare with.")
@click.option("--bucket", "buckets", multiple=True, metavar="NAME", help="A destination bucket, to compare with.")
@click.option("--topic", "topics", multiple=True, metavar="ARN", help="A topic, to compare with.")
@click.option("--prefix", metavar="PREFIX", help="The reports' prefix, to compare with.")
@click.option("--external-id", metavar="ID", help="The external id that AWS issued, to compare with.")
@click.option("--partition", metavar="NAME", help="The partition, to compare with.")
@click.option("--seller", metavar="NAME", help="Compare with what this seller's stack says; other options go first.")
@click.option("--version", "versions", is_flag=True, help="Print the tool's version and the action data's date.")
def command(  # noqa: PLR0913  # the command's options
    *,
    paths: tuple[str, ...],
    kind: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    output: Path | None,
    fail_on: str | None,
    config: Path | None,
    baseline: Path | None,
    write_baseline: bool,
    fix: bool,
    show: bool,
    allow_empty: bool,
    stdin_name: str,
    seller: str | None,
    versions: bool,
    **expected: Any,  # noqa: ANN401  # what the user says of the surroundings
) -> int:
    """Say exactly what is wrong with the policy documents in PATH..., where, and how to mend it.

    A PATH is a file, a folder, or - for standard input.

    Exit code 0: nothing that fails; 1: findings; 2: something could not be checked.
    """
    if versions:
        return _print_versions()
    if not paths:
        raise click.UsageError("Give a PATH, or - for standard input.")
    told = {name: value for name, value in expected.items() if value}
    if seller is not None:
        from operations.lint.seller import expected_of  # noqa: PLC0415  # it loads a YAML reader

        told = expected_of(seller, Path.cwd()) | told
    wishes = Wishes(
        paths,
        config,
        _words(select),
        _words(ignore),
        Kind(kind) if kind else None,
        told,
        Severity(fail_on) if fail_on else None,
        baseline,
        write_baseline,
        Mending.SHOW if show else Mending.MAKE if fix else Mending.NONE,
        allow_empty,
        stdin_name,
    )
    outcome = run(wishes, Path.cwd(), datetime.now(UTC).date(), sys.stdin.buffer.read)
    _print(outcome, form, output, show=show)
    return outcome.report.exit_code


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for text in given for word in text.split(",") if word)


def _print(outcome: Outcome, form: str, output: Path | None, *, show: bool) -> None:
    for fixed in outcome.fixed:
        for finding in fixed.refused:
            sentence = f"{finding.source}: not mended, since it would get worse or is not in UTF-8: {finding.sentence}"
            click.echo(sentence, err=True)
    if show:
        click.echo("".join(diff(fixed) for fixed in outcome.fixed), nl=False)
        return
    mended = next((one.after for one in outcome.fixed if one.before.file is None), None)
    if mended is not None and form == "text" and output is None:
        # Standard input is mended by printing it; what is left goes to stderr.
        click.echo(mended.source.text, nl=False)
    if outcome.baseline is not None:
        click.echo(f"{outcome.accepted} findings are accepted in {outcome.baseline}", err=True)
    report = outcome.report
    if output is not None:
        write(output, renderer(form)(report).encode())
        click.echo(summary(report), err=True)
    elif form == "text":
        from checks.report.text import render  # noqa: PLC0415  # it takes the looks, too

        to_stderr = mended is not None
        stream = sys.stderr if to_stderr else sys.stdout
        coloured = stream.isatty() and not os.environ.get("NO_COLOR")
        click.echo(render(report, _paint) if coloured else render(report), nl=False, err=to_stderr, color=coloured)
    else:
        click.echo(renderer(form)(report), nl=False)


def _paint(text: str, part: str) -> str:
    return click.style(text, **_LOOKS.get(part, {}))


def _print_versions() -> int:
    from checks.report.tool import NAME, version  # noqa: PLC0415  # only this needs them
    from checks.rules.catalogue import load  # noqa: PLC0415  # the same

    click.echo(f"{NAME} {version()}, action data of {load().date}")
    return 0
