"""Output formats: one renderer a file, each a function from `checks.findings.Report` to text. None prints."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from checks.findings import Report

_MODULES: Final = {
    "text": "text",
    "json": "structured",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
}
FORMATS: Final = tuple(_MODULES)
"""The names of the formats."""


def renderer(name: str) -> Callable[[Report], str]:
    """The function that renders a report in a format; its module is loaded now."""
    render: Callable[[Report], str] = import_module(f"checks.report.{_MODULES[name]}").render
    return render
