"""What the name of an element was probably meant to be, and where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from checks.documents.policy import DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS, Element, Kind, Policy, WrittenStatement
from checks.rules.rule import ATTACHED

IDENTITY: Final = ATTACHED | {Kind.BOUNDARY}
"""The kinds without a principal: what they stand in says of whom they speak."""
STORED_BY_IAM: Final = IDENTITY | {Kind.TRUST}
"""The kinds whose grammar IAM itself checks when they are stored."""

_CLOSE: Final = 0.8
"""From here on `difflib` calls two names alike: `Resouce` and `Principle` are, `Comment` and `Condition` are not."""
_LONGEST: Final = 20
"""No slip makes a longer name of an element."""


class Meant(NamedTuple):
    """What a name was meant to be: an element, and whether it belongs where the name stands; or nothing known."""

    element: str
    here: bool


@lru_cache(maxsize=1024)
def meant(name: str, *, in_statement: bool) -> Meant:
    """What an element's name was meant to be.

    Args:
        name: As it is written.
        in_statement: Whether it stands in a statement, or in the document itself.
    """
    own, other = (STATEMENT_ELEMENTS, DOCUMENT_ELEMENTS) if in_statement else (DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS)
    if name in own or name in other:
        return Meant(name, name in own)
    if near := nearest(name, own):
        return Meant(near, here=True)
    return Meant(nearest(name, other), here=False)


def nearest(name: str, options: Iterable[str]) -> str:
    """The option that a name differs from in case only, or by a slip; empty if there is none."""
    by_lower = {option.lower(): option for option in options}
    if name.lower() in by_lower:
        return by_lower[name.lower()]
    if len(name) > _LONGEST:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415  # only a wrong name needs it

    close = get_close_matches(name.lower(), by_lower, 1, _CLOSE)
    return by_lower[close[0]] if close else ""


def placed(policy: Policy) -> Iterator[tuple[Element, bool]]:
    """Every element of a document, and whether it stands in a statement."""
    yield from ((element, False) for element in policy.elements)
    for statement in policy.statements:
        yield from ((element, True) for element in statement.elements)


def lacks(elements: Iterable[Element], *names: str, in_statement: bool = True) -> bool:
    """Whether none of the elements has one of the names, in any spelling: a misspelt one is another rule's."""
    return not any(meant(element.name, in_statement=in_statement).element in names for element in elements)


def subject(statement: WrittenStatement) -> str:
    """What to call a statement at the beginning of a sentence."""
    return f"S{statement.label[1:]}"
