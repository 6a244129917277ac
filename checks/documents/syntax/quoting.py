"""Texts as JSON strings, as sentences quote them, and what a string with faults in it means."""

from __future__ import annotations

import json
import re
from typing import Final

_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE: Final = re.compile(r'["\\\x00-\x1f]')
_ROOM: Final = 80
"""How much of an offending text a sentence quotes."""
_LINE_END: Final = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*")
_PART: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\.?|"|\x00', re.DOTALL)
_ESCAPED_FOR_NOTHING: Final = frozenset("'`*_-#.!+()<>[]{}~|&$@:,;=?% ")
"""What Markdown, shells and regular expressions have people put a backslash before."""


def quoted(text: str) -> str:
    """A text as a JSON string; characters beyond ASCII stay as they are."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """A text as it stands between the marks of a JSON string."""
    return _TO_ESCAPE.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def shown(text: str) -> str:
    """A text as a sentence quotes it: on one line, and not too long."""
    cut = text if len(text) <= _ROOM else f"{text[: _ROOM - 1]}…"
    return "".join(character if character.isprintable() else f"U+{ord(character):04X}" for character in cut)


def mended_escape(wrong: str) -> str:
    """What a backslash and a character that are no escape of JSON were meant to be, written as JSON."""
    following = wrong[1:]
    return following if following in _ESCAPED_FOR_NOTHING else f"\\\\{escaped(following)}"


def meant(inner: str) -> str:
    """What the text between the marks of a string with faults means, once they are mended."""
    joined = _LINE_END.sub("", inner) if "\n" in inner or "\r" in inner else inner
    return str(json.loads(f'"{_PART.sub(_mended, joined)}"', strict=False))


def _mended(found: re.Match[str]) -> str:
    part = found[0]
    if part == '"':
        return '\\"'
    if part == "\x00":
        return ""
    if part[0] == "\\" and (len(part) == 1 or part[1] not in '"\\/bfnrtu' or part == "\\u"):
        return mended_escape(part)
    return part
