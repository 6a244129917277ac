"""One slip of the keyboard: the single edit after which a text is JSON, and most like what was meant.

Where a recovery that reads on names several faults, or guesses at something strange, one character or one token that is
missing, too many, wrong, or in its neighbour's place often explains them all. So each such edit near the places that
were named is tried; of those after which the text is JSON, the likeliest is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Member, Node, Object, Text, walk
from checks.documents.source import Edit, apply_edits
from checks.documents.syntax.faults import Fault
from checks.documents.syntax.likeness import misplaced_lines, oddness
from checks.documents.syntax.slip_words import fault_of
from checks.documents.syntax.strict import read_strict, stops_at

_LONGEST: Final = 24_000
"""No longer text is looked at: no policy is longer than 20 kB."""
_SHORTEST: Final = 8
"""In a text of a few characters, any of them may be the wrong one."""
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


_TOKEN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_FAR, _TOKENS_BEFORE = 400, 4
_TOKEN_GONE, _TOKEN_WRONG = 3, 4


class _Try(NamedTuple):
    """An edit, what it costs, and the two that it swaps, if it does."""

    edit: Edit
    cost: int
    swapped: tuple[str, str] | None = None


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
    best: tuple[tuple[int, int], _Try, Node, int] | None = None
    left = _PATIENCE
    stop = stops_at(text)
    if stop is None:
        return None
    for tried in chain(_of_characters(text, _places(text, stop, faults)), _of_tokens(text, stop)):
        edit = tried.edit
        left -= len(text)
        if left < 0:
            break
        mended = apply_edits(text, (edit,))
        root = read_strict(mended, deepest)
        if root is None or (edit.text in _PUNCTUATION and _inside_string(root, edit.start)):
            continue
        strange = oddness(root)
        rank = (4 * strange + 2 * misplaced_lines(mended, root) + tried.cost, edit.start)
        if best is None or rank < best[0]:
            best = (rank, tried, root, strange)
    if best is None:
        return None
    _, tried, root, strange = best
    return Slip(_moved(root, tried.edit), fault_of(text, tried.edit, root, tried.swapped), strange)


def _places(text: str, stop: int, faults: Sequence[Fault]) -> list[int]:
    """Where edits of a character are tried, the likeliest first."""
    near = list(range(stop + _AROUND, stop - _BEFORE, -1))
    for fault in faults:
        named = [fault.start, fault.end, *(edit.start for edit in fault.edits), *(edit.end for edit in fault.edits)]
        if fault.related:
            named.append(fault.related[0])
        near += (place + step for place in named for step in range(-_AROUND, _AROUND + 1))
    return [place for place in dict.fromkeys(near) if 0 <= place <= len(text)]


def _of_characters(text: str, places: Sequence[int]) -> Iterator[_Try]:
    """Every edit of one character at these places, and what it costs."""
    for place in places:
        here = text[place : place + 1]
        if here and not (here.isspace() and text[place + 1 : place + 2].isspace()):
            yield _Try(Edit(place, place + 1, ""), _OTHER)
        following = text[place + 1 : place + 2]
        if following and here != following and (here in _SWAPPED or following in _SWAPPED):
            cost = _REPLACE if here.isspace() or following.isspace() else _SWAP
            yield _Try(Edit(place, place + 2, following + here), cost, (here, following))
        for put in _PUTS:
            yield _Try(Edit(place, place, put), _OTHER)
            if here and put != here:
                yield _Try(Edit(place, place + 1, put), _REPLACE)


def _of_tokens(text: str, stop: int) -> Iterator[_Try]:
    """Every edit of one token before the place where JSON ends, and what it costs."""
    begin = max(0, stop - _FAR)
    found = [token.span() for token in _TOKEN.finditer(text, text.rfind("\n", 0, begin) + 1, stop + _FAR)]
    first = next((number for number, (_, end) in enumerate(found) if end > stop), len(found))
    near = found[max(0, first - _TOKENS_BEFORE) : first + _AROUND]
    for (start, end), (following, close) in zip_longest(near, near[1:], fillvalue=(0, 0)):
        one = text[start:end]
        yield _Try(Edit(start, end, ""), _TOKEN_GONE)
        for put in _PUTS[1:]:
            yield _Try(Edit(start, end, put), _TOKEN_WRONG)
        if close:
            other = text[following:close]
            yield _Try(Edit(start, close, other + text[end:following] + one), _SWAP, (one, other))


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
