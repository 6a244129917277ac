"""JSON: a policy alone, several, one a line, or a file that holds policies somewhere."""

from __future__ import annotations

from checks.documents.containers.holes import Holed
from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.containers.search import Search
from checks.documents.containers.written import is_url_encoded, url_decoded
from checks.documents.kinds import mentions_policy
from checks.documents.source import Passage
from checks.documents.syntax import read_json

_BLANKS = " \t\r\n\ufeff"


def read_json_text(passage: Passage, asked: Asked) -> SourceReading:
    """Read a text that is meant to be JSON, or URL-encoded JSON."""
    if is_url_encoded(passage.text):
        passage = url_decoded(passage)
    search = Search(asked.kind)
    content = Holed(passage)
    reading = read_json(passage.text)
    search.roots(content, reading.roots)
    if asked.named or search.found.policies or mentions_policy(passage.text):
        search.fault(passage, *reading.faults)
    return search.found


def read_json_lines(passage: Passage, asked: Asked) -> SourceReading:
    """Read a text that has a JSON document on each line; blank lines are passed over."""
    search = Search(asked.kind)
    start = 0
    for number, line in enumerate(passage.text.split("\n")):
        if line.strip(_BLANKS):
            part = passage.within(line, start, str)
            reading = read_json(line)
            search.roots(Holed(part), reading.roots, (number,))
            if asked.named or mentions_policy(line):
                search.fault(part, *reading.faults)
        start += len(line) + 1
    return search.found
