"""The lines of a source that a range covers, with the range marked below them.

A line that is too long, such as a whole document in one line, is cut to a window around the range.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from checks.documents.source import Source
from checks.report.visible import cells
from policies.document import Span

_WIDTH: Final = 110
"""So many characters of a line are shown."""
_BEFORE: Final = 40
"""So many of them stand before the range, if the line is cut."""
_CUT: Final = "…"


class Line(NamedTuple):
    """One line of an excerpt.

    Attributes:
        number: Its number in the source; 0 for one that stands for lines left out.
        text: What is shown of it.
        marks: Carets below the range, and what leads up to them; empty if nothing is marked.
    """

    number: int
    text: str
    marks: str


def excerpt(source: Source, span: Span) -> tuple[Line, ...]:
    """The first line of a range and, if it ends on another one, its last.

    Args:
        source: The text.
        span: The range in it; one that is empty is marked with one caret.
    """
    end_line, end_column = source.position(span.end)
    if end_column == 1 and end_line > span.line:
        # The range ends with a line's end.
        end_line -= 1
        end_column = len(source.line(end_line)) + 1
    first = source.line(span.line)
    if end_line == span.line:
        return (_marked(span.line, first, span.column - 1, end_column - 1),)
    last = source.line(end_line)
    begin = min(len(last) - len(last.lstrip()), end_column - 1)
    between = end_line - span.line - 1
    left_out = (Line(0, f"({between} more line{'s' * (between > 1)})", ""),) if between else ()
    return (
        _marked(span.line, first, span.column - 1, len(first)),
        *left_out,
        _marked(end_line, last, begin, end_column - 1),
    )


def _marked(number: int, line: str, start: int, end: int) -> Line:
    """A line with the characters from `start` to `end` marked, cut to a window if it is long."""
    low, high = 0, len(line)
    if high > _WIDTH:
        low = max(0, min(start - _BEFORE, high - _WIDTH))
        high = min(high, low + _WIDTH)
    shown = cells(line[low:high])
    before, after = _CUT * (low > 0), _CUT * (high < len(line))
    text = before + "".join(sign for sign, _ in shown) + after
    lead = len(before) + sum(width for _, width in shown[: start - low])
    width = sum(width for _, width in shown[start - low : max(end - low, 0)])
    return Line(number, text, " " * lead + "^" * max(1, width))
