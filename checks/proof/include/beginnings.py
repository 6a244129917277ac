"""The cells of the plainest patterns: a text, or a beginning with a star after it; most patterns are no others.

Sorted, each of them stands after the beginnings that it lies in. A text is told from others only by the longest of the
beginnings that it lies in, so there is one cell for each text that is named, one for each beginning (what no longer
one, and no name, goes on to), and one for all else. No automaton is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from checks.proof.variables import Token, Wild

_READABLE: Final = "xyzabcdefghijklmnopqrstuvw0123456789-_"
_CASELESS: Final = range(0x4E00, 0x9FFF)


def _spare() -> Iterator[str]:
    """More characters than patterns can go on with, readable ones first; none is another one's capital."""
    yield from _READABLE
    yield from map(chr, _CASELESS)


class Plain(NamedTuple):
    """A pattern: a text and nothing else, or all that begins with it."""

    begin: str
    whole: bool


class Part(NamedTuple):
    """The texts of a cell.

    Attributes:
        bits: What matches them, of the patterns' own bits.
        begin: The only text, or what they all begin with.
        following: The characters by which patterns go on from there, and "" if one stops there; None if it is the only
            text.
    """

    bits: int
    begin: str
    following: set[str] | None

    def text(self, rest: str = "", *, complete: bool) -> str:
        """The only text, or one that begins so and that no other pattern matches.

        Args:
            rest: What has to stand at its end.
            complete: Whether the beginning alone is a text.
        """
        if self.following is None or (complete and "" not in self.following):
            return self.begin
        return self.begin + next(letter for letter in _spare() if letter not in self.following) + rest


def plain(tokens: Sequence[Token]) -> Plain | None:
    """Tokens as the plainest pattern; None if they are none."""
    if len(tokens) == 1:
        only = tokens[0]
        return Plain(only, whole=True) if isinstance(only, str) else Plain("", whole=False) if only is _STAR else None
    if len(tokens) == 2 and tokens[1] is _STAR and isinstance(tokens[0], str):  # noqa: PLR2004  # a text and a star
        return Plain(tokens[0], whole=False)
    return None if tokens else Plain("", whole=True)


_STAR: Final = Wild.STAR


def parts(own: Mapping[Plain, int]) -> list[Part]:
    """The cells of patterns, that of all else first.

    Args:
        own: Of each pattern its bits.
    """
    found = [Part(own.get(Plain("", whole=False), 0), "", set())]
    inside = [found[0]]
    for (begin, whole), bits in sorted(own.items()):
        if not begin and not whole:
            continue
        while not begin.startswith(inside[-1].begin):
            inside.pop()
        around = inside[-1]
        if around.following is not None:
            around.following.add(begin[len(around.begin) : len(around.begin) + 1])
        part = Part(bits | around.bits, begin, None if whole else set())
        found.append(part)
        if not whole:
            inside.append(part)
    return found


def is_elsewhere(text: str, others: Iterable[Part]) -> bool:
    """Whether a text lies in none of some cells, nor in what they begin."""
    return not any(text == part.begin if part.following is None else text.startswith(part.begin) for part in others)
