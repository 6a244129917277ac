"""What machine-readable formats say of the tool itself."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Final

NAME: Final = "mca"
REPOSITORY: Final = "https://github.com/marketplace-commerce-analytics/mca"
"""Where the project is published: the one place that says so."""


@cache
def version() -> str:
    """The installed version."""
    return metadata.version("marketplace-commerce-analytics")


def page(path: str) -> str:
    """The address of one of the project's own files, such as `docs/linting.md`."""
    return f"{REPOSITORY}/blob/main/{path}"


def rule_page(name: str) -> str:
    """The address of a rule's page."""
    return page(f"docs/rules/{name}.md")
