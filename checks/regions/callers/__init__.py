"""Programs, commands and schedules that call the service: whether each call is pinned to us-east-1, and is right.

`scan` judges one text; `candidate` and `may_call` say at little cost whether a text or a file can matter.
"""

from __future__ import annotations

from pathlib import Path

from checks.documents.containers.files import LARGEST
from checks.documents.source import Source
from checks.findings import Finding
from checks.regions.callers.naming import mentioned_in, mentions

__all__ = ["candidate", "may_call", "scan"]


def candidate(text: str | bytes) -> bool:
    """Whether a text can hold a call of the service: one that can, holds its name, or a word that its callers use.

    Args:
        text: A text, or the bytes of a file in any of the usual encodings.
    """
    return mentioned_in(text) if isinstance(text, bytes) else mentions(text)


def may_call(path: Path) -> bool:
    """Whether a file is worth reading; one that cannot be looked into is, so that whoever reads it says why not.

    Args:
        path: A file.
    """
    try:
        with path.open("rb") as file:
            return candidate(file.read(LARGEST))
    except OSError:
        return True


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
