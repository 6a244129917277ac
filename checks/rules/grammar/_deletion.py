"""Edits that take items out of a list, or members out of an object, each with the comma that goes with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from checks.documents.source import Edit


def deletions(text: str, ranges: Sequence[tuple[int, int]], doomed: Collection[int]) -> Mapping[int, tuple[Edit, ...]]:
    """The edit that deletes each doomed item; any of them may be made with or without the others.

    Args:
        text: What the items stand in.
        ranges: Where all items begin and end, in order.
        doomed: The numbers of those to delete; not all.

    Returns:
        The edits by number; none if something else than one comma separates two items, since the text is then not
        JSON, or holds what an edit would lose.
    """
    if not doomed or any(text[end:start].strip() != "," for (_, end), (start, _) in pairwise(ranges)):
        return {}
    kept = min(number for number in range(len(ranges)) if number not in doomed)
    return {
        number: (
            # What stands before the first item that is kept goes with the comma behind it.
            Edit(ranges[number][0], ranges[number + 1][0], "")
            if number < kept
            else Edit(ranges[number - 1][1], ranges[number][1], ""),
        )
        for number in doomed
    }
