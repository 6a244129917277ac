"""`mca explain`."""

from __future__ import annotations

import click

from checks.report.pages import page
from checks.rules.registry import find


@click.command("explain")
@click.argument("rule")
def command(rule: str) -> int:
    """Say what RULE (its code or name) finds, why it matters, and how to mend it."""
    click.echo(page(find(rule)), nl=False)
    return 0
