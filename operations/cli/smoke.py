"""`mca smoke`."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from checks.result import Status
from checks.smoke.calendar import check_date, data_sets, default_type, newest_expected
from checks.smoke.page import page
from checks.smoke.preconditions import preconditions
from checks.smoke.record import record
from checks.smoke.run import SmokeTest, run_smoke_test
from checks.smoke.verdict import SmokeResult
from components.settings import SellerSettings
from operations.account import guard, identify, session
from operations.cli import workplace
from operations.cli.render import print_smoke
from operations.files import write
from policies.destination import Destination
from policies.errors import AccountError, ArgumentError
from policies.smoke import smoke_policy

_LONGEST: Final = 43_200


@click.command("smoke")
@click.argument("seller", required=False)
@click.option("--data-set-type", metavar="TYPE", help="Which set to ask for; a daily one if not given.")
@click.option("--all-types", is_flag=True, help="Ask for every type that has a date, one after the other.")
@click.option(
    "--date",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="YYYY-MM-DD",
    help="Which publication, UTC; the newest that must exist if not given.",
)
@click.option("--destination", "generation", metavar="gN", help="Which destination; the active one if not given.")
@click.option("--role-arn", metavar="ARN", help="Without a SELLER: the role that the service delivers with.")
@click.option("--bucket", metavar="NAME", help="Without a SELLER: where it delivers to.")
@click.option("--prefix", metavar="PREFIX", help="Without a SELLER: below which prefix; none if not given.")
@click.option("--topic-arn", metavar="ARN", help="Without a SELLER: where it announces.")
@click.option("--external-id", metavar="ID", help="Without a SELLER: the service's id; the trust's if not given.")
@click.option(
    "--timeout",
    type=click.FloatRange(1, _LONGEST),
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
def command(  # noqa: PLR0913  # one parameter an option
    *,
    seller: str | None,
    profile: str | None,
    data_set_type: str | None,
    all_types: bool,
    date: datetime | None,
    generation: str | None,
    role_arn: str | None,
    bucket: str | None,
    prefix: str | None,
    topic_arn: str | None,
    external_id: str | None,
    timeout: float,
    form: str,
    output: Path | None,
    keep: bool,
    print_policy: bool,
    sandbox: bool,
) -> int:
    """Ask for one data set of SELLER, once, and see the report, its metadata and the message arrive.

    Without a SELLER, no stack is needed: give --role-arn, --bucket and --topic-arn.

    Exit code 0: delivered; 1: any other verdict; 2: it could not be tried.
    """
    if output is not None and form == "text":
        raise ArgumentError("--output", "text goes to the standard output.", remedy="Add --format json or html.")
    if form == "html" and all_types:
        raise ArgumentError("--format", "a page shows one result.", remedy="Leave --all-types out, or use json.")
    if seller is not None:
        test, account = _of_seller(seller, profile, generation, sandbox=sandbox)
        profile = profile or (seller if sandbox else None)
    elif role_arn and bucket and topic_arn:
        test, account = SmokeTest(Destination(bucket, topic_arn, prefix), role_arn, external_id), ""
    else:
        remedy = "Name a seller, or give --role-arn, --bucket and --topic-arn."
        raise ArgumentError("SELLER", "is not given, nor all of what would stand for it.", remedy=remedy)
    if print_policy:
        click.echo(smoke_policy(test.destination, test.role_arn).to_json())
        return 0
    aws = session(profile)
    identity = identify(aws)
    if seller is not None:
        guard(identity, seller, account)
    test = replace(test, timeout=timeout, date=None if date is None else date.date(), keep=keep)
    tests = [replace(test, data_set_type=name) for name in _types(data_set_type, test.date, all_types=all_types)]
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for found in preconditions(aws, test):
            remedy = f" Next: {found.remedy}" if found.remedy else ""
            click.echo(f"{found.status.value:7} {found.name}: {found.sentence}{remedy}", err=form != "text")
        results = [_run(aws, each) for each in tests]
    finally:
        signal.signal(signal.SIGTERM, before)
    _report(results, form, output, all_types=all_types)
    return 0 if all(result.verdict.status is Status.PASS for result in results) else 1


def _of_seller(seller: str, profile: str | None, generation: str | None, *, sandbox: bool) -> tuple[SmokeTest, str]:
    """What a seller's configuration says, and its account."""
    place = workplace.enter(seller, profile, sandbox=sandbox)
    settings = place.project.settings(seller)
    test = SmokeTest(_destination(settings, generation), settings.role_arn, settings.external_id)
    return test, settings.account_id


def _destination(settings: SellerSettings, generation: str | None) -> Destination:
    wanted = generation or settings.active
    for place in settings.destinations:
        if place.generation == wanted:
            keys = (key if key and key.startswith("arn:") else None for key in (place.bucket_key, place.topic_key))
            return Destination(place.bucket, settings.topic_arn(place), place.prefix, *keys)
    known = ", ".join(place.generation for place in settings.destinations)
    raise ArgumentError("--destination", f"{wanted!r} is not among the destinations.", remedy=f"One of: {known}.")


def _types(name: str | None, day: date | None, *, all_types: bool) -> list[str]:
    """The types to ask for, each with a date that can be asked for."""
    now = datetime.now(UTC)
    names = [each.name for each in data_sets() if newest_expected(each.name, now)]
    wanted = names if all_types else [name or default_type(now)]
    for each in wanted:  # all of them before the first call
        check_date(each, day or newest_expected(each, now) or now.date(), now)
    return wanted


def _run(aws: boto3.Session, test: SmokeTest) -> SmokeResult:
    click.echo(f"asking for {test.data_set_type}, and waiting up to {test.timeout:.0f} s", err=True)
    try:
        return run_smoke_test(aws, test)
    except (ClientError, BotoCoreError) as error:
        remedy = "allow what `mca smoke --print-policy` prints"
        raise AccountError(f"AWS refused a call that the smoke test needs: {error}", remedy=remedy) from error


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Take a request to end like Ctrl-C, so that the clean-up runs."""
    del number, frame
    raise KeyboardInterrupt


def _report(results: list[SmokeResult], form: str, output: Path | None, *, all_types: bool) -> None:
    if form == "text":
        for result in results:
            print_smoke(result)
        return
    if form == "html":
        text = page(results[0])
    else:
        records = [record(result) for result in results]
        text = json.dumps({"version": 1, "results": records} if all_types else records[0], indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text.encode())
