"""`mca smoke`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from botocore.exceptions import BotoCoreError, ClientError

from checks.result import Status
from checks.smoke.page import page
from checks.smoke.preconditions import preconditions
from checks.smoke.record import record
from checks.smoke.run import DEFAULT_TYPE, SmokeTest, run_smoke_test
from checks.smoke.verdict import SmokeResult
from components.settings import SellerSettings
from operations.account import guard, identify, session
from operations.cli import workplace
from operations.cli.render import print_smoke
from operations.files import write
from policies.destination import Destination
from policies.errors import AccountError, ArgumentError
from policies.smoke import smoke_policy


@click.command("smoke")
@click.argument("seller")
@click.option("--data-set-type", default=DEFAULT_TYPE, show_default=True, metavar="TYPE", help="Which set to ask for.")
@click.option(
    "--date",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="YYYY-MM-DD",
    help="Which publication, UTC; the newest that must exist if not given.",
)
@click.option("--destination", "generation", metavar="gN", help="Which destination; the active one if not given.")
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the delivery.",
)
@click.option("--keep", is_flag=True, help="Leave the delivered objects where they are.")
@click.option("--format", "form", type=click.Choice(("text", "json", "html")), default="text", help="How to report.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the JSON or HTML goes.")
@click.option("--print-policy", is_flag=True, help="Print the least that whoever tests needs, and ask for nothing.")
@workplace.options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    seller: str,
    profile: str | None,
    data_set_type: str,
    date: datetime | None,
    generation: str | None,
    timeout: float,
    form: str,
    output: Path | None,
    *,
    keep: bool,
    print_policy: bool,
    sandbox: bool,
) -> int:
    """Ask for one data set of SELLER, once, and see the report, its metadata and the message arrive.

    Exit code 0: delivered; 1: any other verdict; 2: it could not be tried.
    """
    if output is not None and form == "text":
        raise ArgumentError("--output", "text goes to the standard output.", remedy="Add --format json or html.")
    place = workplace.enter(seller, profile, sandbox=sandbox)
    settings = place.project.settings(seller)
    destination = _destination(settings, generation)
    if print_policy:
        click.echo(smoke_policy(destination, settings.role_arn).to_json())
        return 0
    aws = session(place.profile)
    guard(identify(aws), seller, settings.account_id)
    test = SmokeTest(
        destination=destination,
        role_arn=settings.role_arn,
        external_id=settings.external_id,
        data_set_type=data_set_type,
        timeout=timeout,
        date=None if date is None else date.date(),
        keep=keep,
    )
    for found in preconditions(aws, test):
        remedy = f" Next: {found.remedy}" if found.remedy else ""
        click.echo(f"{found.status.value:7} {found.name}: {found.sentence}{remedy}", err=form != "text")
    click.echo(f"asking for {data_set_type}, and waiting up to {timeout:.0f} s", err=True)
    try:
        result = run_smoke_test(aws, test)
    except (ClientError, BotoCoreError) as error:
        raise AccountError(f"AWS refused a call that the smoke test needs: {error}", remedy="allow it") from error
    _report(result, form, output)
    return 0 if result.verdict.status is Status.PASS else 1


def _destination(settings: SellerSettings, generation: str | None) -> Destination:
    wanted = generation or settings.active
    for place in settings.destinations:
        if place.generation == wanted:
            return Destination(place.bucket, settings.topic_arn(place), place.prefix)
    known = ", ".join(place.generation for place in settings.destinations)
    raise ArgumentError("--destination", f"{wanted!r} is not among the destinations.", remedy=f"One of: {known}.")


def _report(result: SmokeResult, form: str, output: Path | None) -> None:
    if form == "text":
        print_smoke(result)
        return
    text = page(result) if form == "html" else json.dumps(record(result), indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text.encode())
