"""Wildcards of IAM as sets of texts: does a pattern match a text, cover another pattern, or have a text in common.

`*` is any text and `?` one character. Nothing here knows of colons; `checks.rules.arn` compares segment by segment.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 2_048
"""The longest ARN or action that anything takes; longer patterns are not compared."""
_MOST_WORK: Final = 100_000
"""So many pairs of symbols are looked at; nothing that people write comes near."""

_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
_ESCAPES: Final = frozenset("*?$")


def wild(text: str) -> bool:
    """Whether a text has a wildcard or a variable in it, so that it is not one name only."""
    return "*" in text or "?" in text or "${" in text


def opened(text: str) -> str:
    """A text with `*` in place of each variable; it matches at least what the text can match.

    The escapes `${*}`, `${?}` and `${$}` become `?`, since this module has no way to say a literal `*`.
    """
    if "${" not in text or len(text) > LONGEST:
        return text
    return _VARIABLE.sub(lambda found: "?" if found[1] in _ESCAPES else "*", text)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern matches the whole of a text."""
    return _consumes(pattern, text)


def covers(wider: str, narrower: str) -> bool:
    """Whether a pattern provably matches all that another one matches; False if that is not trivial.

    Variables count as the same text on both sides only.
    """
    if wider == narrower:
        return True
    if "${" in wider or ("${" in narrower and "?" in wider) or max(len(wider), len(narrower)) > LONGEST:
        return False
    return _consumes(wider, narrower)


def _consumes(pattern: str, text: str) -> bool:
    """Whether `*` and `?` of a pattern can take up a text, whose own `*` only a `*` takes."""
    here = there = 0
    star, resumed = -1, 0
    while there < len(text):
        symbol = pattern[here] if here < len(pattern) else ""
        if symbol == "*":
            star, resumed = here, there
            here += 1
        elif symbol and (symbol == text[there] or (symbol == "?" and text[there] != "*")):
            here += 1
            there += 1
        elif star >= 0:
            resumed += 1
            here, there = star + 1, resumed
        else:
            return False
    return not pattern[here:].strip("*")


@lru_cache(maxsize=4096)
def overlaps(first: str, second: str) -> bool:
    """Whether a text exists that both patterns match; True for patterns that are too long to compare."""
    if max(len(first), len(second)) > LONGEST or len(first) * len(second) > _MOST_WORK:
        return True
    if not wild(first):
        return _consumes(second, first)
    if not wild(second):
        return _consumes(first, second)
    # `reached` holds how much of `second` can stand for the same text as the part of `first` that was read so far.
    reached = _after_stars({0}, second)
    for symbol in first:
        if symbol == "*":
            reached = set(range(min(reached), len(second) + 1)) if reached else reached
        else:
            reached = {
                place + (second[place] != "*")
                for place in reached
                if place < len(second) and (second[place] in {"*", "?", symbol} or symbol == "?")
            }
        reached = _after_stars(reached, second)
    return len(second) in reached


def _after_stars(places: set[int], pattern: str) -> set[int]:
    """The places, and those that follow if stars there stand for nothing."""
    found = set(places)
    for place in places:
        following = place
        while following < len(pattern) and pattern[following] == "*":
            following += 1
            found.add(following)
    return found
