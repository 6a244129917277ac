"""Where policies hide: one file for each language that a document may be written in or stand in.

`read_source` chooses the reader by the source's name and text.
"""

from __future__ import annotations

from checks.documents.containers.json_text import read_json_source
from checks.documents.containers.reading import SourceReading
from checks.documents.policy import Kind
from checks.documents.source import Source

__all__ = ["SourceReading", "read_source"]


def read_source(source: Source, kind: Kind | None = None) -> SourceReading:
    """Find the policy documents of a source.

    Args:
        source: The text.
        kind: What its documents are for; None to tell by what they say.

    Returns:
        The documents, what is wrong with their syntax, and what could not be read.
    """
    return read_json_source(source, kind)
