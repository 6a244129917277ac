"""Where policies hide: one file for each language that a document may be written in or stand in.

`read_source` chooses the reader by the source's name and text.
"""

from __future__ import annotations

from checks.documents.containers.choose import reader_of
from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.kinds import mentions_policy
from checks.documents.policy import Kind
from checks.documents.source import Passage, Source

__all__ = ["SourceReading", "read_source"]


def read_source(source: Source, kind: Kind | None = None, *, named: bool = True) -> SourceReading:
    """Find the policy documents of a source.

    Args:
        source: The text.
        kind: What its documents are for; None to tell by their surroundings, and by what they say.
        named: Whether the user named this very source. Of others, which were found in a folder, those that hold no
            policy are passed over.

    Returns:
        The documents, what is wrong with their syntax, and what could not be read.
    """
    if not named and not may_hold(source.text):
        return SourceReading()
    reading = reader_of(source.name, source.text)(Passage.whole(source), Asked(kind, named))
    if named and not (reading.policies or reading.faults or reading.unread):
        return reading._replace(unread=(f"{source.name} holds no policy document.",))
    return reading


def may_hold(text: str) -> bool:
    """Whether a text could hold a policy: a look that costs little, and passes over nearly all other files."""
    return mentions_policy(text) or "aws_iam_policy_document" in text or "%22Statement%22" in text
