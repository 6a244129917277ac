"""What every test has around it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes says something of the machine, not of the code


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Tests that share a fixture of their module run in one process; all others run wherever there is room."""
    for item in items:
        fixtures = item._fixtureinfo.name2fixturedefs.values()
        if any(one.scope == "module" for several in fixtures for one in several):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """A test that goes to the sandbox, or sets a profile, leaves the next one's environment as it was."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
