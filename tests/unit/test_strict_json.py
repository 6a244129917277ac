"""The fast reader of JSON and the one that recovers are one reader: what the first takes, the second reads alike."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.syntax.parser import DEEPEST, Reading, read_json, recover
from checks.documents.syntax.strict import read_strict

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values, st.sampled_from([None, 1, "\t"]), st.booleans(), st.sampled_from([(",", ":"), (" ,\n", " : ")]))
def test_both_readers_give_the_same_nodes(
    value: object,
    indent: int | str | None,
    ascii_only: bool,  # noqa: FBT001  # drawn, not written
    separators: tuple[str, str],
) -> None:
    """Any JSON value, however it is written, is the same tree at the same places to both."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only, separators=separators)
    root = read_strict(text, DEEPEST)
    assert root is not None
    assert recover(text) == read_json(text) == Reading((root,), ())


@given(st.text('{}[]:,"\\ \n01-.eE+truefalsn', max_size=30))
def test_the_fast_reader_takes_a_text_exactly_if_it_has_no_fault(text: str) -> None:
    """A text of JSON's own characters in any order is taken if, and only if, the other reader finds nothing in it."""
    reading = recover(text)
    root = read_strict(text, DEEPEST)
    assert (root is None) is bool(reading.faults)
    assert root is None or reading.roots == (root,)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '[{"a": {"b": 1, "b": 2}}]',
        "NaN",
        "[-Infinity]",
        "\ufeff{}",
        "{}\u00a0",
        '"\x01"',
        "1" * 5000 + ".",
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "[" * 100_000,
    ],
)
def test_the_fast_reader_leaves_faults_to_the_other(text: str) -> None:
    """Twins, NaN, marks, foreign blanks and depth are not for the fast reader, and the other one names them."""
    assert read_strict(text, DEEPEST) is None
    assert read_json(text).faults


@pytest.mark.parametrize("text", ["1" * 5000, "[" * DEEPEST + "]" * DEEPEST, '"\\ud800"', " \t\r\n1 "])
def test_the_fast_reader_takes_what_is_only_odd(text: str) -> None:
    """Long numbers, the depth that is just allowed, lone surrogates and blanks are JSON."""
    assert read_strict(text, DEEPEST) is not None
    assert recover(text).faults == ()
