"""JSON: a policy alone."""

from __future__ import annotations

from checks.documents.containers.reading import SourceReading
from checks.documents.kinds import kind_of, looks_like_policy, looks_like_statements
from checks.documents.policy import Kind, Policy
from checks.documents.source import Passage, Source
from checks.documents.syntax import read_json


def read_json_source(source: Source, kind: Kind | None) -> SourceReading:
    """Read a source that is one policy document."""
    passage = Passage.whole(source)
    reading = read_json(source.text)
    policies = tuple(
        Policy(passage, root, kind or kind_of(root))
        for root in reading.roots
        if looks_like_policy(root) or looks_like_statements(root)
    )
    return SourceReading(policies, ((passage, reading.faults),) if reading.faults else ())
