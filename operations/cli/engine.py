"""`mca engine`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from operations.cli.render import Stages
from operations.engine import find_engine
from operations.project import ROOT


@click.command("engine")
def command() -> int:
    """Find the Pulumi engine, or get it: from PATH, .tools, Pulumi's installer, or a build with Go."""
    with Stages() as stages:
        engine = find_engine(ROOT, stages)
    where = Path(shutil.which(engine.command) or engine.command)
    click.echo(f"Pulumi {engine.version} at {where}")
    return 0
