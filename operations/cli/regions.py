"""`mca regions`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from checks.findings import Severity
from checks.report import FORMATS, checklist, renderer
from operations.files import write
from operations.regions import Checking


@click.command("regions")
@click.argument("paths", nargs=-1, required=False, metavar="[PATH]...")
@click.option("--profile", metavar="NAME", help="AWS profile whose settings are checked.")
@click.option("--scp", multiple=True, metavar="FILE", help="A service control policy that applies. Repeatable.")
@click.option("--boundary", multiple=True, metavar="FILE", help="A permissions boundary that applies. Repeatable.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of stdout.")
@click.option(
    "--fail-on",
    type=click.Choice([one.value for one in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="What makes the run fail.",
)
def command(  # noqa: PLR0913  # the command's options
    *,
    paths: tuple[str, ...],
    profile: str | None,
    scp: tuple[str, ...],
    boundary: tuple[str, ...],
    form: str,
    output: Path | None,
    fail_on: str,
) -> int:
    """Confirm that calls of the service go to us-east-1: settings, programs and grants.

    A PATH is a program, a schedule, a policy document, or a folder of such. Without a PATH, --scp or --boundary, the
    settings of the current profile and environment are checked.

    Exit code 0: nothing that fails; 1: findings; 2: something could not be checked.
    """
    checking = Checking()
    if profile is not None or not (paths or scp or boundary):
        checking.client(profile, dict(os.environ))
    checking.paths(paths)
    checking.limits(scp, scp=True)
    checking.limits(boundary, scp=False)
    report = checking.report(Severity(fail_on))
    text = checklist.render(report) if form == "text" else renderer(form)(report)
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text.encode())
        click.echo(checklist.summary(report), err=True)
    return report.exit_code
