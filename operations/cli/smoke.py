"""`mca smoke`."""

from __future__ import annotations

import click
from botocore.exceptions import BotoCoreError, ClientError

from checks.result import Status
from checks.smoke.run import DEFAULT_TYPE, SmokeTest, run_smoke_test
from operations.account import guard, identify, session
from operations.cli import workplace
from operations.cli.render import print_smoke
from policies.destination import Destination
from policies.errors import AccountError


@click.command("smoke")
@click.argument("seller")
@click.option("--data-set-type", default=DEFAULT_TYPE, show_default=True, metavar="TYPE", help="Which set to ask for.")
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the delivery.",
)
@workplace.options
def command(seller: str, profile: str | None, data_set_type: str, timeout: float, *, sandbox: bool) -> int:
    """Ask for one data set of SELLER, once, and see the report, its metadata and the message arrive.

    Exit code 0: delivered; 1: any other verdict; 2: it could not be tried.
    """
    place = workplace.enter(seller, profile, sandbox=sandbox)
    settings = place.project.settings(seller)
    aws = session(place.profile)
    guard(identify(aws), seller, settings.account_id)
    active = settings.active_destination
    test = SmokeTest(
        destination=Destination(active.bucket, settings.topic_arn(active), active.prefix),
        role_arn=settings.role_arn,
        external_id=settings.external_id,
        data_set_type=data_set_type,
        timeout=timeout,
    )
    click.echo(f"asking for {data_set_type}, and waiting up to {timeout:.0f} s", err=True)
    try:
        result = run_smoke_test(aws, test)
    except (ClientError, BotoCoreError) as error:
        raise AccountError(f"AWS refused a call that the smoke test needs: {error}", remedy="allow it") from error
    print_smoke(result)
    return 0 if result.verdict.status is Status.PASS else 1
