"""`mca sandbox`."""

from __future__ import annotations

import subprocess

import click

from operations.cli.workplace import SANDBOX_STATE, running_sandbox
from operations.project import sandbox_project
from policies.errors import SandboxError
from sandbox import lifecycle
from sandbox.control import ask

_NOT_FOUND = 127


@click.group("sandbox")
def command() -> None:
    """AWS on a laptop: IAM, S3, SNS, SQS, KMS and the Commerce Analytics Service, in one process on loopback."""


@command.command()
@click.option("--port", default=0, metavar="PORT", help="The loopback port. [default: a free one]")
def start(port: int) -> int:
    """Start the sandbox, or say where it runs already."""
    running = lifecycle.start(SANDBOX_STATE, port)
    click.echo(f"running at {running.endpoint} (process {running.pid})")
    return 0


@command.command()
def stop() -> int:
    """Stop the sandbox, and throw its state away."""
    click.echo("stopped" if lifecycle.stop(SANDBOX_STATE) else "it was not running")
    return 0


@command.command()
def status() -> int:
    """Say whether the sandbox runs: exit code 0 if it does, 1 if not."""
    running = lifecycle.status(SANDBOX_STATE)
    click.echo(f"running at {running.endpoint} (process {running.pid})" if running else "not running")
    return 0 if running else 1


@command.command(context_settings={"ignore_unknown_options": True})
@click.option("--profile", metavar="NAME", help="AWS profile, such as a seller's name. [default: the operator's]")
@click.argument("arguments", nargs=-1, required=True, type=click.UNPROCESSED)
def run(profile: str | None, arguments: tuple[str, ...]) -> int:
    """Run a command with everything around it pointed into the sandbox: `mca sandbox run -- pulumi up`."""
    surroundings = lifecycle.child_environment(running_sandbox(), profile=profile)
    try:
        return subprocess.run(arguments, env=surroundings, check=False).returncode  # noqa: S603  # what the user asked for
    except FileNotFoundError:
        click.echo(f"error: there is no command {arguments[0]!r}", err=True)
        return _NOT_FOUND


@command.command()
@click.argument("seller")
@click.option("--managed", is_flag=True, help="Attach a managed policy, as newer enrolments may do.")
def enroll(seller: str, *, managed: bool) -> int:
    """Play SELLER's click on the enrolment page: the portal makes the role and its oneClick_ policy."""
    running = running_sandbox()
    project = sandbox_project(running.state / "project")
    if not project.config_file(seller).exists():
        raise SandboxError(f"The sandbox has no seller {seller}.", remedy=f"mca onboard {seller} --sandbox")
    settings = project.settings(seller)
    place = settings.active_destination
    entered = {
        "account": settings.account_id,
        "bucket": place.bucket,
        "topicArn": settings.topic_arn(place),
        "inline": not managed,
    }
    enrolment = ask(running, "POST", "enroll", entered)
    click.echo(f"enrolled: {enrolment['roleArn']}")
    return 0
