"""Fixtures of the tests that run the real engine: one sandbox a worker process, and a fresh account a seller."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from sellers import Cloud, Seller

from sandbox import lifecycle


@pytest.fixture(scope="session")
def _cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One sandbox for this worker."""
    state = tmp_path_factory.mktemp("cloud") / "state"
    try:
        yield Cloud.started(state)
    finally:
        lifecycle.stop(state)


@pytest.fixture
def cloud(_cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The worker's sandbox, with this process's environment pointed into it for the test."""
    surroundings = lifecycle.child_environment(_cloud.running)
    for name in set(os.environ) - set(surroundings):
        monkeypatch.delenv(name)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    return _cloud


@pytest.fixture
def seller(cloud: Cloud) -> Seller:
    """A fresh seller in a fresh account."""
    return cloud.seller()
