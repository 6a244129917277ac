"""Whether a program sends a request with a client that it makes."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from checks.regions.callers.code import Assign, Call, Class, Function, Member, Name, Other, Statement
from checks.regions.callers.naming import operation_of, squash
from checks.regions.callers.search import Search

INERT: Final = frozenset(
    {
        "meta",
        "exceptions",
        "close",
        "canpaginate",
        "waiternames",
        "shutdown",
        "dispose",
        "destroy",
        "disposeasync",
        "config",
        "middlewarestack",
    }
)
"""Members of clients, squashed, that send no request."""
_IMPORTED: Final = frozenset({"python", "javascript", "ruby", "php"})
"""Languages in which other files can use what one has at its top."""


def is_used(call: Call, search: Search) -> bool | None:
    """Whether a request is sent with a client; None if it goes where that cannot be seen.

    Args:
        call: What makes the client.
        search: The program.
    """
    parent = search.names.parent(call)
    if isinstance(parent, Statement):
        return False
    if isinstance(parent, Member):
        return True if operation_of(parent.name) or parent.name == "send" else None
    if isinstance(parent, Assign) and isinstance(parent.target, Name) and parent.value is call:
        return _is_name_used(parent, parent.target, search)
    return None


def _is_name_used(assigned: Assign, target: Name, search: Search) -> bool | None:
    names = search.names
    above = list(takewhile(lambda one: not isinstance(one, Function), names.above(assigned)))
    local = names.scope(assigned).owner(target.id) is not names.top
    exported = any(isinstance(one, Other) and one.text.startswith("export") for one in above)
    if exported or (any(isinstance(one, Class) for one in above) and not local):
        return None
    if any(not _is_inert(use, search) for use in names.uses(target)):
        return None
    return False if local or search.is_script or search.language not in _IMPORTED else None


def _is_inert(use: Name, search: Search) -> bool:
    parent = search.names.parent(use)
    return isinstance(parent, Member) and squash(parent.name) in INERT
