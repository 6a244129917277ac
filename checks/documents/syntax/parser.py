"""Strict JSON (RFC 8259) to nodes, with recovery: every fault of a text in one reading, and what was probably meant.

A text without faults is read by the grammar alone. Where brackets do not pair, the layout helps to tell what was meant:
a closing bracket that begins a line belongs to the opening one whose line is indented alike.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Final, NamedTuple

from checks.documents.nodes import Member, Node, Text
from checks.documents.source import Edit, apply_edits
from checks.documents.syntax.builder import DEEPEST
from checks.documents.syntax.faults import MOST_FAULTS, Fault, FaultKind, join_insertions, take_along
from checks.documents.syntax.frames import CLOSER, COLON, ITEM, ITEM_OR_END, KEY, NEXT, OPENER, VALUE, leaf, twins
from checks.documents.syntax.lexer import STRING, WORD, Lexer, Token
from checks.documents.syntax.likeness import oddness
from checks.documents.syntax.pairing import Pairing
from checks.documents.syntax.quoting import quoted, shown
from checks.documents.syntax.slip import Slip, find_slip
from checks.documents.syntax.strict import read_strict

_TRIAL: Final = 20_000
"""After so many tokens of a long text it is tried whether there is any use in reading on."""
_ENDS: Final = frozenset({FaultKind.TOO_MANY_FAULTS, FaultKind.NESTED_TOO_DEEPLY})
"""What ends a reading: a depth, or a number of faults, that no document has."""


class Reading(NamedTuple):
    """What a text held.

    Attributes:
        roots: The documents; one, unless the text is empty or holds several.
        faults: All that is wrong, in the order of the text.
    """

    roots: tuple[Node, ...]
    faults: tuple[Fault, ...]


def read_json(text: str) -> Reading:
    """Read a text that should be one JSON document.

    Args:
        text: Any text. Time and memory grow with its length, whatever it holds.
    """
    with _no_collection():
        doubled: list[Sequence[Member]] = []
        root = read_strict(text, DEEPEST, doubled)
        if root is not None:
            twice = islice(chain.from_iterable(map(twins, doubled)), MOST_FAULTS)
            return Reading((root,), tuple(sorted(twice, key=lambda fault: fault.start)) if doubled else ())
        reading = recover(text)
    slip = find_slip(text, reading.faults, DEEPEST)
    return Reading((slip.root,), (slip.fault,)) if slip and _explains_more(slip, text, reading) else reading


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing that is read refers to itself: looking for such garbage would take a third of the time of a long text."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _explains_more(slip: Slip, text: str, reading: Reading) -> bool:
    """Whether one slip is likelier than what the recovery found."""
    if len(reading.faults) > 1:
        return True
    mended = read_strict(apply_edits(text, reading.faults[0].edits), DEEPEST)
    return mended is None or oddness(mended) > slip.oddness


def recover(text: str) -> Reading:
    """Read a text that may have faults.

    Args:
        text: Any text.
    """
    lexer = Lexer(text)
    coming = lexer.tokens()
    tokens = list(islice(coming, _TRIAL))
    if len(tokens) == _TRIAL:
        early = _Parser(text, tokens, list(lexer.faults), whole=False).read()
        if any(fault.kind in _ENDS for fault in early.faults):
            return early
        tokens += coming
    return _Parser(text, tokens, lexer.faults).read()


class _Parser(Pairing):
    """One reading."""

    def read(self) -> Reading:
        """Read all tokens."""
        for number, token in enumerate(self._tokens):
            self._number = number
            if len(self._faults) >= MOST_FAULTS:
                self._fault(
                    FaultKind.TOO_MANY_FAULTS,
                    token.start,
                    len(self._text),
                    f"There are more than {MOST_FAULTS} faults before this place; the rest was not read.",
                    "Give a JSON document.",
                )
                break
            if len(self._stack) >= DEEPEST and token.kind in CLOSER:
                sentence = f"Values are nested more than {DEEPEST} deep here; the rest was not read."
                self._fault(FaultKind.NESTED_TOO_DEEPLY, token.start, token.end, sentence, "A policy needs six levels.")
                break
            self._take(token)
            self._end = token.end
        else:
            while self._stack:
                self._unclosed(len(self._text))
            if not self._roots:
                self._fault(FaultKind.EMPTY_TEXT, 0, len(self._text), "The document is empty.", "Write a policy.")
        while self._stack:
            self._close(self._end)
        take_along(self._faults)
        join_insertions(self._faults)
        self._faults.sort(key=lambda fault: (fault.start, fault.end))
        return Reading(tuple(self._roots), tuple(self._faults))

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind == WORD:
            if not self._has_place(token):
                self._stray(token, f"{self._shown(token)} has no meaning here.")
                return
            token = self._in_quotation_marks(token)
            kind = STRING
        if not self._balanced and kind not in OPENER and kind != ":":
            self._close_what_the_layout_ends(token)
        if not self._stack:
            self._outside(token)
        elif kind == ",":
            self._comma(token)
        elif kind == ":":
            self._colon(token)
        elif kind in OPENER:
            self._closing(token)
        else:
            self._value(token)

    def _has_place(self, word: Token) -> bool:
        """Whether a text without quotation marks stands where a value or a key may stand."""
        if not self._stack:
            return not self._roots
        frame = self._stack[-1]
        if frame.state in {VALUE, ITEM, ITEM_OR_END} or self._next_kind() == ":":
            return True
        return frame.state == COLON or (frame.kind == "[" and "\n" not in self._text[self._end : word.start])

    def _in_quotation_marks(self, word: Token) -> Token:
        mended = quoted(word.value)
        edit = (Edit(word.start, word.end, mended),)
        sentence = f"{shown(word.value)} stands without quotation marks."
        self._fault(FaultKind.UNQUOTED_TEXT, word.start, word.end, sentence, f"Write {shown(mended)}.", edit)
        return word._replace(kind=STRING)

    def _outside(self, token: Token) -> None:
        """A token before or after the document."""
        kind = token.kind
        if kind in CLOSER:
            if self._roots:
                sentence = "Another document begins here; IAM takes one."
                self._fault(
                    FaultKind.SEVERAL_DOCUMENTS, token.start, token.end, sentence, "Put it into a file of its own."
                )
            self._open(token)
        elif kind in OPENER:
            sentence = f"This {kind} closes nothing."
            edit = (Edit(token.start, token.end, ""),)
            self._fault(FaultKind.STRAY_BRACKET, token.start, token.end, sentence, "Delete it.", edit)
        elif self._roots or kind in {",", ":"}:
            where = "after" if self._roots else "before"
            self._stray(token, f"{self._shown(token)} stands {where} the document.")
        else:
            self._roots.append(leaf(token))

    def _comma(self, token: Token) -> None:
        frame = self._stack[-1]
        if frame.state == NEXT:
            frame.state, frame.comma = (KEY if frame.kind == "{" else ITEM), token.start
        elif frame.state in {COLON, VALUE}:
            self._without_value(frame)
            frame.state, frame.comma = KEY, token.start
        else:
            self._stray(token, "A comma stands here with nothing before it.")

    def _colon(self, token: Token) -> None:
        frame = self._stack[-1]
        if frame.state == COLON:
            frame.state = VALUE
        elif frame.state == NEXT and frame.members and isinstance(frame.members[-1].value, Text):
            self._second_colon(frame, token)
        else:
            self._stray(token, "A colon stands here without a key before it.")
