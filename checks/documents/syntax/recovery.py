"""What was probably meant where a value, a key or a punctuation mark stands in a wrong place, or is missing."""

from __future__ import annotations

from checks.documents.nodes import Member, Object, Text, Unknown
from checks.documents.source import Edit
from checks.documents.syntax.builder import Builder
from checks.documents.syntax.faults import FaultKind
from checks.documents.syntax.frames import CLOSER, COLON, ITEM, KEY, KEY_OR_END, NAMES, NEXT, VALUE, Frame, leaf
from checks.documents.syntax.lexer import LITERAL, NUMBER, STRING, UNKNOWN, Token
from checks.documents.syntax.quoting import quoted, shown


class Recovery(Builder):
    """Reads values, keys and colons; every slip becomes a fault, and the reading goes on."""

    def _value(self, token: Token) -> None:
        """A value, or a bracket that opens one."""
        frame = self._stack[-1]
        if frame.kind == "[":
            if token.kind == STRING and self._next_kind() == ":":
                self._key_in_list(frame, token)
                return
            if frame.state == NEXT:
                self._missing_comma(token)
            self._put(token)
            return
        if frame.state == VALUE:
            self._put(token)
        elif frame.state == COLON:
            self._no_colon(frame, token)
        else:
            self._in_place_of_key(frame, token)

    def _put(self, token: Token) -> None:
        if token.kind in CLOSER:
            self._open(token)
        else:
            self._attach(leaf(token))

    def _missing_comma(self, token: Token) -> None:
        sentence = f"A comma is missing between this and {self._shown(token)}."
        edit = (Edit(self._end, self._end, ","),)
        self._fault(FaultKind.MISSING_COMMA, self._end, self._end, sentence, "Put a comma here.", edit)

    def _no_colon(self, frame: Frame, token: Token) -> None:
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

    def _in_place_of_key(self, frame: Frame, token: Token) -> None:
        """A value where an object has a key, or a comma before one."""
        has_colon = self._next_kind() in {":", STRING, "{", "["}
        if token.kind == STRING and (has_colon or frame.state != NEXT) and not self._is_item(frame):
            if frame.state == NEXT:
                self._missing_comma(token)
            frame.key, frame.state = token, COLON
        elif self._is_item(frame):
            self._list_unopened(frame)
            if self._stack[-1].state == NEXT:
                self._missing_comma(token)
            self._put(token)
        elif token.kind in {NUMBER, LITERAL, UNKNOWN} and self._next_kind() == ":":
            if frame.state == NEXT:
                self._missing_comma(token)
            if token.kind != UNKNOWN:
                edit = (Edit(token.start, token.end, quoted(token.value)),)
                sentence = f"The key {shown(token.value)} stands without quotation marks."
                self._fault(FaultKind.UNQUOTED_TEXT, token.start, token.end, sentence, "Put it into marks.", edit)
            frame.key, frame.state = token, COLON
        elif token.kind in CLOSER:
            self._opener_in_place_of_key(frame, token)
        else:
            self._stray(token, f"{self._shown(token)} stands where a key, a comma or the end of the object has to be.")

    def _is_item(self, frame: Frame) -> bool:
        """Whether a value without a key is rather one more item of a list whose opening bracket is missing."""
        return self._surplus["["] < 0 and bool(frame.members) and self._next_kind() != ":"

    def _opener_in_place_of_key(self, frame: Frame, token: Token) -> None:
        if frame.state in {KEY_OR_END, KEY} and self._surplus[token.kind] > 0:
            self._surplus[token.kind] -= 1
            edit = (Edit(token.start, token.end, ""),)
            sentence = f"This {token.kind} stands where a key has to be, and is not closed."
            self._fault(FaultKind.STRAY_BRACKET, token.start, token.end, sentence, "Delete it.", edit)
            return
        sentence = f"This {NAMES[token.kind]} has no key, but stands in an object."
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Give it a key, or put it into a list.")
        frame.key = None
        self._open(token)

    def _key_in_list(self, frame: Frame, token: Token) -> None:
        """`[… "key": …`: the list is not closed, or an object in it is not opened."""
        holds_objects = bool(frame.items) and isinstance(frame.items[-1], Object)
        if self._surplus["{"] < 0 and (holds_objects or not frame.items):
            if frame.state == NEXT:
                self._missing_comma(token)
            self._unopened("{", self._gap(self._end, token.start))
            self._stack[-1].key, self._stack[-1].state = token, COLON
        elif self._surplus["["] > 0 and len(self._stack) > 1 and frame.items:
            self._list_unclosed(frame, token)
        else:
            sentence = f"{self._shown(token)} is a key, and stands in a list."
            edits = (Edit(frame.start, frame.start + 1, "{"),) if not frame.items and not frame.virtual else ()
            self._fault(
                FaultKind.CLOSED_BY_ANOTHER, frame.start, frame.start + 1, sentence, "An object stands in { }.", edits
            )
            frame.kind, frame.state, frame.key, frame.virtual = "{", COLON, token, True

    def _list_unclosed(self, frame: Frame, token: Token) -> None:
        """Close the list before a key that belongs to the object around it."""
        self._leave(frame, token)
        self._value(token)

    def _leave(self, frame: Frame, token: Token) -> None:
        """Close the innermost object or list, which is not closed, before a token of what stands around it."""
        comma = frame.comma if frame.state in {ITEM, KEY} else -1
        frame.state = NEXT
        if comma < 0:
            self._unclosed(token.start)
            return
        # The comma after the last value is rather the one after the object or list.
        end, self._end = self._end, frame.items[-1].end if frame.kind == "[" else frame.members[-1].value.end
        self._unclosed(comma)
        self._end = end
        outer = self._stack[-1]
        outer.state, outer.comma = (KEY if outer.kind == "{" else ITEM), comma

    def _list_unopened(self, frame: Frame) -> None:
        """Make the last value of an object the first item of a list."""
        last = frame.members.pop()
        state = NEXT if frame.state == NEXT else ITEM
        frame.key = Token(STRING, last.key.start, last.key.end, last.key.value)
        self._unopened("[", self._gap(last.key.end, last.value.start, after=":"))
        self._stack[-1].items.append(last.value)
        self._stack[-1].state = state
        self._stack[-1].comma = frame.comma

    def _second_colon(self, frame: Frame, token: Token) -> None:
        """`"a": "b": …`: the brace between the two keys is missing, or a value is."""
        last = frame.members.pop()
        value = last.value
        key = Token(STRING, value.start, value.end, value.value if isinstance(value, Text) else "")
        if self._surplus["{"] < 0:
            frame.key = Token(STRING, last.key.start, last.key.end, last.key.value)
            frame.state = VALUE
            self._unopened("{", self._gap(last.key.end, key.start, after=":"))
            self._stack[-1].key, self._stack[-1].state = key, VALUE
            return
        sentence = f"A second colon: {shown(last.key.value)} has a key as its value."
        self._fault(FaultKind.STRAY_TOKEN, token.start, token.end, sentence, "Write one value for each key.")
        frame.members.append(Member(last.key, Unknown(last.key.end, last.key.end, "")))
        frame.key, frame.state = key, VALUE
