"""A baseline: the findings that were there when a project began to lint, so that only new ones count.

It is keyed on file, rule and the place in the document, never on lines, and counts how many findings share a key. Its
form: an object with `version` and `entries`, each entry an object with `file`, `rule`, `path` and `count`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, NoReturn

from checks.documents.nodes import Array, Node, Number, Object
from checks.documents.source import Source
from checks.documents.syntax import read_json
from checks.findings import Finding, Suppression
from checks.fingerprints import Key, key
from checks.rules.registry import find
from policies.document import Span
from policies.errors import ConfigurationError

VERSION: Final = 1
NAME: Final = "mca-baseline.json"
"""What a baseline's file is called if nobody says otherwise."""
_REMEDY: Final = "Write it anew with `mca lint --write-baseline`, or take it back from version control."
_MEMBERS: Final = ("file", "rule", "path", "count")


@dataclass(frozen=True)
class Baseline:
    """The findings that do not count.

    Attributes:
        counts: How many there are of each key.
        source: The file, for findings about the baseline itself.
        spans: Where each key's entry stands.
    """

    counts: Mapping[Key, int]
    source: Source = field(repr=False)
    spans: Mapping[Key, Span] = field(repr=False)


class Applied(NamedTuple):
    """What is left after comparing with a baseline.

    Attributes:
        findings: All of them; those that the baseline has do not count.
        missing: How many findings fewer there are than the baseline has, by key.
    """

    findings: tuple[Finding, ...]
    missing: Mapping[Key, int]


def read(source: Source) -> Baseline:
    """Read a baseline's text.

    Raises:
        ConfigurationError: It is not JSON, of another version, or not of this form.
    """
    reading = read_json(source.text)
    if reading.faults:
        line, _ = source.position(reading.faults[0].start)
        _fail(source, f"The baseline is no JSON: {reading.faults[0].sentence}", line)
    root = reading.roots[0]
    version = root.get("version") if isinstance(root, Object) else None
    if not isinstance(root, Object) or not isinstance(version, Number) or version.literal != str(VERSION):
        _fail(source, f"The baseline is not of version {VERSION}.", 1)
    entries = root.get("entries")
    if not isinstance(entries, Array):
        _fail(source, "The baseline has no list of entries.", 1)
    counts: dict[Key, int] = {}
    spans: dict[Key, Span] = {}
    for node in entries.items:
        entry, count = _entry(source, node)
        counts[entry] = counts.get(entry, 0) + count
        spans.setdefault(entry, source.span(node.start, node.end))
    return Baseline(counts, source, spans)


def _entry(source: Source, node: Node) -> tuple[Key, int]:
    texts = [node.text(name) for name in _MEMBERS[:3]] if isinstance(node, Object) else []
    count = node.get("count") if isinstance(node, Object) else None
    file, rule, path = texts or (None, None, None)
    if file is None or rule is None or path is None or not isinstance(count, Number) or not count.literal.isdecimal():
        line, _ = source.position(node.start)
        _fail(source, f"An entry of the baseline has to have {', '.join(_MEMBERS)}, and its count is a number.", line)
    return Key(file, rule, path), int(count.literal)


def _fail(source: Source, what: str, line: int) -> NoReturn:
    raise ConfigurationError(what, where=f"{source.name}, line {line}", remedy=_REMEDY)


def write(counts: Mapping[Key, int]) -> str:
    """A baseline's text: sorted, an entry a line, so that equal baselines are equal texts and a diff is readable."""
    entries = [
        "    " + json.dumps({**entry._asdict(), "count": count}, ensure_ascii=False)
        for entry, count in sorted(counts.items())
        if count > 0
    ]
    listed = "[\n" + ",\n".join(entries) + "\n  ]" if entries else "[]"
    return f'{{\n  "version": {VERSION},\n  "entries": {listed}\n}}\n'


def counted(findings: Iterable[Finding], path_of: Mapping[str, str]) -> Counter[Key]:
    """How many findings there are of each key.

    Args:
        findings: What was found.
        path_of: The path of each source, by its name, relative to the baseline's folder.
    """
    return Counter(key(finding, path_of[finding.source]) for finding in findings)


def compare(findings: Iterable[Finding], baseline: Baseline, path_of: Mapping[str, str]) -> Applied:
    """Mark the findings that a baseline has, as many of each key as it counts, in their order.

    Args:
        findings: What was found; suppressed ones are left as they are.
        baseline: The baseline.
        path_of: The path of each source, by its name, relative to the baseline's folder.
    """
    left = Counter(baseline.counts)
    marked = []
    for finding in findings:
        entry = key(finding, path_of[finding.source])
        if finding.counts and left[entry] > 0:
            left[entry] -= 1
            where = f"{baseline.source.name}, line {baseline.spans[entry].line}"
            marked.append(replace(finding, suppression=Suppression("It is in the baseline.", where)))
        else:
            marked.append(finding)
    return Applied(tuple(marked), {entry: count for entry, count in left.items() if count > 0})


def leftovers(missing: Mapping[Key, int], baseline: Baseline, looked_at: Callable[[Key], bool]) -> Iterator[Finding]:
    """The entries that stand for more findings than there are.

    Args:
        missing: How many findings fewer there are, by key.
        baseline: The baseline.
        looked_at: Whether a run applied a key's rule and linted its file, or the file is gone.
    """
    rule = find("stale-baseline-entry")
    for entry, count in missing.items():
        if looked_at(entry):
            found = baseline.counts[entry] - count
            at = f" at {entry.path}" if entry.path else ""
            sentence = (
                f"The baseline has {baseline.counts[entry]} of {entry.rule} in {entry.file}{at},"
                f" and there {'is' if found == 1 else 'are'} {found or 'none'}."
            )
            remedy = "Refresh the baseline with `mca lint --write-baseline`."
            yield Finding(
                rule.code, rule.name, rule.severity, baseline.source.name, baseline.spans[entry], sentence, remedy
            )
