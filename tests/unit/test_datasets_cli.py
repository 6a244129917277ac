"""`mca datasets`: the calendar, for people and for programs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from checks.smoke.calendar import data_sets, newest_expected
from operations.cli import run


def test_every_type_is_listed_once_with_its_days(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has a line a type, with its first day and cadence, or that it is deprecated and by what replaced."""
    assert run(["datasets"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split()[0] == "type"
    assert [line.split()[0] for line in lines] == [each.name for each in data_sets()]
    for line, each in zip(lines, data_sets(), strict=True):
        wanted = ["deprecated", "Management Portal"] if each.cadence is None else [str(each.first), each.cadence.value]
        assert all(word in line for word in wanted), line


def test_programs_get_the_newest_date_that_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON tells each type's newest date and when it was due: before now, and never for a deprecated type."""
    before = datetime.now(UTC)
    assert run(["datasets", "--format", "json"]) == 0
    found = {each["type"]: each for each in json.loads(capsys.readouterr().out)["dataSets"]}
    assert list(found) == [each.name for each in data_sets()]
    for each in data_sets():
        told = found[each.name]
        newest = told["newestThatMustExist"]
        assert (newest is None, told["replacement"] is not None) == (each.deprecated, each.deprecated)
        if newest is not None:
            days = {newest_expected(each.name, before), newest_expected(each.name, datetime.now(UTC))}
            assert date.fromisoformat(newest) in days
            assert datetime.fromisoformat(told["wasDueBy"]) <= datetime.now(UTC)
