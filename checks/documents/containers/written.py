"""How a text is written inside another one: JSON's escapes and URL-encoding, character by character."""

from __future__ import annotations

import json
import re
from typing import Final

from checks.documents.source import Passage

_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SIMPLE: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_PERCENT: Final = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_ENCODED: Final = re.compile(r"\s*%(?:7B|5B)", re.IGNORECASE)
_BLANKS: Final = " \t\r\n\ufeff"
_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000
"""Where the halves of surrogate pairs begin and end."""


def escaped(text: str) -> str:
    """A text as it stands between the quotation marks of a JSON string; so it may stand in YAML and Python too."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def in_json_string(passage: Passage, start: int, end: int, value: str) -> Passage:
    """What a JSON string says, character by character.

    Args:
        passage: What the string stands in.
        start: The place of its opening quotation mark.
        end: The place behind its closing one.
        value: What it says; if it is not written as JSON has it, all of it is taken to stand at `start`.
    """
    raw = passage.text[start + 1 : end - 1]
    if passage.text[start : start + 1] == '"' == passage.text[end - 1 : end]:
        if raw == value:
            return passage.within(value, start + 1, escaped)
        text, offsets = _unescaped(raw, start + 1)
        if text == value:
            return passage.within(text, offsets, escaped)
    return coarse(passage, start, end, value)


def coarse(passage: Passage, start: int, end: int, value: str) -> Passage:
    """A text of which only the whole place is known; it cannot be edited."""
    return passage.within(value, [start] * len(value) + [end], None)


def _unescaped(raw: str, offset: int) -> tuple[str, list[int]]:
    """What stands between the marks of a JSON string, with the place of each character and of the end."""
    parts: list[str] = []
    offsets: list[int] = []
    position, high = 0, -1
    for found in _ESCAPE.finditer(raw):
        start, end = found.span()
        parts.append(raw[position:start])
        offsets += range(offset + position, offset + start)
        escape = found[0][1:]
        code = int(escape[1:], 16) if len(escape) > 1 else ord(_SIMPLE.get(escape, escape))
        if start == position == high and _LOW <= code < _END:
            first = ord(parts.pop(-2)) - _HIGH
            del parts[-1]
            parts.append(chr(0x10000 + (first << 10) + code - _LOW))
            high = -1
        else:
            parts.append(chr(code))
            offsets.append(offset + start)
            high = end if _HIGH <= code < _LOW else -1
        position = end
    parts.append(raw[position:])
    offsets += range(offset + position, offset + len(raw) + 1)
    return "".join(parts), offsets


def is_url_encoded(text: str) -> bool:
    """Whether a text begins like an object or a list that is URL-encoded."""
    return _ENCODED.match(text) is not None


def url_decoded(passage: Passage) -> Passage:
    """What a URL-encoded text says (RFC 3986, section 2.1); bytes that are no UTF-8 stay as they are written."""
    text = passage.text
    parts: list[str] = []
    offsets: list[int] = []
    position = 0
    for found in _PERCENT.finditer(text):
        try:
            plain = bytes.fromhex(found[0].replace("%", "")).decode()
        except UnicodeDecodeError:
            continue
        start = found.start()
        parts += [text[position:start], plain]
        offsets += range(position, start)
        for character in plain:
            offsets.append(start)
            start += 3 * len(character.encode())
        position = found.end()
    parts.append(text[position:])
    offsets += range(position, len(text) + 1)
    return passage.within("".join(parts), offsets, _url_encoded)


def _url_encoded(new: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415  # few texts are edited

    return quote(new, safe="")


def is_json_lines(text: str) -> bool:
    """Whether a text has more than one line, and each begins and ends as an object does."""
    lines = [stripped for line in text.splitlines() if (stripped := line.strip(_BLANKS))]
    return len(lines) > 1 and all(line[0] == "{" and line[-1] == "}" and len(line) > 1 for line in lines)
