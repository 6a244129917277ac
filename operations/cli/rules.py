"""`mca rules`."""

from __future__ import annotations

from pathlib import Path

import click

from checks.report.pages import index, page
from checks.rules.registry import FAMILIES, family_of, rules
from operations.files import write


@click.command("rules")
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a page a rule, and their index, into this folder instead.",
)
def command(pages: Path | None) -> int:
    """List all rules, family by family; `mca explain RULE` tells more of one."""
    if pages is not None:
        pages.mkdir(parents=True, exist_ok=True)
        for rule in rules():
            write(pages / f"{rule.name}.md", page(rule).encode())
        write(pages / "README.md", index().encode())
        return 0
    for name, family in FAMILIES.items():
        click.echo(f"{name}: {family.about}")
        for rule in rules():
            if family_of(rule) == name:
                click.echo(f"  {rule.code}  {rule.severity.value:8} {rule.name:38} {rule.summary}")
    return 0
