"""The `mca` command line: the only place that prints and exits.

A command lives in the module of its name and is imported when it is called, so that `mca --help` is quick. stdout
carries results, stderr progress. Exit codes: 0 clean, 1 findings or a person has to act, 2 the tool could not work.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import click

from policies.errors import MCAError

COMMANDS: Final = {
    "onboard": "Take a seller account from nothing to a proven delivery.",
    "smoke": "Ask for a data set and see it arrive.",
    "datasets": "List the data set types and what must exist by now.",
    "regions": "Confirm that calls of the service go to us-east-1.",
    "lint": "Say what is wrong in policy documents, where, and how to mend it.",
    "explain": "Say what a rule finds, and why it matters.",
    "rules": "List the rules of the linter.",
    "prove": "Prove that a policy allows nothing beyond another.",
    "can": "Say whether a request is allowed, and by which statement.",
    "sandbox": "AWS on a laptop: start, stop, status, run, enroll.",
    "engine": "Find the Pulumi engine, or get it.",
    "demo": "Onboard two sellers in the sandbox, and show what arrives.",
}
"""The commands and what each does, in the order of `--help`."""

INTERRUPTED: Final = 130


class _Lazy(click.Group):
    """A group that knows its commands' names, and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, if there is one of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"operations.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="marketplace-commerce-analytics", prog_name="mca")
def group() -> None:
    """Onboard, rotate and audit AWS Marketplace sellers that use the Commerce Analytics Service."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line.

    Args:
        arguments: What follows `mca`.

    Returns:
        The exit code.
    """
    try:
        result = group.main(arguments, prog_name="mca", standalone_mode=False)
    except MCAError as error:
        click.echo(f"error: {error}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; run the same command again to go on from here", err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else 0
