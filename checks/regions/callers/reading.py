"""Tell a text's language, and find what it does with the service."""

from __future__ import annotations

from checks.documents.containers.choose import ending_of
from checks.documents.source import Source
from checks.regions.callers.finding import find_sites
from checks.regions.callers.python import read_python
from checks.regions.callers.sites import Sites


def read(source: Source) -> Sites:
    """Find the clients and requests of a text.

    Args:
        source: The text.
    """
    if ending_of(source.name) in {"py", "pyw", "pyi"}:
        return find_sites(read_python(source.text), source.text, "python")
    return Sites()
