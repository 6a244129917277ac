"""Nodes from tokens, bracket by bracket; a bracket that is missing is put where the layout says that it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown
from checks.documents.source import Edit
from checks.documents.syntax.faults import MOST_FAULTS, Fault, FaultKind
from checks.documents.syntax.frames import (
    CLOSER,
    COLON,
    ITEM,
    ITEM_OR_END,
    KEY,
    KEY_OR_END,
    NAMES,
    NEXT,
    OPENER,
    VALUE,
    Frame,
    twins,
)
from checks.documents.syntax.layout import indent_at
from checks.documents.syntax.lexer import Token
from checks.documents.syntax.quoting import shown

DEEPEST: Final = 200
"""How deeply values may be nested; RFC 8259, section 9, lets a parser set a limit, and a policy needs six levels."""

_DEEPLY_INDENTED: Final = 400


class Builder:
    """What is open, what is complete, and what was wrong so far."""

    def __init__(self, text: str, tokens: Sequence[Token], faults: list[Fault], *, whole: bool = True) -> None:
        """Begin; of tokens that are not the whole text nobody can say whether their brackets pair."""
        self._text, self._tokens, self._faults = text, tokens, faults
        self._stack: list[Frame] = []
        self._roots: list[Node] = []
        self._number = 0
        self._end = 0
        self._surplus: Counter[str] = Counter()
        self._balanced = not whole or self._weigh()

    def _weigh(self) -> bool:
        """Whether all brackets pair; if not, how many more of each kind there are than of its counterpart."""
        open_: list[str] = []
        for token in self._tokens:
            if token.kind in CLOSER:
                open_.append(token.kind)
                if len(open_) > DEEPEST:
                    return True  # the reading ends there
            elif token.kind in OPENER and (not open_ or open_.pop() != OPENER[token.kind]):
                break
        else:
            if not open_:
                return True
        for token in self._tokens:
            if token.kind in CLOSER:
                self._surplus[token.kind] += 1
            elif token.kind in OPENER:
                self._surplus[OPENER[token.kind]] -= 1
        return False

    def _fault(  # noqa: PLR0913, PLR0917  # a fault's own parts
        self,
        kind: FaultKind,
        start: int,
        end: int,
        sentence: str,
        remedy: str,
        edits: tuple[Edit, ...] = (),
        related: tuple[int, int, str] | None = None,
    ) -> None:
        self._faults.append(Fault(kind, start, end, sentence, remedy, edits, related))

    def _shown(self, token: Token) -> str:
        return shown(self._text[token.start : token.end])

    def _stray(self, token: Token, sentence: str) -> None:
        edit = (Edit(token.start, token.end, ""),)
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Delete it.", edit)

    def _next_kind(self) -> str:
        following = self._number + 1
        return self._tokens[following].kind if following < len(self._tokens) else ""

    def _open(self, token: Token, *, virtual: bool = False) -> None:
        self._stack.append(Frame(token.kind, token.start, KEY_OR_END if token.kind == "{" else ITEM_OR_END, virtual))

    def _attach(self, node: Node) -> None:
        """A value is complete: give it to what it stands in."""
        if not self._stack:
            self._roots.append(node)
            return
        frame = self._stack[-1]
        if frame.kind == "[":
            frame.items.append(node)
        elif frame.key is not None:
            frame.members.append(Member(Text(frame.key.start, frame.key.end, frame.key.value), node))
            frame.key = None
        frame.state = NEXT

    def _without_value(self, frame: Frame) -> None:
        """A key ends without its value."""
        key = frame.key
        if key is not None:
            sentence = f"The key {shown(key.value)} has no value."
            self._fault(FaultKind.MISSING_VALUE, key.start, key.end, sentence, "Write its value, or delete the key.")
            frame.members.append(Member(Text(key.start, key.end, key.value), Unknown(key.end, key.end, "")))
        frame.key = None

    def _unopened(self, kind: str, place: int) -> None:
        """Open a bracket that is missing."""
        self._surplus[kind] += 1
        edit = (Edit(place, place, kind),)
        sentence = f"The {kind} is missing that opens the {NAMES[kind]} here."
        self._fault(FaultKind.UNOPENED_BRACKET, place, place, sentence, f"Put a {kind} here.", edit)
        self._open(Token(kind, place, place, ""), virtual=True)

    def _gap(self, start: int, end: int, after: str = "") -> int:
        """Where in the blank between two tokens something is missing: on an empty line, else at its beginning."""
        gap = self._text[start:end]
        position = gap.find(after) + 1 if after else 0
        lines = gap[position:].split("\n")
        at = start + position
        for line in lines[1:-1]:
            at += len(lines[0]) + 1
            if not line.strip():
                return at + len(line.rstrip("\r"))
            break
        return start + position

    def _begins_line(self, offset: int) -> bool:
        """As `first_on_line`, of lines that are not indented by hundreds; it takes no longer where lines are long."""
        before = self._text[max(0, offset - _DEEPLY_INDENTED) : offset].rstrip(" \t")
        return before[-1:] in {"\n", "\r"}

    def _indent(self, offset: int) -> int:
        return indent_at(self._text, offset)

    def _unclosed(self, before: int) -> None:
        """Close the innermost bracket, which its text does not close before `before`."""
        frame = self._stack[-1]
        closer = CLOSER[frame.kind]
        place, new = self._place_to_close(frame, before, closer)
        sentence = f"This {frame.kind} is not closed."
        self._fault(
            FaultKind.UNCLOSED_BRACKET,
            frame.start,
            frame.start + 1,
            sentence,
            f"Put a {closer} where the {NAMES[frame.kind]} ends.",
            (Edit(place, place, new),),
            (place, place, f"the {closer} is missing here"),
        )
        self._close(place)

    def _place_to_close(self, frame: Frame, before: int, closer: str) -> tuple[int, str]:
        """Where a missing closing bracket belongs, and how to write it there."""
        text, end = self._text, self._end
        if "\n" not in text[frame.start : end]:
            return end, closer
        indent = self._indent(frame.start)
        at = text.find("\n", end, before)
        while at >= 0:
            stop = text.find("\n", at + 1, before)
            line = text[at + 1 : stop if stop >= 0 else before]
            before_comma = stop < 0 and text[before : before + 1] == ","
            if (stop >= 0 or before_comma) and not line.strip() and len(line.rstrip("\r")) >= indent:
                return at + 1 + indent, closer
            at = stop
        blank = text[text.rfind("\n", 0, frame.start) + 1 :][:indent]
        return end, f"\n{blank if not blank.strip() else ' ' * indent}{closer}"

    def _close(self, end: int) -> None:
        """The innermost object or list ends."""
        frame = self._stack.pop()
        if frame.state in {KEY, ITEM}:
            edit = (Edit(frame.comma, frame.comma + 1, ""),)
            sentence = f"A comma stands after the last {'member' if frame.kind == '{' else 'item'}."
            self._fault(FaultKind.TRAILING_COMMA, frame.comma, frame.comma + 1, sentence, "Delete the comma.", edit)
        elif frame.state in {COLON, VALUE}:
            self._without_value(frame)
        node: Node
        if frame.kind == "[":
            node = Array(frame.start, end, tuple(frame.items))
        else:
            node = Object(frame.start, end, tuple(frame.members))
            if len({member.key.value for member in frame.members}) < len(frame.members):
                self._twins(frame.members)
        self._attach(node)

    def _twins(self, members: Sequence[Member]) -> None:
        """Note the keys that stand twice; the comma that is missing before one goes with it."""
        found = list(islice(twins(members), MOST_FAULTS))
        gone = {edit.start: edit for fault in found for edit in fault.edits}
        for number, fault in enumerate(self._faults):
            if fault.kind is FaultKind.MISSING_COMMA and fault.start in gone:
                self._faults[number] = fault._replace(edits=(gone[fault.start],))
        self._faults += found
