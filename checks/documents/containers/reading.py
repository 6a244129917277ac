"""What was found in a source."""

from __future__ import annotations

from typing import NamedTuple

from checks.documents.policy import Kind, Policy
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


class Asked(NamedTuple):
    """How a text is to be read.

    Attributes:
        kind: What its documents are for; None to tell by their surroundings and by what they say.
        named: Whether the user named this very text: then it has to hold a policy. If not, it is one of many in a
            folder, and what is wrong with it counts only if it holds one.
    """

    kind: Kind | None = None
    named: bool = True
