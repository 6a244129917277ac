"""Text of a document as a terminal may show it: nothing in it moves the cursor, changes colours or turns the line.

Whoever wrote a document also wrote what a finding quotes from it.
"""

from __future__ import annotations

from typing import Final

_TAB: Final = 4
_DELETE: Final = 0x7F
_BLANK: Final = 0x20
_PICTURES: Final = 0x2400
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_WIDTH: Final = frozenset({"Mn", "Me"})
_WIDE: Final = frozenset({"W", "F"})


def visible(text: str) -> str:
    """The text, with a sign in place of each character that a terminal would act on; line feeds and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if character in "\n\t" else _sign(character) for character in text)


def cells(text: str) -> list[tuple[str, int]]:
    """What to show for each character of a line, and how many columns it takes; tabs become blanks."""
    if text.isascii() and text.isprintable():
        return [(character, 1) for character in text]
    from unicodedata import category, east_asian_width  # noqa: PLC0415  # most lines are ASCII

    shown: list[tuple[str, int]] = []
    column = 0
    for character in text:
        if character == "\t":
            width = _TAB - column % _TAB
            sign = " " * width
        elif (sign := _sign(character)) != character:
            width = len(sign)
        elif category(character) in _NO_WIDTH:
            width = 0
        else:
            width = 2 if east_asian_width(character) in _WIDE else 1
        shown.append((sign, width))
        column += width
    return shown


def _sign(character: str) -> str:
    code = ord(character)
    if _BLANK <= code < _DELETE:
        return character
    if code < _BLANK:
        return chr(_PICTURES + code)
    from unicodedata import category  # noqa: PLC0415  # the same

    return f"<U+{code:04X}>" if category(character) in _HIDDEN else character
