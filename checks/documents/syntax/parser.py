"""Strict JSON (RFC 8259) to nodes, with recovery: every fault of a text in one reading, and what was probably meant.

A text without faults is read by the grammar alone. Where brackets do not pair, the layout helps to tell what was meant:
a closing bracket that begins a line belongs to the opening one whose line is indented alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Text, Unknown
from checks.documents.source import Edit
from checks.documents.syntax.faults import Fault, FaultKind
from checks.documents.syntax.lexer import LITERAL, NUMBER, STRING, UNKNOWN, WORD, Lexer, Token, quoted, shown
from checks.documents.syntax.strict import read_strict

DEEPEST: Final = 500
"""How deeply values may be nested; RFC 8259, section 9, lets a parser set a limit, and a policy needs six levels."""
MOST_FAULTS: Final = 1_000
"""After so many faults the reading ends: this is not a document with mistakes in it."""

_CLOSER: Final = {"{": "}", "[": "]"}
_OPENER: Final = {"}": "{", "]": "["}
_NAMES: Final = {"{": "object", "[": "list"}
_LITERALS: Final = {"true": True, "false": False, "null": None}


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
    root = read_strict(text, DEEPEST)
    return recover(text) if root is None else Reading((root,), ())


def recover(text: str) -> Reading:
    """Read a text that may have faults.

    Args:
        text: Any text.
    """
    lexer = Lexer(text)
    tokens: list[Token] = []
    add, faults = tokens.append, lexer.faults
    for token in lexer.tokens():
        add(token)
        if faults and len(faults) >= MOST_FAULTS:
            break
    return _Parser(text, tokens, faults).read()


_KEY_OR_END, _KEY, _COLON, _VALUE, _NEXT, _ITEM_OR_END, _ITEM = range(7)
"""What may come next: in an object its first key, a key after a comma, a colon, a value; a comma or the end; in a list
its first item, or an item after a comma."""


@dataclass(slots=True)
class _Frame:
    """An object or list that is being read."""

    kind: str
    start: int
    state: int
    virtual: bool = False
    key: Token | None = None
    comma: int = -1
    members: list[Member] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


class _Parser:
    """One reading."""

    def __init__(self, text: str, tokens: Sequence[Token], faults: list[Fault]) -> None:
        self._text, self._tokens, self._faults = text, tokens, faults
        self._stack: list[_Frame] = []
        self._roots: list[Node] = []
        self._number = 0
        self._end = 0
        self._surplus: Counter[str] = Counter()
        self._balanced = self._weigh()

    def _weigh(self) -> bool:
        """Whether all brackets pair; if not, how many more of each kind there are than of its counterpart."""
        open_: list[str] = []
        for token in self._tokens:
            if token.kind in _CLOSER:
                open_.append(token.kind)
                if len(open_) > DEEPEST:
                    return True  # the reading ends there
            elif token.kind in _OPENER and (not open_ or open_.pop() != _OPENER[token.kind]):
                break
        else:
            if not open_:
                return True
        for token in self._tokens:
            if token.kind in _CLOSER:
                self._surplus[token.kind] += 1
            elif token.kind in _OPENER:
                self._surplus[_OPENER[token.kind]] -= 1
        return False

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
            if len(self._stack) >= DEEPEST and token.kind in _CLOSER:
                sentence = f"Values are nested more than {DEEPEST} deep here; the rest was not read."
                self._fault(FaultKind.NESTED_TOO_DEEPLY, token.start, token.end, sentence, "A policy needs six levels.")
                break
            self._take(token)
            self._end = token.end
        else:
            while self._stack:
                self._unclosed(len(self._text))
            if not self._roots and not self._faults:
                self._fault(FaultKind.EMPTY_TEXT, 0, len(self._text), "The document is empty.", "Write a policy.")
        while self._stack:
            self._close(self._end)
        self._faults.sort(key=lambda fault: (fault.start, fault.end))
        return Reading(tuple(self._roots), tuple(self._faults))

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

    # ── one token ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind == WORD:
            if not self._has_place(token):
                self._stray(token, f"{self._shown(token)} has no meaning here.")
                return
            token = self._in_quotation_marks(token)
            kind = STRING
        if not self._stack:
            self._outside(token)
        elif kind == ",":
            self._comma(token)
        elif kind == ":":
            self._colon(token)
        elif kind in _OPENER:
            self._closing(token)
        else:
            self._value(token)

    def _has_place(self, word: Token) -> bool:
        """Whether a text without quotation marks stands where a value or a key may stand."""
        if not self._stack:
            return not self._roots
        frame = self._stack[-1]
        if frame.state in {_VALUE, _ITEM, _ITEM_OR_END} or self._next_kind() == ":":
            return True
        return frame.state == _COLON or (frame.kind == "[" and "\n" not in self._text[self._end : word.start])

    def _in_quotation_marks(self, word: Token) -> Token:
        mended = quoted(word.value)
        edit = (Edit(word.start, word.end, mended),)
        sentence = f"{shown(word.value)} stands without quotation marks."
        self._fault(FaultKind.UNQUOTED_TEXT, word.start, word.end, sentence, f"Write {shown(mended)}.", edit)
        return word._replace(kind=STRING)

    def _outside(self, token: Token) -> None:
        """A token before or after the document."""
        kind = token.kind
        if kind in _CLOSER:
            if self._roots:
                sentence = "Another document begins here; IAM takes one."
                self._fault(
                    FaultKind.SEVERAL_DOCUMENTS, token.start, token.end, sentence, "Put it into a file of its own."
                )
            self._open(token)
        elif kind in _OPENER:
            sentence = f"This {kind} closes nothing."
            edit = (Edit(token.start, token.end, ""),)
            self._fault(FaultKind.STRAY_BRACKET, token.start, token.end, sentence, "Delete it.", edit)
        elif self._roots or kind in {",", ":"}:
            where = "after" if self._roots else "before"
            self._stray(token, f"{self._shown(token)} stands {where} the document.")
        else:
            self._roots.append(_leaf(token))

    def _shown(self, token: Token) -> str:
        return shown(self._text[token.start : token.end])

    def _stray(self, token: Token, sentence: str) -> None:
        edit = (Edit(token.start, token.end, ""),)
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Delete it.", edit)

    def _comma(self, token: Token) -> None:
        frame = self._stack[-1]
        if frame.state == _NEXT:
            frame.state, frame.comma = (_KEY if frame.kind == "{" else _ITEM), token.start
        elif frame.state in {_COLON, _VALUE}:
            self._without_value(frame)
            frame.state, frame.comma = _KEY, token.start
        else:
            self._stray(token, "A comma stands here with nothing before it.")

    def _colon(self, token: Token) -> None:
        frame = self._stack[-1]
        if frame.state == _COLON:
            frame.state = _VALUE
        elif frame.state == _NEXT and frame.kind == "{" and isinstance(frame.members[-1].value, Text):
            self._second_colon(frame, token)
        else:
            self._stray(token, "A colon stands here without a key before it.")

    def _second_colon(self, frame: _Frame, token: Token) -> None:
        """`"a": "b": …`: the brace between the two keys is missing, or a value is."""
        last = frame.members.pop()
        value = last.value
        key = Token(STRING, value.start, value.end, value.value if isinstance(value, Text) else "")
        if self._surplus["{"] < 0:
            frame.key = Token(STRING, last.key.start, last.key.end, last.key.value)
            frame.state = _VALUE
            self._unopened("{", self._gap(last.key.end, key.start, after=":"))
            self._stack[-1].key, self._stack[-1].state = key, _VALUE
            return
        sentence = f"A second colon: {shown(last.key.value)} has a key as its value."
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Write one value for each key.")
        frame.members.append(Member(last.key, Unknown(last.key.end, last.key.end, "")))
        frame.key, frame.state = key, _VALUE

    def _value(self, token: Token) -> None:
        """A value, or a bracket that opens one."""
        frame = self._stack[-1]
        if frame.kind == "[":
            if token.kind == STRING and self._next_kind() == ":":
                self._key_in_list(frame, token)
                return
            if frame.state == _NEXT:
                self._missing_comma(token)
            self._put(token)
            return
        if frame.state == _VALUE:
            self._put(token)
        elif frame.state == _COLON:
            self._no_colon(frame, token)
        else:
            self._in_place_of_key(frame, token)

    def _put(self, token: Token) -> None:
        if token.kind in _CLOSER:
            self._open(token)
        else:
            self._attach(_leaf(token))

    def _open(self, token: Token, *, virtual: bool = False) -> None:
        self._stack.append(_Frame(token.kind, token.start, _KEY_OR_END if token.kind == "{" else _ITEM_OR_END, virtual))

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
        frame.state = _NEXT

    def _next_kind(self) -> str:
        following = self._number + 1
        return self._tokens[following].kind if following < len(self._tokens) else ""

    # ── what is missing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _missing_comma(self, token: Token) -> None:
        sentence = f"A comma is missing between this and {self._shown(token)}."
        edit = (Edit(self._end, self._end, ","),)
        self._fault(FaultKind.MISSING_COMMA, self._end, self._end, sentence, "Put a comma here.", edit)

    def _without_value(self, frame: _Frame) -> None:
        """A key ends without its value."""
        key = frame.key
        if key is not None:
            sentence = f"The key {shown(key.value)} has no value."
            self._fault(FaultKind.MISSING_VALUE, key.start, key.end, sentence, "Write its value, or delete the key.")
            frame.members.append(Member(Text(key.start, key.end, key.value), Unknown(key.end, key.end, "")))
        frame.key = None

    def _no_colon(self, frame: _Frame, token: Token) -> None:
        """A value directly after a key."""
        if token.kind == STRING and self._next_kind() == ":":
            self._without_value(frame)
            self._missing_comma(token)
            frame.key = token
            return
        key = frame.key
        name = shown(key.value) if key else ""
        edit = (Edit(self._end, self._end, ":"),)
        sentence = f"A colon is missing after the key {name}."
        self._fault(FaultKind.MISSING_COLON, self._end, self._end, sentence, "Put a colon here.", edit)
        self._put(token)

    def _in_place_of_key(self, frame: _Frame, token: Token) -> None:
        """A value where an object has a key, or a comma before one."""
        has_colon = self._next_kind() in {":", STRING, "{", "["}
        if token.kind == STRING and (has_colon or frame.state != _NEXT) and not self._is_item(frame):
            if frame.state == _NEXT:
                self._missing_comma(token)
            frame.key, frame.state = token, _COLON
        elif self._is_item(frame):
            self._list_unopened(frame)
            if self._stack[-1].state == _NEXT:
                self._missing_comma(token)
            self._put(token)
        elif token.kind in {NUMBER, LITERAL, UNKNOWN} and self._next_kind() == ":":
            if frame.state == _NEXT:
                self._missing_comma(token)
            if token.kind != UNKNOWN:
                edit = (Edit(token.start, token.end, quoted(token.value)),)
                sentence = f"The key {shown(token.value)} stands without quotation marks."
                self._fault(FaultKind.UNQUOTED_TEXT, token.start, token.end, sentence, "Put it into marks.", edit)
            frame.key, frame.state = token, _COLON
        elif token.kind in _CLOSER:
            self._opener_in_place_of_key(frame, token)
        else:
            self._stray(token, f"{self._shown(token)} stands where a key, a comma or the end of the object has to be.")

    def _is_item(self, frame: _Frame) -> bool:
        """Whether a value without a key is rather one more item of a list whose opening bracket is missing."""
        return self._surplus["["] < 0 and bool(frame.members) and self._next_kind() != ":"

    def _opener_in_place_of_key(self, frame: _Frame, token: Token) -> None:
        if frame.state == _KEY_OR_END and self._surplus[token.kind] > 0:
            self._surplus[token.kind] -= 1
            edit = (Edit(token.start, token.end, ""),)
            sentence = f"This {token.kind} stands where a key has to be, and is not closed."
            self._fault(FaultKind.STRAY_BRACKET, token.start, token.end, sentence, "Delete it.", edit)
            return
        sentence = f"This {_NAMES[token.kind]} has no key, but stands in an object."
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Give it a key, or put it into a list.")
        frame.key = None
        self._open(token)

    def _key_in_list(self, frame: _Frame, token: Token) -> None:
        """`[… "key": …`: the list is not closed, or an object in it is not opened."""
        holds_objects = bool(frame.items) and isinstance(frame.items[-1], Object)
        if self._surplus["{"] < 0 and (holds_objects or not frame.items):
            if frame.state == _NEXT:
                self._missing_comma(token)
            self._unopened("{", self._gap(self._end, token.start))
            self._stack[-1].key, self._stack[-1].state = token, _COLON
        elif self._surplus["["] > 0 and len(self._stack) > 1 and frame.items:
            self._list_unclosed(frame, token)
        else:
            sentence = f"{self._shown(token)} is a key, and stands in a list."
            edits = (Edit(frame.start, frame.start + 1, "{"),) if not frame.items and not frame.virtual else ()
            self._fault(
                FaultKind.CLOSED_BY_ANOTHER, frame.start, frame.start + 1, sentence, "An object stands in { }.", edits
            )
            frame.kind, frame.state, frame.key, frame.virtual = "{", _COLON, token, True

    def _list_unclosed(self, frame: _Frame, token: Token) -> None:
        """Close the list before a key that belongs to the object around it."""
        comma = frame.comma if frame.state == _ITEM else -1
        frame.state = _NEXT
        if comma < 0:
            self._unclosed(token.start)
            self._value(token)
            return
        # The comma after the last item is rather the one after the list.
        end, self._end = self._end, frame.items[-1].end
        self._unclosed(comma)
        self._end = end
        outer = self._stack[-1]
        outer.state, outer.comma = (_KEY if outer.kind == "{" else _ITEM), comma
        self._value(token)

    def _list_unopened(self, frame: _Frame) -> None:
        """Make the last value of an object the first item of a list."""
        last = frame.members.pop()
        state = _NEXT if frame.state == _NEXT else _ITEM
        frame.key = Token(STRING, last.key.start, last.key.end, last.key.value)
        self._unopened("[", self._gap(last.key.end, last.value.start, after=":"))
        self._stack[-1].items.append(last.value)
        self._stack[-1].state = state
        self._stack[-1].comma = frame.comma

    def _unopened(self, kind: str, place: int) -> None:
        """Open a bracket that is missing."""
        self._surplus[kind] += 1
        edit = (Edit(place, place, kind),)
        sentence = f"The {kind} is missing that opens the {_NAMES[kind]} here."
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

    # ── brackets that close ──────────────────────────────────────────────────────────────────────────────────────────

    def _closing(self, token: Token) -> None:
        top = self._stack[-1]
        kind = _OPENER[token.kind]
        if self._balanced and top.kind == kind:
            self._close(token.end)
            return
        if kind == "[" and top.kind == "{" and self._surplus["["] < 0 and self._lacks_list(top, token):
            self._list_unopened(top)
            self._close(token.end)
            return
        depth = self._partner(token, kind)
        if depth is None:
            self._unpaired(token, top)
            return
        while len(self._stack) - 1 > depth:
            self._surplus[self._stack[-1].kind] -= 1
            self._unclosed(token.start)
        self._close(token.end)

    def _lacks_list(self, top: _Frame, token: Token) -> bool:
        """Whether a `]` ends a list whose `[` is missing: nothing in the stack could be its partner."""
        return top.state in {_NEXT, _KEY} and bool(top.members) and self._partner(token, "[") is None

    def _partner(self, token: Token, kind: str) -> int | None:
        """Which of the open brackets a closing one belongs to."""
        stack = self._stack
        same = [depth for depth in range(len(stack) - 1, -1, -1) if stack[depth].kind == kind]
        if not same:
            return None
        top = len(stack) - 1
        if self._first_on_line(token.start):
            indent = self._indent(token.start)
            alike = [depth for depth in same if not stack[depth].virtual and self._indent(stack[depth].start) == indent]
            if alike:
                return alike[0]
            if stack[top].virtual and same[0] == top:
                return top
            return None if self._surplus[kind] < 0 else same[0]
        if same[0] == top:
            own_line = "\n" not in self._text[stack[top].start : token.start]
            return None if self._surplus[kind] < 0 and not own_line and not stack[top].virtual else top
        # Inside a line, only what was opened on that line is closed; the rest has a line of its own to close it.
        on_line = [depth for depth in same if "\n" not in self._text[stack[depth].start : token.start]]
        if on_line:
            return on_line[0]
        return same[0] if self._surplus[kind] >= 0 and self._surplus[stack[top].kind] > 0 else None

    def _unpaired(self, token: Token, top: _Frame) -> None:
        """A closing bracket without a partner: it is the wrong one, or one too many."""
        kind = _OPENER[token.kind]
        if top.kind != kind and (top.virtual or self._surplus[top.kind] > 0 > self._surplus[kind]):
            right = _CLOSER[top.kind]
            self._surplus[top.kind] -= 1
            self._surplus[kind] += 1
            sentence = f"The {top.kind} is closed by a {token.kind}."
            opened = (top.start, top.start + 1, "opened here")
            edit = (Edit(token.start, token.end, right),)
            self._fault(FaultKind.CLOSED_BY_ANOTHER, token.start, token.end, sentence, f"Write {right}.", edit, opened)
            self._close(token.end)
            return
        self._surplus[kind] += 1
        sentence = f"This {token.kind} closes nothing."
        edit = (Edit(token.start, token.end, ""),)
        self._fault(FaultKind.STRAY_BRACKET, token.start, token.end, sentence, "Delete it.", edit)

    def _unclosed(self, before: int) -> None:
        """Close the innermost bracket, which its text does not close before `before`."""
        frame = self._stack[-1]
        closer = _CLOSER[frame.kind]
        place, new = self._place_to_close(frame, before, closer)
        sentence = f"This {frame.kind} is not closed."
        self._fault(
            FaultKind.UNCLOSED_BRACKET,
            frame.start,
            frame.start + 1,
            sentence,
            f"Put a {closer} where the {_NAMES[frame.kind]} ends.",
            (Edit(place, place, new),),
            (place, place, f"the {closer} is missing here"),
        )
        self._close(place)

    def _place_to_close(self, frame: _Frame, before: int, closer: str) -> tuple[int, str]:
        """Where a missing closing bracket belongs, and how to write it there."""
        text, end = self._text, self._end
        if "\n" not in text[frame.start : end]:
            return end, closer
        indent = self._indent(frame.start)
        at = text.find("\n", end, before)
        while at >= 0:
            stop = text.find("\n", at + 1, before)
            line = text[at + 1 : stop if stop >= 0 else before]
            if stop >= 0 and not line.strip() and len(line.rstrip("\r")) >= indent:
                return at + 1 + indent, closer
            at = stop
        blank = text[text.rfind("\n", 0, frame.start) + 1 :][:indent]
        return end, f"\n{blank if not blank.strip() else ' ' * indent}{closer}"

    def _close(self, end: int) -> None:
        """The innermost object or list ends."""
        frame = self._stack.pop()
        if frame.state in {_KEY, _ITEM}:
            edit = (Edit(frame.comma, frame.comma + 1, ""),)
            sentence = f"A comma stands after the last {'member' if frame.kind == '{' else 'item'}."
            self._fault(FaultKind.TRAILING_COMMA, frame.comma, frame.comma + 1, sentence, "Delete the comma.", edit)
        elif frame.state in {_COLON, _VALUE}:
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
        """Keys that stand twice in an object: a JSON decoder keeps the last value, and hides the others."""
        first: dict[str, int] = {}
        for number, (key, value) in enumerate(members):
            before = first.setdefault(key.value, number)
            if before == number:
                continue
            other = members[before]
            same = _bare(value) == _bare(other.value)
            # The twin goes with the comma before it.
            edits = (Edit(members[number - 1].value.end, value.end, ""),) if same else ()
            what = "with the same value" if same else "and a decoder would keep only the last value"
            self._fault(
                FaultKind.DUPLICATE_KEY,
                key.start,
                key.end,
                f"The key {shown(key.value)} stands twice in one object, {what}.",
                "Delete one." if same else "Merge the two.",
                edits,
                (other.key.start, other.key.end, "first here"),
            )

    def _first_on_line(self, offset: int) -> bool:
        return not self._text[self._text.rfind("\n", 0, offset) + 1 : offset].strip()

    def _indent(self, offset: int) -> int:
        start = self._text.rfind("\n", 0, offset) + 1
        line = self._text[start : offset + 1]
        return len(line) - len(line.lstrip())


def _leaf(token: Token) -> Node:
    kind, start, end, value = token
    if kind == STRING:
        return Text(start, end, value)
    if kind == NUMBER:
        return Number(start, end, value)
    if kind == LITERAL:
        return Literal(start, end, _LITERALS[value])
    return Unknown(start, end, value)


def _bare(node: Node) -> object:
    """A value without its place, to compare."""
    if isinstance(node, Array):
        return [_bare(item) for item in node.items]
    if isinstance(node, Object):
        return [(member.key.value, _bare(member.value)) for member in node.members]
    return node[2:] + (type(node),)
