"""One slip of the keyboard: the single edit after which a text is JSON, and most like what was meant.

Where a recovery that reads on names several faults, or guesses at something strange, one character that is missing, too
many, wrong, or in its neighbour's place often explains them all. So each such edit near the places that were named is
tried; of those after which the text is JSON, the likeliest is the fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Member, Node, Object, Text, walk
from checks.documents.source import Edit, apply_edits
from checks.documents.syntax.faults import Fault
from checks.documents.syntax.likeness import misplaced_lines, oddness
from checks.documents.syntax.slip_words import fault_of
from checks.documents.syntax.strict import read_strict, stops_at

_LONGEST: Final = 24_000
"""No longer text is looked at: no policy is longer than 20 kB."""
_MOST_FAULTS: Final = 12
_PATIENCE: Final = 6_000_000
"""So many characters are read in all."""
_BEFORE, _AROUND = 48, 2
"""How far before the place where JSON ends, and around other places, edits are tried."""
_PUNCTUATION: Final = frozenset(",:{}[]")
_PUTS: Final = ('"', *sorted(_PUNCTUATION))
_SWAPPED: Final = frozenset('",:{}[]\\')
_SWAP, _OTHER, _REPLACE = 1, 2, 3
"""What each kind of edit costs: the likelier, the less."""


class Slip(NamedTuple):
    """What one edit explains.

    Attributes:
        root: The document, with its places in the text as it is.
        fault: What is wrong.
        oddness: How unlike a policy the document is.
    """

    root: Node
    fault: Fault
    oddness: int


def find_slip(text: str, faults: Sequence[Fault], deepest: int) -> Slip | None:
    """The single edit that best explains why a text is no JSON; None if there is none.

    Args:
        text: A text that is no JSON.
        faults: What a recovery found; it tells where to look.
        deepest: How many brackets may be open at once.
    """
    if len(text) > _LONGEST or not 0 < len(faults) <= _MOST_FAULTS:
        return None
    best: tuple[tuple[int, int], Edit, Node, int] | None = None
    left = _PATIENCE
    for edit, cost in _edits(text, _places(text, faults)):
        left -= len(text)
        if left < 0:
            break
        mended = apply_edits(text, (edit,))
        root = read_strict(mended, deepest)
        if root is None or (edit.text in _PUNCTUATION and _inside_string(root, edit.start)):
            continue
        strange = oddness(root)
        rank = (4 * strange + 2 * misplaced_lines(mended, root) + cost, edit.start)
        if best is None or rank < best[0]:
            best = (rank, edit, root, strange)
    if best is None:
        return None
    _, edit, root, strange = best
    return Slip(_moved(root, edit), fault_of(text, edit, root), strange)


def _places(text: str, faults: Sequence[Fault]) -> list[int]:
    """Where edits are tried, the likeliest first."""
    stop = stops_at(text)
    if stop is None:
        return []
    near = list(range(stop + _AROUND, stop - _BEFORE, -1))
    for fault in faults:
        named = [fault.start, fault.end, *(edit.start for edit in fault.edits), *(edit.end for edit in fault.edits)]
        if fault.related:
            named.append(fault.related[0])
        near += (place + step for place in named for step in range(-_AROUND, _AROUND + 1))
    return [place for place in dict.fromkeys(near) if 0 <= place <= len(text)]


def _edits(text: str, places: Sequence[int]) -> Iterator[tuple[Edit, int]]:
    """Every edit of one character at these places, and what it costs."""
    for place in places:
        here = text[place : place + 1]
        if here and not (here.isspace() and text[place + 1 : place + 2].isspace()):
            yield Edit(place, place + 1, ""), _OTHER
        following = text[place + 1 : place + 2]
        if following and here != following and (here in _SWAPPED or following in _SWAPPED):
            cost = _REPLACE if here.isspace() or following.isspace() else _SWAP
            yield Edit(place, place + 2, following + here), cost
        for put in _PUTS:
            yield Edit(place, place, put), _OTHER
            if here and put != here:
                yield Edit(place, place + 1, put), _REPLACE


def _inside_string(root: Node, place: int) -> bool:
    """Whether a string or a key stands around a place."""
    for _, node in walk(root):
        texts = (member.key for member in node.members) if isinstance(node, Object) else (node,)
        if any(isinstance(text, Text) and text.start < place < text.end for text in texts):
            return True
    return False


def _moved(node: Node, edit: Edit) -> Node:
    """A value of the mended text, with its places in the text before."""

    def back(place: int) -> int:
        if place <= edit.start:
            return place
        return max(edit.start, place - len(edit.text) + edit.end - edit.start)

    def moved(old: Node) -> Node:
        start, end = back(old.start), back(old.end)
        if isinstance(old, Array):
            return Array(start, end, tuple(moved(item) for item in old.items))
        if isinstance(old, Object):
            return Object(start, end, tuple(Member(key(member.key), moved(member.value)) for member in old.members))
        return old._replace(start=start, end=end)

    def key(old: Text) -> Text:
        return old._replace(start=back(old.start), end=back(old.end))

    return moved(node)
