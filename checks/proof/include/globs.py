"""Patterns over one text, and which texts there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from checks.proof.variables import Variable, Wild, tokenize

COLON: Final = ":"
_LAST_SEGMENT: Final = 5
"""The number of colons before the sixth segment of an ARN."""


@dataclass(frozen=True)
class Glob:
    """A pattern without variables.

    Attributes:
        tokens: Literal text and wildcards; no two literals, and no two stars, stand side by side.
        folded: Whether letters match in either case.
        segmented: Whether it speaks of an ARN: a wildcard of the first five segments matches no colon, except a star
            at the end.
    """

    tokens: tuple[str | Wild, ...]
    folded: bool = False
    segmented: bool = False

    @cached_property
    def literal(self) -> str | None:
        """The only text that it matches, if there is only one."""
        if any(isinstance(token, Wild) for token in self.tokens):
            return None
        text = "".join(token for token in self.tokens if isinstance(token, str))
        return None if self.folded and text.swapcase() != text else text

    @property
    def everything(self) -> bool:
        """Whether it matches every text."""
        return self.tokens == (Wild.STAR,)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        parts, colons = [], 0
        for number, token in enumerate(self.tokens):
            free = not self.segmented or colons >= _LAST_SEGMENT
            if token is Wild.STAR:
                parts.append(".*" if free or number == len(self.tokens) - 1 else "[^:]*")
            elif token is Wild.QUESTION:
                parts.append("." if free else "[^:]")
            else:
                colons += token.count(COLON)
                parts.append(re.escape(token))
        flags = re.DOTALL | (re.IGNORECASE if self.folded else 0)
        return re.compile("".join(parts), flags)

    def matches(self, text: str) -> bool:
        """Whether it matches the whole of a text."""
        return self._expression.fullmatch(text) is not None

    @cached_property
    def segments(self) -> tuple[Glob, ...] | None:
        """The patterns of an ARN's six segments that together say the same; None if it matches no ARN.

        Only for a segmented pattern; by its rules no wildcard but a last star reaches into another segment.
        """
        parts: list[list[str | Wild]] = [[]]
        for number, token in enumerate(self.tokens):
            if isinstance(token, Wild):
                parts[-1].append(token)
                if token is Wild.STAR and number == len(self.tokens) - 1:
                    parts += [[Wild.STAR] for _ in range(_LAST_SEGMENT + 1 - len(parts))]
                continue
            room = _LAST_SEGMENT + 1 - len(parts)
            first, *others = token.split(COLON, room)
            parts[-1].append(first)
            parts += [[text] for text in others]
        return tuple(glob(part) for part in parts) if len(parts) == _LAST_SEGMENT + 1 else None


def glob(tokens: Iterable[str | Wild], *, folded: bool = False, segmented: bool = False) -> Glob:
    """A pattern in its simplest form."""
    simple: list[str | Wild] = []
    for token in tokens:
        if token == "":
            continue
        before = simple[-1] if simple else None
        if isinstance(token, str) and isinstance(before, str):
            simple[-1] = before + token
        elif not (token is Wild.STAR and before is Wild.STAR):
            simple.append(token)
    return Glob(tuple(simple), folded, segmented)


@lru_cache(maxsize=4096)
def literal(text: str, *, folded: bool = False) -> Glob:
    """The pattern of one text."""
    return glob((text,), folded=folded)


@lru_cache(maxsize=4096)
def wildcards(text: str) -> Glob:
    """A text with wildcards and without variables, as a pattern."""
    return glob(token for token in tokenize(text, variables=False, wildcards=True) if not isinstance(token, Variable))


@dataclass(frozen=True, slots=True)
class Universe:
    """Which texts there are.

    Attributes:
        least: How long they are at least.
        without: Characters that they have not.
        shape: A pattern that they all match, or None.
        fresh: Readable texts to try first for a cell that nothing names.
    """

    least: int = 0
    without: str = ""
    shape: Glob | None = None
    fresh: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether a text is one of them."""
        fits = self.shape is None or self.shape.matches(text)
        return fits and len(text) >= self.least and not any(character in text for character in self.without)
