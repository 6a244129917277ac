"""The data sets' calendar: which types there are, since when, how often, and what must exist by now.

Everything but the deprecated types' fate is read from the documentation text of the installed botocore service model
of ``marketplacecommerceanalytics``, so a newer botocore brings newer dates and a changed wording is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from botocore.loaders import Loader

from policies.errors import ArgumentError, DocumentError

SERVICE: Final = "marketplacecommerceanalytics"
"""The service's name in botocore and as a signing name."""

LOOKBACK: Final = timedelta(days=31)
"""How far the service looks back for a 30-day set (botocore model: dataSetPublicationDate)."""

REPLACEMENT: Final = "the related reports of the AWS Marketplace Management Portal"
"""What the model names instead of a deprecated type."""

_MONTHLY_DAY: Final = 15
_PERIOD: Final = timedelta(days=30)
_ENTRY: Final = re.compile(r"<strong>(\w+)</strong>\s*<p>(.*?)</p>", re.DOTALL)
_SINCE: Final = re.compile(r"From (\d{4}-\d{2}-\d{2}) to present: (.+)", re.DOTALL)


class Cadence(StrEnum):
    """How often a type is published."""

    DAILY = "daily"
    MONTHLY = "monthly"
    THIRTY_DAYS = "every 30 days"


@dataclass(frozen=True, slots=True)
class DataSet:
    """One type of data set.

    Attributes:
        name: The API's ``dataSetType``.
        first: The first publication date; None if the model gives none, as for deprecated types.
        cadence: How often it is published; None for deprecated types.
        deprecated: The model says that the type is deprecated.
        note: The model's sentence on the type.
    """

    name: str
    first: date | None
    cadence: Cadence | None
    deprecated: bool
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a publication covers: both ends inclusive, UTC, to the second."""

    start: datetime
    end: datetime


@cache
def data_sets() -> tuple[DataSet, ...]:
    """Every type, in the order of the model's enum.

    Raises:
        DocumentError: The model's documentation no longer says what this module reads in it.
    """
    shapes = Loader().load_service_model(SERVICE, "service-2")["shapes"]
    names: list[str] = shapes["DataSetType"]["enum"]
    return parse(names, shapes["GenerateDataSetRequest"]["members"]["dataSetType"]["documentation"])


def parse(names: list[str], documentation: str) -> tuple[DataSet, ...]:
    """Read the types' dates from the model's documentation of ``dataSetType``.

    Args:
        names: The enum's values.
        documentation: The member's HTML text: one ``<strong>name</strong> <p>sentence</p>`` a type.

    Raises:
        DocumentError: A type is missing there, or its sentence is in no known form.
    """
    notes = {name: " ".join(note.split()) for name, note in _ENTRY.findall(documentation)}
    if missing := sorted(set(names) ^ set(notes)):
        raise DocumentError(
            f"The service model's enum and its documentation differ in: {', '.join(missing)}.",
            where="botocore model, GenerateDataSetRequest.dataSetType",
            remedy="Read the new documentation and adapt the calendar.",
        )
    return tuple(_data_set(name, notes[name]) for name in names)


def _data_set(name: str, note: str) -> DataSet:
    since = _SINCE.match(note)
    if since is None and "deprecated" in note:
        return DataSet(name, first=None, cadence=None, deprecated=True, note=note)
    phrases = {
        "Available daily by 24:00 UTC": Cadence.DAILY,
        f"Available monthly on the {_MONTHLY_DAY}th day of the month by 24:00 UTC": Cadence.MONTHLY,
        "Available every 30 days by 24:00 UTC": Cadence.THIRTY_DAYS,
    }
    for phrase, cadence in phrases.items():
        if since is not None and since[2].startswith(phrase):
            return DataSet(name, date.fromisoformat(since[1]), cadence, deprecated=False, note=note)
    raise DocumentError(
        f"The service model describes {name} in words that the calendar does not know: {note!r}.",
        where="botocore model, GenerateDataSetRequest.dataSetType",
        remedy="Read the new documentation and adapt the calendar.",
    )


def data_set(name: str) -> DataSet:
    """Look one type up.

    Raises:
        ArgumentError: There is no such type.
    """
    for each in data_sets():
        if each.name == name:
            return each
    raise ArgumentError(
        "data_set_type", f"{name!r} is no data set type", remedy=f"One of: {', '.join(s.name for s in data_sets())}."
    )


def published(name: str, asked: date, now: datetime) -> date | None:
    """Which publication answers a request for ``asked``, if it must exist by ``now``.

    Daily: that day's. Monthly: that month's, on the 15th; the day is ignored. Every 30 days: the newest at or before
    that day; the real days are not public, so they are counted from the type's first day [inferred].

    Args:
        name: The type.
        asked: The requested publication date, UTC.
        now: An aware time.

    Returns:
        The publication's date; None if it is not due yet, is before the first day, or the type is deprecated.

    Raises:
        ArgumentError: There is no such type, or ``now`` has no time zone.
    """
    kind = data_set(name)
    if kind.first is None or kind.cadence is None:
        return None
    found = asked
    if kind.cadence is Cadence.MONTHLY:
        found = asked.replace(day=_MONTHLY_DAY)
    elif kind.cadence is Cadence.THIRTY_DAYS:
        newest = min(asked, _yesterday(now))
        found = newest - (newest - kind.first) % _PERIOD
        if asked - found > LOOKBACK:
            return None
    return found if kind.first <= found <= _yesterday(now) else None


def newest_expected(name: str, now: datetime) -> date | None:
    """The newest date that can be asked for and must be answered by ``now``.

    A publication dated D is due by 24:00 UTC of D, so today's may be missing. For a 30-day type that is yesterday:
    the service itself looks back for the publication.

    Args:
        name: The type.
        now: An aware time.

    Returns:
        The date; None if nothing was ever due (before the first day, or a deprecated type).

    Raises:
        ArgumentError: There is no such type, or ``now`` has no time zone.
    """
    kind = data_set(name)
    newest = _yesterday(now)
    if kind.cadence is Cadence.MONTHLY:
        month = newest if newest.day >= _MONTHLY_DAY else newest.replace(day=1) - timedelta(days=1)
        newest = month.replace(day=_MONTHLY_DAY)
    return newest if kind.first is not None and newest >= kind.first else None


def default_type(now: datetime) -> str:
    """The type to try first: the model's first daily one with a date, since that is due soonest.

    Args:
        now: An aware time.

    Raises:
        DocumentError: No type of the model is daily.
    """
    for each in data_sets():
        if each.cadence is Cadence.DAILY and newest_expected(each.name, now) is not None:
            return each.name
    raise DocumentError("The service model has no daily type.", remedy="Name one with --data-set-type.")


def check_date(name: str, asked: date, now: datetime) -> date:
    """Refuse a date that the service cannot answer, before it is asked.

    Args:
        name: The type.
        asked: The publication date to ask for, UTC.
        now: An aware time.

    Returns:
        The date, unchanged.

    Raises:
        ArgumentError: There is no such type, it is deprecated, or the date is before its first day or not due yet;
            the remedy names the nearest date that is.
    """
    kind = data_set(name)
    newest = newest_expected(name, now)
    if kind.first is None or newest is None:
        remedy = f"Use {REPLACEMENT}." if kind.deprecated else f"Use another type until {kind.first}."
        raise ArgumentError("data_set_type", f"{name} has no date that must exist.", remedy=remedy)
    if published(name, asked, now) is not None:
        return asked
    early = asked < kind.first
    why = f"begins on {kind.first}" if early else f"must exist up to {newest} only, and may be later"
    raise ArgumentError(
        "date", f"{asked} cannot be asked for: {name} {why}.", remedy=f"Use {kind.first if early else newest}."
    )


def coverage(name: str, publication: date) -> Coverage:
    """The days that a publication covers.

    Daily: the day before (the service guide's metadata example). Monthly: the whole month before; every 30 days: the
    30 days before [both inferred from the model's "one month prior" and "every 30 days"].

    Args:
        name: The type.
        publication: The publication's own date.

    Raises:
        ArgumentError: There is no such type.
    """
    last = publication - timedelta(days=1)
    first = last
    cadence = data_set(name).cadence
    if cadence is Cadence.MONTHLY:
        last = publication.replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
    elif cadence is Cadence.THIRTY_DAYS:
        first = publication - _PERIOD
    return Coverage(
        datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC).replace(microsecond=0)
    )


def _yesterday(now: datetime) -> date:
    if now.tzinfo is None:
        raise ArgumentError("now", "has no time zone", remedy="Give an aware datetime, such as datetime.now(UTC).")
    return now.astimezone(UTC).date() - timedelta(days=1)
