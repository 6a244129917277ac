"""`mca lint`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from checks.documents.policy import Kind
from checks.findings import Severity
from checks.report import FORMATS
from operations.cli.findings import mended_text, print_diff, print_notes, print_report
from operations.lint.gathering import STDIN, STDIN_NAME
from operations.lint.run import Mending, Wishes, run
from policies import arns, names


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
    if fix and STDIN in paths and len(paths) > 1:
        raise click.UsageError("--fix prints the mended text of standard input, so - has to be the only PATH.")
    if show and form != "text":
        raise click.UsageError("--diff prints a diff, so it takes no --format.")
    _check(expected)
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
    print_notes(outcome)
    if show:
        return print_diff(outcome, output)
    piped = fix and STDIN in paths
    if piped:
        # Standard input is mended by printing it; what is left goes elsewhere.
        click.echo(mended_text(outcome, stdin_name).encode(), nl=False)
    print_report(outcome.report, form, output, err=piped)
    return outcome.report.exit_code


def _words(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for text in given for word in text.split(",") if word)


def _check(expected: dict[str, Any]) -> None:
    """Refuse values that no document could be compared with."""
    if expected["account_id"]:
        names.account_id(expected["account_id"], "--account-id")
    if expected["partition"]:
        names.partition(expected["partition"], "--partition")
    for topic in expected["topics"]:
        arns.topic(topic, "--topic")


def _print_versions() -> int:
    from checks.report.tool import NAME, version  # noqa: PLC0415  # only this needs them
    from checks.rules.catalogue import load  # noqa: PLC0415  # the same

    click.echo(f"{NAME} {version()}, action data of {load().date}")
    return 0
