"""One automaton for many patterns: every set of them that a text can match together, with a shortest such text.

A state is a set of places in the patterns, kept as the bits of one integer, so that a step over a character costs a few
operations whatever the number of patterns. Only characters that the patterns name at a state's places lead apart; all
others lead to one state, and one of them stands for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from checks.proof.include.globs import COLON, Glob, Universe
from checks.proof.include.limits import Undecided
from checks.proof.variables import Wild

_LAST_SEGMENT: Final = 5
_SPARE: Final = "xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW0123456789-_" + "".join(
    map(chr, range(0xC0, 0x100))
)
"""Characters that may stand for all that no pattern names, readable ones first."""


@dataclass(slots=True)
class _Places:
    """The places of all patterns, one bit each; the bit after a pattern's last place is its end."""

    size: int = 0
    starts: int = 0
    ends: list[int] = field(default_factory=list)
    any_next: int = 0
    """Places from which any character leads on."""
    narrow_next: int = 0
    """Places from which any character but a colon leads on."""
    loops: int = 0
    narrow_loops: int = 0
    next_by: dict[str, int] = field(default_factory=dict)
    """By character: the places from which it leads on."""
    literal_at: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By place: the characters that lead on from it."""

    def add(self, pattern: Glob) -> None:
        """Append a pattern."""
        self.starts |= 1 << self.size
        colons = 0
        for number, token in enumerate(pattern.tokens):
            last = number == len(pattern.tokens) - 1
            narrow = pattern.segmented and colons < _LAST_SEGMENT
            if token is Wild.STAR:
                if narrow and not last:
                    self.narrow_loops |= 1 << self.size
                else:
                    self.loops |= 1 << self.size
            elif token is Wild.QUESTION:
                if narrow:
                    self.narrow_next |= 1 << self.size
                else:
                    self.any_next |= 1 << self.size
                self.size += 1
            else:
                colons += token.count(COLON)
                for character in token:
                    self._literal(character, folded=pattern.folded)
        self.ends.append(1 << self.size)
        self.size += 1

    def _literal(self, character: str, *, folded: bool) -> None:
        spellings = tuple({character.lower(), character.upper()}) if folded else (character,)
        for spelling in spellings:
            self.next_by[spelling] = self.next_by.get(spelling, 0) | 1 << self.size
        self.literal_at[self.size] = spellings
        self.size += 1

    def step(self, state: int, character: str) -> int:
        """The state after one more character."""
        on, stay = self.any_next | self.next_by.get(character, 0), self.loops
        if character != COLON:
            on |= self.narrow_next
            stay |= self.narrow_loops
        return ((state & on) << 1) | (state & stay)


def explore(globs: Sequence[Glob], universe: Universe, limit: int) -> dict[int, str]:
    """Every set of patterns that some text of a universe matches, and no others, with a shortest text.

    Args:
        globs: The patterns; pattern `n` is bit `n` of a set.
        universe: Which texts there are.
        limit: How many states there may be.

    Raises:
        Undecided: There are more states, or no character is left to stand for the others.
    """
    places = _Places()
    for pattern in globs:
        places.add(pattern)
    places.add(_shape(universe.least))
    if universe.shape is not None:
        places.add(universe.shape)
    needed = sum(places.ends[len(globs) :])
    alive = [_range(places, number) for number in range(len(globs), len(places.ends))]
    other = _other(places, universe)
    found: dict[int, str] = {}
    states: dict[int, str] = {places.starts: ""}
    waiting = [places.starts]
    while waiting:
        following = []
        for state in waiting:
            text = states[state]
            if state & needed == needed:
                vector = sum(1 << number for number in range(len(globs)) if state & places.ends[number])
                found.setdefault(vector, text)
            for character in _characters(places, state, other, universe):
                after = places.step(state, character)
                if after in states or not all(after & part for part in alive):
                    continue
                states[after] = text + character
                following.append(after)
        if len(states) > limit:
            raise Undecided(f"The patterns part their texts into more than {limit} states.")
        waiting = following
    return found


def _range(places: _Places, number: int) -> int:
    """The bits of one pattern's places."""
    end = places.ends[number]
    before = places.ends[number - 1] if number else 0
    return (end << 1) - 1 - ((before << 1) - 1 if before else 0)


@lru_cache(maxsize=8)
def _shape(least: int) -> Glob:
    return Glob((*[Wild.QUESTION] * least, Wild.STAR))


def _other(places: _Places, universe: Universe) -> str:
    """A character that no pattern names."""
    found = next((letter for letter in _SPARE if letter not in places.next_by and letter not in universe.without), None)
    if found is None:
        raise Undecided("The patterns name every character.")
    return found


def _characters(places: _Places, state: int, other: str, universe: Universe) -> Iterator[str]:
    """The characters that lead from a state to different states."""
    yield other
    seen = {other}
    rest = state
    while rest:
        lowest = rest & -rest
        rest ^= lowest
        for character in places.literal_at.get(lowest.bit_length() - 1, ()):
            if character not in seen and character not in universe.without:
                seen.add(character)
                yield character
    if COLON not in seen and COLON not in universe.without and state & (places.narrow_loops | places.narrow_next):
        yield COLON
