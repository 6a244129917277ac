"""What was found in a source."""

from __future__ import annotations

from typing import NamedTuple

from checks.documents.policy import Policy
from checks.documents.source import Passage
from checks.documents.syntax import Fault


class SourceReading(NamedTuple):
    """What a source held.

    Attributes:
        policies: Its policy documents, in the order of the text.
        faults: What is wrong with the syntax of each passage that has faults.
        unread: Full sentences: what could not be read, and why.
    """

    policies: tuple[Policy, ...] = ()
    faults: tuple[tuple[Passage, tuple[Fault, ...]], ...] = ()
    unread: tuple[str, ...] = ()
