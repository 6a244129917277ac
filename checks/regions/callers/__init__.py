"""Programs, commands and schedules that call the service: whether each call is pinned to us-east-1, and is right.

`scan` judges one text; `candidate` says at little cost whether a text can matter.
"""

from __future__ import annotations

from checks.documents.source import Source
from checks.findings import Finding
from checks.regions.callers.naming import mentioned_in, mentions

__all__ = ["candidate", "scan"]


def candidate(text: str | bytes) -> bool:
    """Whether a text can hold a call of the service: one that can, holds its name, or a word that its callers use.

    Args:
        text: A text, or the bytes of a file in any of the usual encodings.
    """
    return mentioned_in(text) if isinstance(text, bytes) else mentions(text)


def scan(source: Source) -> tuple[Finding, ...]:
    """Judge every call of the service in a text.

    Args:
        source: The text; its name tells its language.

    Returns:
        The findings in the order of the text. There is one PASS for each client or command that is pinned and right.
    """
    if not candidate(source.text):
        return ()
    from checks.regions.callers.judging import judge  # noqa: PLC0415  # few texts are candidates
    from checks.regions.callers.reading import read  # noqa: PLC0415  # the same

    return judge(source, read(source))
