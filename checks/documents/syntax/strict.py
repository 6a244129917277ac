"""JSON without a fault, which nearly all documents are, to nodes: as fast as it goes.

The standard library says whether there is a fault; if there is none, strings and brackets alone tell what stands where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Text

_MARK: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^"{}\[\],:\s]+')
"""A string, a bracket, or a number or literal, in a text that is JSON."""
_LITERALS: Final = {"true": True, "false": False, "null": None}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and the infinities, which JSON does not have


_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refuse)


def stops_at(text: str) -> int | None:
    """Where a text stops being JSON; None if only keys stand twice, constants are foreign, or it is nested too deeply.

    Args:
        text: A text that is not read by `read_strict`.
    """
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return error.pos
    except (ValueError, RecursionError):
        return None
    return None


def read_strict(text: str, deepest: int, doubled: list[Sequence[Member]] | None = None) -> Node | None:
    """The one document of a text; None if anything is wrong with the text.

    Args:
        text: Any text.
        deepest: How many brackets may be open at once.
        doubled: Takes the members of each object in which a key stands twice; if None, that is wrong, too.
    """
    try:
        _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    new = tuple.__new__  # what a named tuple's own constructor calls, too
    above: list[tuple[bool, int, list[Any], Text | None]] = []
    in_object, start, found, key = False, 0, list[Any](), None
    leaf: Node
    for mark in _MARK.finditer(text):
        begin, end = mark.span()
        head = text[begin]
        if head == '"':
            value = text[begin + 1 : end - 1]
            leaf = new(Text, (begin, end, json.loads(text[begin:end]) if "\\" in value else value))
            if in_object and key is None:
                key = leaf
                continue
        elif head in "{[":
            if len(above) >= deepest:
                return None
            above.append((in_object, start, found, key))
            in_object, start, found, key = head == "{", begin, [], None
            continue
        elif head in "}]":
            if in_object and len({member[0][2] for member in found}) < len(found) and not _noted(found, doubled):
                return None
            leaf = (Object if in_object else Array)(start, end, tuple(found))
            in_object, start, found, key = above.pop()
        else:
            leaf = _scalar(begin, end, text[begin:end])
        if key is not None:
            found.append(new(Member, (key, leaf)))
            key = None
        else:
            found.append(leaf)
    root: Node = found[0]
    return root


def _noted(members: Sequence[Member], doubled: list[Sequence[Member]] | None) -> bool:
    """Whether somebody takes the members of an object in which a key stands twice."""
    if doubled is not None:
        doubled.append(members)
    return doubled is not None


def _scalar(begin: int, end: int, spelling: str) -> Node:
    if spelling in _LITERALS:
        return Literal(begin, end, _LITERALS[spelling])
    return Number(begin, end, spelling)
