"""Texts that stand for all which some patterns do not tell apart, found the plain way: by sets of places."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checks.proof.variables import Token, Variable, Wild

_SEGMENTS: Final = 5
_MOST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern: literal characters, `?` and `*`, each with whether it takes a colon; a policy variable is a star.

    Attributes:
        steps: Characters in the spellings that match, or None for a wildcard that takes one character.
        loops: By place: whether any number of characters may stand there, and whether a colon among them.
        narrow: By step: whether it takes no colon.
    """

    steps: tuple[frozenset[str] | None, ...]
    loops: tuple[str, ...]
    narrow: tuple[bool, ...]

    @classmethod
    def of(cls, tokens: Sequence[Token], *, folded: bool = False, segmented: bool = False) -> Pattern:
        """A pattern of tokens.

        Args:
            tokens: Literals, wildcards and variables.
            folded: Whether letters match in either case.
            segmented: Whether wildcards in the first five segments of an ARN take no colon, except a last star.
        """
        steps: list[frozenset[str] | None] = []
        loops, narrow, colons = [""], [], 0
        for number, token in enumerate(tokens):
            tight = segmented and colons < _SEGMENTS
            if token is Wild.STAR or isinstance(token, Variable):
                last = number == len(tokens) - 1
                loops[-1] = "any" if not tight or last or loops[-1] == "any" else "no colon"
                continue
            for character in "?" if token is Wild.QUESTION else str(token):
                wild = token is Wild.QUESTION
                spelt = {character.lower(), character.upper()} if folded else {character}
                steps.append(None if wild else frozenset(spelt))
                narrow.append(wild and tight)
                loops.append("")
                colons += not wild and character == ":"
        return cls(tuple(steps), tuple(loops), tuple(narrow))

    def after(self, place: int, character: str) -> Iterator[int]:
        """The places that a character leads to from one."""
        loop = self.loops[place]
        if loop == "any" or (loop and character != ":"):
            yield place
        if place < len(self.steps):
            step = self.steps[place]
            if (step is None and not (self.narrow[place] and character == ":")) or (step and character in step):
                yield place + 1

    def matches(self, text: str) -> bool:
        """Whether it matches the whole of a text."""
        places = {0}
        for character in text:
            places = {after for place in places for after in self.after(place, character)}
        return len(self.steps) in places


def representatives(patterns: Sequence[Pattern], shape: Pattern | None = None) -> list[str]:
    """A text for every set of patterns that texts of a shape match together, and some more.

    Args:
        patterns: The patterns.
        shape: What every text has to match; None for any text.

    Raises:
        MemoryError: There are too many.
    """
    whole = (*patterns, shape or Pattern.of((Wild.STAR,)))
    named = {spelling for pattern in whole for step in pattern.steps for spelling in step or ()} | {":"}
    other = next(chr(code) for code in range(0x61, 0x10000) if chr(code) not in named)
    begin = frozenset((number, 0) for number in range(len(whole)))
    seen = {begin: ""}
    waiting = deque([begin])
    while waiting:
        state = waiting.popleft()
        for character in sorted(named | {other}):
            following = frozenset(
                (number, after) for number, place in state for after in whole[number].after(place, character)
            )
            if following not in seen and any(number == len(patterns) for number, _ in following):
                seen[following] = seen[state] + character
                waiting.append(following)
        if len(seen) > _MOST:
            raise MemoryError
    last = (len(patterns), len(whole[-1].steps))
    return [text for state, text in seen.items() if last in state]
