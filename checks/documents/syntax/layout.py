"""How a text is laid out: what begins its line, and how far lines are indented."""

from __future__ import annotations


def first_on_line(text: str, place: int) -> bool:
    """Whether only blanks stand before a place in its line."""
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def indent_at(text: str, place: int) -> int:
    """How many blanks the line of a place begins with, up to that place."""
    line = text[text.rfind("\n", 0, place) + 1 : place + 1]
    return len(line) - len(line.lstrip())
