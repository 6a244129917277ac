"""What stays the same about a finding when lines move: the key of baselines, and fingerprints for other tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from checks.documents.source import Source
from checks.findings import Finding


class Key(NamedTuple):
    """Where a finding is, without lines and columns: in a file, at a place of its document, by a rule."""

    file: str
    rule: str
    path: str


def key(finding: Finding, file: str) -> Key:
    """A finding's key; those of several findings may be equal.

    Args:
        finding: The finding.
        file: The path of its file, from wherever keys are compared.
    """
    return Key(file, finding.name, finding.path)


def fingerprints(findings: Iterable[Finding], sources: Mapping[str, Source]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint: 32 hexadecimal digits that no two of a run share.

    A finding of syntax has no path, so the text of its line stands for one. Equal ones are counted in their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        line = "" if finding.path else sources[finding.source].line(finding.span.line).strip()
        parts = (finding.source, finding.code, finding.document, finding.path, line)
        seen[parts] += 1
        yield finding, sha256("\0".join((*parts, str(seen[parts]))).encode("utf-8", "replace")).hexdigest()[:32]
