"""Mend files: write them, or only show what would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from checks.documents.policy import Kind
from checks.documents.source import Source
from checks.findings import Finding
from checks.mending import mend
from operations.files import write
from operations.lint.gathering import Text
from policies.errors import FileError

ENCODING: Final = "utf-8"
"""Only files in this encoding are mended."""


@dataclass(frozen=True)
class Fixed:
    """A text that was mended.

    Attributes:
        before: As it was.
        after: As it is to be.
        made: How many findings are mended.
        refused: Those whose edits would have made it worse.
    """

    before: Text
    after: Text
    made: int
    refused: tuple[Finding, ...]


def fix(text: Text, find: Callable[[Source], Iterable[Finding]], kind: Kind | None) -> Fixed:
    """Mend a text; nothing is written.

    Args:
        text: The text.
        find: The findings of a text that are to be mended.
        kind: What its documents are for; None to tell by what they say.
    """
    if text.encoding != ENCODING:
        # Its mark and byte order are not kept by decoding, so it could not be written back as it was.
        return Fixed(text, text, 0, tuple(finding for finding in find(text.source) if finding.edits))
    mended = mend(text.source, find, kind)
    return Fixed(text, replace(text, source=mended.source), mended.made, mended.refused)


def save(fixed: Fixed) -> None:
    """Write a mended text to its file.

    Raises:
        FileError: It cannot be written, or somebody else wrote to it since it was read.
    """
    file = fixed.before.file
    if file is None or fixed.after.source.text == fixed.before.source.text:
        return
    try:
        current = file.read_bytes()
    except OSError as error:
        raise FileError(f"The file cannot be read again: {error.strerror}.", where=str(file)) from error
    if current != fixed.before.source.text.encode(ENCODING):
        remedy = "Run the same command again."
        raise FileError(
            "The file was changed while it was being linted; it is left alone.", where=str(file), remedy=remedy
        )
    write(file, fixed.after.source.text.encode(ENCODING))


def diff(fixed: Fixed) -> str:
    """What changes, as a unified diff that `git apply` and `patch -p1` take."""
    from difflib import unified_diff  # noqa: PLC0415  # only --diff needs it

    name = fixed.before.source.name
    before, after = _lines(fixed.before.source.text), _lines(fixed.after.source.text)
    return "".join(unified_diff(before, after, f"a/{name}", f"b/{name}"))


def _lines(text: str) -> list[str]:
    """The lines with their ends; a last one without an end says so, as diffs do."""
    lines = [f"{line}\n" for line in text.split("\n")]
    if lines[-1] == "\n":
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\\ No newline at end of file\n"]
