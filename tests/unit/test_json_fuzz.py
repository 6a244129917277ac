"""Any text is read: no exception, every place inside the text, and edits that lead to JSON."""

from __future__ import annotations

import json
import os
import random

from hypothesis import given
from hypothesis import strategies as st

from checks.documents.source import apply_edits
from checks.documents.syntax import Reading, read_json
from checks.documents.syntax.faults import MOST_FAULTS

SEED = int(os.environ.get("MCA_SEED", "20261125"))
"""Give another one in the environment to try other texts."""
PIECES = [*"{}[]:,\"'\\ \n\t", '"a"', '"b":', "1", "true", "a", "//", "...", "${x}", "<y>", "\x00", "\ufeff", "\u201c"]


def check(text: str) -> Reading:
    """Read a text; its faults have places inside it, a sentence and a remedy."""
    reading = read_json(text)
    assert len(reading.faults) <= MOST_FAULTS * 2 + 2
    for fault in reading.faults:
        assert 0 <= fault.start <= fault.end <= len(text), (text, fault)
        assert fault.sentence, (text, fault)
        assert fault.remedy, (text, fault)
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in fault.edits), (text, fault)
        apply_edits(text, fault.edits)
    return reading


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text brings an exception."""
    check(text)


@given(st.binary(max_size=60), st.sampled_from(["latin-1", "utf-16-le"]))
def test_any_bytes_are_read(content: bytes, encoding: str) -> None:
    """Bytes that were decoded wrongly are a text like any other."""
    check(content.decode(encoding, "replace"))
    check(content.decode("utf-8", "surrogateescape"))


def test_pieces_of_json_in_any_order_are_read() -> None:
    """Thousands of texts of JSON's tokens and their neighbours, in any order, bring no exception."""
    chance = random.Random(SEED)  # noqa: S311  # texts, no secrets
    for _ in range(20_000):
        check("".join(chance.choices(PIECES, k=chance.randrange(1, 14))))


def test_a_text_of_faults_is_not_read_to_its_end() -> None:
    """After so many faults the reading ends, whatever the faults are, and says so."""
    for piece in ("<", "#\n", "...", "\x0b1", ",", "a ", "'b' ", "[}", "\\"):
        text = piece * (MOST_FAULTS * 3)
        reading = check(text)
        assert len(reading.faults) <= MOST_FAULTS + 1
        assert any(fault.kind == "too-many-faults" for fault in reading.faults) or len(reading.faults) < MOST_FAULTS


def test_json_stays_as_it_is() -> None:
    """A text that is JSON, however deep a policy may be, has neither faults nor edits."""
    for depth in (1, 6, 100):
        text = json.dumps(json.loads("[" * depth + "]" * depth))
        assert check(text).faults == ()
