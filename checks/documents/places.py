"""Places in a text as parsers count them, in bytes of UTF-8, as places in characters."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def places_of_bytes(text: str, start: int = 0) -> Sequence[int]:
    """For each byte of a text in UTF-8, and for its end, the place of its character.

    Args:
        text: The text; halves of surrogate pairs count as three bytes.
        start: The place of its first character.
    """
    if text.isascii():
        return range(start, start + len(text) + 1)
    widths = (repeat(start + place, len(one.encode(errors="surrogatepass"))) for place, one in enumerate(text))
    return [*chain.from_iterable(widths), start + len(text)]


class ProgramPlaces:
    """The places of a Python program, by lines and columns in bytes, as `ast` counts them.

    Attributes:
        starts: Where each line begins.
    """

    def __init__(self, text: str, skipped: int = 0) -> None:
        """Find the lines.

        Args:
            text: The program.
            skipped: How many characters before the first line were not parsed.
        """
        self._text = text
        self.starts = [skipped, *(found.end() for found in _LINE_END.finditer(text))]
        self._columns: dict[int, Sequence[int]] = {}

    def place(self, line: int, column: int) -> int:
        """The place of a line, 1-based, and a column in bytes."""
        if line not in self._columns:
            start = self.starts[line - 1]
            end = self.starts[line] if line < len(self.starts) else len(self._text)
            self._columns[line] = places_of_bytes(self._text[start:end], start)
        return self._columns[line][column]

    def range(self, node: ast.expr | ast.stmt | ast.keyword | ast.excepthandler) -> tuple[int, int]:
        """Where a part of the program begins and ends."""
        start = self.place(node.lineno, node.col_offset)
        return start, self.place(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
