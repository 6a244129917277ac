"""Which bracket a closing one belongs to; where brackets do not pair, the layout tells what was meant."""

from __future__ import annotations

from checks.documents.source import Edit
from checks.documents.syntax.faults import FaultKind
from checks.documents.syntax.frames import CLOSER, ITEM, KEY, NEXT, OPENER, Frame
from checks.documents.syntax.layout import first_on_line
from checks.documents.syntax.lexer import Token
from checks.documents.syntax.recovery import Recovery


class Pairing(Recovery):
    """Closes objects and lists."""

    def _close_what_the_layout_ends(self, token: Token) -> None:
        """Close what is not closed, before a token that begins a line no deeper than the line of its bracket."""
        stack = self._stack
        while len(stack) > 1:
            frame = stack[-1]
            if self._surplus[frame.kind] <= 0 or frame.virtual or not (frame.items or frame.members):
                return
            if frame.state not in {NEXT, KEY, ITEM} or not self._begins_line(token.start):
                return
            first = frame.items[0].start if frame.kind == "[" else frame.members[0].key.start
            indent = self._indent(frame.start)
            if not self._begins_line(first) or not self._indent(token.start) <= indent < self._indent(first):
                return
            self._surplus[frame.kind] -= 1
            self._leave(frame, token)

    def _closing(self, token: Token) -> None:
        top = self._stack[-1]
        kind = OPENER[token.kind]
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

    def _lacks_list(self, top: Frame, token: Token) -> bool:
        """Whether a `]` ends a list whose `[` is missing: nothing in the stack could be its partner."""
        return top.state in {NEXT, KEY} and bool(top.members) and self._partner(token, "[") is None

    def _partner(self, token: Token, kind: str) -> int | None:  # noqa: PLR0911  # the cases, one after the other
        """Which of the open brackets a closing one belongs to."""
        stack = self._stack
        same = [depth for depth in range(len(stack) - 1, -1, -1) if stack[depth].kind == kind]
        if not same:
            return None
        top = len(stack) - 1
        if first_on_line(self._text, token.start):
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

    def _unpaired(self, token: Token, top: Frame) -> None:
        """A closing bracket without a partner: it is the wrong one, or one too many."""
        kind = OPENER[token.kind]
        if top.kind != kind and (top.virtual or self._surplus[top.kind] > 0 > self._surplus[kind]):
            right = CLOSER[top.kind]
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
