"""What was delivered, held against what was asked for: the report, its metadata, and both together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from checks.smoke.calendar import Cadence, coverage, data_set, published


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as sent, and its answer.

    Attributes:
        request_id: The service's answer.
        parameters: The request's members, as `GenerateDataSet` takes them.
        now: When it was sent.
    """

    request_id: str
    parameters: Mapping[str, object]
    now: datetime

    @property
    def date(self) -> datetime:
        """The publication date that was asked for."""
        date = self.parameters["dataSetPublicationDate"]
        if not isinstance(date, datetime):
            raise TypeError(date)
        return date


@dataclass(frozen=True, slots=True)
class Table:
    """A report as read.

    Attributes:
        columns: The header's names.
        rows: How many rows follow.
        problem: What is wrong with the file, in a full sentence; empty if nothing is.
    """

    columns: tuple[str, ...]
    rows: int
    problem: str = ""


def read_table(data: bytes, size: int) -> Table:
    """Read a report and see whether it is whole.

    Args:
        data: The object's content.
        size: The size that S3 told for it.

    Returns:
        Its header and number of rows. That a whole file ends in a line feed is inferred.
    """
    if len(data) != size:
        return Table((), 0, f"The report is cut off: {len(data)} of {size} bytes arrived.")
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        return Table((), 0, f"The report is not UTF-8 at byte {error.start}.")
    except csv.Error as error:
        return Table((), 0, f"The report is cut off or is no CSV: {error}.")
    if not rows or not any(rows[0]):
        return Table((), 0, "The report has no header.")
    header, *body = rows
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            problem = f"The report is cut off or torn: row {number} has {len(row)} columns, its header {len(header)}."
            return Table(tuple(header), len(body), problem)
    problem = "" if data.endswith(b"\n") else "The report is cut off: it does not end with a line feed."
    return Table(tuple(header), len(body), problem)


def differences(metadata: Mapping[str, object], asked: Asked, locations: Mapping[str, object]) -> tuple[str, ...]:
    """How a metadata file disagrees with the request and the message; nothing if it agrees.

    Args:
        metadata: The file, decoded.
        asked: The request.
        locations: The message's two locations, by their names in it.
    """
    return tuple(_differences(metadata, asked, locations))


def _differences(metadata: Mapping[str, object], asked: Asked, locations: Mapping[str, object]) -> Iterator[str]:
    found = metadata.get("dataSetRequestId")
    if found != asked.request_id:
        yield f"The metadata file is another request's: {found!r} instead of {asked.request_id!r}."
    for name, location in locations.items():
        if name in metadata and metadata[name] != location:
            yield f"The metadata's {name} is {metadata[name]!r}, the message's {location!r}."
    parameters = metadata.get("dataSetRequestParameters")
    if not isinstance(parameters, dict):
        yield "The metadata file has no dataSetRequestParameters."
        return
    for name, value in asked.parameters.items():
        given = parameters.get(name)
        if isinstance(value, datetime):
            if (when := _time(given)) is None or when.date() != value.date():
                yield f"The metadata's {name} is {given!r}, and {value:%Y-%m-%d} was asked for."
        elif given != value:
            yield f"The metadata's {name} is {given!r}, and {value!r} was asked for."
    yield from _coverage(metadata.get("dataSetCoverageRange"), asked)


def _coverage(found: object, asked: Asked) -> Iterator[str]:
    """Daily types: exactly the day before the publication. Others, whose days are inferred: a range in the past."""
    start = _time(found.get("startDateTime")) if isinstance(found, dict) else None
    end = _time(found.get("endDateTime")) if isinstance(found, dict) else None
    if start is None or end is None or start > end:
        yield f"The metadata's dataSetCoverageRange is no range: {found!r}."
        return
    kind = str(asked.parameters["dataSetType"])
    if end > asked.now:
        yield f"The metadata says that the report covers days to come, until {end:%Y-%m-%d}."
    publication = published(kind, asked.date.date(), asked.now)
    if data_set(kind).cadence is Cadence.DAILY and publication is not None:
        due = coverage(kind, publication)
        if (start.date(), end.date()) != (due.start.date(), due.end.date()):
            yield (
                f"The metadata says that the report covers {start:%Y-%m-%d} to {end:%Y-%m-%d}, and a publication"
                f" dated {publication} covers {due.start:%Y-%m-%d}."
            )


def _time(value: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None  # the sentence that is made of it shows the value
    return None if when is None else when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
