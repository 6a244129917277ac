"""`mca datasets`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Final

import click

from checks.smoke.calendar import REPLACEMENT, Cadence, DataSet, data_sets, newest_expected

_DUE: Final = {
    Cadence.DAILY: "24:00 UTC of the day",
    Cadence.MONTHLY: "24:00 UTC of the 15th",
    Cadence.THIRTY_DAYS: "24:00 UTC of the 30th day",
}


@click.command("datasets")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="For people or programs.")
def command(form: str) -> int:
    """List the service's data set types: first day, cadence, when they are due, and the newest that must exist now."""
    now = datetime.now(UTC)
    if form == "json":
        click.echo(json.dumps({"version": 1, "dataSets": [_record(each, now) for each in data_sets()]}, indent=2))
        return 0
    width = max(len(each.name) for each in data_sets())
    click.echo(f"{'type':{width}}  {'first day':10}  {'cadence':13}  {'due by':25}  newest that must exist")
    for each in data_sets():
        click.echo(f"{each.name:{width}}  {_line(each, now)}".rstrip())
    return 0


def _line(kind: DataSet, now: datetime) -> str:
    if kind.first is None or kind.cadence is None:
        return f"deprecated: use {REPLACEMENT}"
    newest = newest_expected(kind.name, now) or "none yet"
    return f"{kind.first!s:10}  {kind.cadence.value:13}  {_DUE[kind.cadence]:25}  {newest!s}"


def _record(kind: DataSet, now: datetime) -> dict[str, object]:
    newest = newest_expected(kind.name, now)
    due = None if newest is None else datetime.combine(newest + timedelta(days=1), time_of_day(), UTC)
    return {
        "type": kind.name,
        "firstDay": None if kind.first is None else str(kind.first),
        "cadence": None if kind.cadence is None else kind.cadence.value,
        "newestThatMustExist": None if newest is None else str(newest),
        "wasDueBy": None if due is None else f"{due:%Y-%m-%dT%H:%M:%SZ}",
        "deprecated": kind.deprecated,
        "replacement": REPLACEMENT if kind.deprecated else None,
        "note": kind.note,
    }
