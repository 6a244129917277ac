"""The fault that an edit of one character or token mends, in words."""

from __future__ import annotations

from typing import Final

from checks.documents.nodes import Node, Object, walk
from checks.documents.source import Edit
from checks.documents.syntax.faults import Fault, FaultKind
from checks.documents.syntax.frames import CLOSER, NAMES, OPENER
from checks.documents.syntax.quoting import shown

_MARKS: Final = frozenset("\"'\u201c\u201d\u201e\u2018\u2019`\u00ab\u00bb")
_CALLED: Final = {",": "comma", ":": "colon", '"': "quotation mark"}
_ROUND: Final = 24


def fault_of(text: str, edit: Edit, root: Node, swapped: tuple[str, str] | None = None) -> Fault:
    """What is wrong with a text that an edit of one character or token makes JSON.

    Args:
        text: The text.
        edit: The edit.
        root: The document of the edited text.
        swapped: The two that the edit swaps, as they stand in the text.
    """
    if edit.start == edit.end:
        return _missing(text, edit, root)
    if not edit.text:
        return _surplus(text, edit)
    return _swapped(edit, *swapped) if swapped else _wrong(text, edit, root)


def _missing(text: str, edit: Edit, root: Node) -> Fault:
    place, put = edit.start, edit.text
    if put in OPENER:
        return _unclosed(edit, root)
    if put in CLOSER:
        sentence = f"The {put} is missing that opens the {NAMES[put]} here."
        return Fault(FaultKind.UNOPENED_BRACKET, place, place, sentence, f"Put a {put} here.", (edit,))
    if put == ",":
        before = _end_before(text, place)
        sentence = f"A comma is missing between this and {_token_after(text, place)}."
        comma = Edit(before, before, ",")
        return Fault(FaultKind.MISSING_COMMA, before, before, sentence, "Put a comma here.", (comma,))
    if put == ":":
        before = _end_before(text, place)
        sentence = f"A colon is missing after the key {_key_before(text, before)}."
        colon = Edit(before, before, ":")
        return Fault(FaultKind.MISSING_COLON, before, before, sentence, "Put a colon here.", (colon,))
    return _lost_mark(text, edit, root)


def _lost_mark(text: str, edit: Edit, root: Node) -> Fault:
    """A quotation mark that begins or ends a string is missing."""
    place = edit.start
    for start, end in _strings(root):
        if start == place:
            sentence = f"The quotation mark before {shown(text[place : end - 2][:_ROUND])} is missing."
            return Fault(FaultKind.QUOTATION_MARKS, place, end - 1, sentence, 'Put a " before it.', (edit,))
        if end == place + 1:
            sentence = f"The string {shown(text[start:place])} is not closed."
            return Fault(FaultKind.UNCLOSED_STRING, start, place, sentence, 'Put a " at its end.', (edit,))
    return Fault(FaultKind.QUOTATION_MARKS, place, place, "A quotation mark is missing here.", 'Put a " here.', (edit,))


def _surplus(text: str, edit: Edit) -> Fault:
    gone = text[edit.start : edit.end]
    after = text[edit.end :].lstrip()[:1]
    kind, sentence = FaultKind.STRAY_TOKEN, f"{shown(gone)} has no meaning here."
    if gone == "," and after in OPENER:
        kind = FaultKind.TRAILING_COMMA
        sentence = f"A comma stands after the last {'member' if after == '}' else 'item'}."
    elif gone == ",":
        sentence = "A comma stands here with nothing before it."
    elif gone == ":":
        sentence = "A colon stands here without a key before it."
    elif gone in OPENER or gone in CLOSER:
        kind = FaultKind.STRAY_BRACKET
        sentence = f"This {gone} closes nothing." if gone in OPENER else f"This {gone} is not closed."
    elif gone in _MARKS:
        kind, sentence = FaultKind.QUOTATION_MARKS, "This quotation mark is one too many."
    elif gone == "\\":
        kind, sentence = FaultKind.INVALID_ESCAPE, "This backslash escapes nothing."
    elif gone < " " and gone not in "\t\n\r":
        kind = FaultKind.CONTROL_CHARACTER
    elif gone in "\t\n\r":
        kind, sentence = FaultKind.CONTROL_CHARACTER, f"{shown(gone)} stands inside a string."
    remedy = "Delete the comma." if kind is FaultKind.TRAILING_COMMA else "Delete it."
    return Fault(kind, edit.start, edit.end, sentence, remedy, (edit,))


def _swapped(edit: Edit, first: str, second: str) -> Fault:
    kind = FaultKind.STRAY_TOKEN
    if '"' in {first, second}:
        kind = FaultKind.QUOTATION_MARKS
    elif "," in {first, second}:
        kind = FaultKind.TRAILING_COMMA if second in OPENER else FaultKind.MISSING_COMMA
    elif ":" in {first, second}:
        kind = FaultKind.MISSING_COLON
    names = " and ".join(f"the {_CALLED[one]}" if one in _CALLED else shown(one) for one in (first, second))
    sentence = f"{names[:1].upper()}{names[1:]} stand in each other's place."
    return Fault(kind, edit.start, edit.end, sentence, "Swap them.", (edit,))


def _wrong(text: str, edit: Edit, root: Node) -> Fault:
    gone, put = text[edit.start : edit.end], edit.text
    if gone in OPENER and put in OPENER:
        opener = next((node.start for _, node in walk(root) if node.end == edit.end), edit.start)
        sentence = f"The {text[opener]} is closed by a {gone}."
        related = (opener, opener + 1, "opened here")
        return Fault(FaultKind.CLOSED_BY_ANOTHER, edit.start, edit.end, sentence, f"Write {put}.", (edit,), related)
    kinds = {
        ",": FaultKind.MISSING_COMMA,
        ":": FaultKind.MISSING_COLON,
        '"': FaultKind.QUOTATION_MARKS,
        "{": FaultKind.UNOPENED_BRACKET,
        "[": FaultKind.UNOPENED_BRACKET,
    }
    kind = kinds.get(put, FaultKind.UNCLOSED_BRACKET)
    if gone in CLOSER and put in CLOSER:
        kind = FaultKind.CLOSED_BY_ANOTHER
    where = f"a {_CALLED[put]}" if put in _CALLED else f"a {put}"
    sentence = f"{shown(gone)} stands where {where} has to be."
    return Fault(kind, edit.start, edit.end, sentence, f"Write {put}.", (edit,))


def _unclosed(edit: Edit, root: Node) -> Fault:
    place, put = edit.start, edit.text
    kind = OPENER[put]
    opener = next((node.start for _, node in walk(root) if node.end == place + 1), place)
    sentence = f"This {kind} is not closed."
    remedy = f"Put a {put} where the {NAMES[kind]} ends."
    related = (place, place, f"the {put} is missing here")
    return Fault(FaultKind.UNCLOSED_BRACKET, opener, opener + 1, sentence, remedy, (edit,), related)


def _strings(root: Node) -> list[tuple[int, int]]:
    """The ranges of all strings and keys."""
    found = []
    for _, node in walk(root):
        found.append((node.start, node.end))
        if isinstance(node, Object):
            found += ((member.key.start, member.key.end) for member in node.members)
    return found


def _end_before(text: str, place: int) -> int:
    """Where the token before a place ends."""
    return len(text[:place].rstrip())


def _token_after(text: str, place: int) -> str:
    """What begins behind a place, shortened."""
    rest = text[place:].lstrip()
    if rest[:1] == '"':
        end = rest.find('"', 1) + 1
        return shown(rest[:end] if end else rest[:_ROUND])
    return shown(rest[:1] if rest[:1] in "{[" else rest.split(",")[0].split("\n")[0][:_ROUND])


def _key_before(text: str, end: int) -> str:
    start = text.rfind('"', 0, max(0, end - 1)) + 1
    return shown(text[start : max(start, end - 1)])
