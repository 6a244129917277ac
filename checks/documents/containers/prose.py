"""Markdown and plain text: fenced blocks, and blocks of braces that stand bare in the text.

A block counts only if it probably holds a policy, right or broken; so braces in prose and other samples are passed
over. Fences: CommonMark, "Fenced code blocks"; those in lists and quotations are found by their marks too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.containers.search import Search
from checks.documents.containers.written import is_url_encoded
from checks.documents.kinds import mentions_policy
from checks.documents.nodes import Path
from checks.documents.source import Passage

if TYPE_CHECKING:
    from checks.documents.containers.choose import Reader  # it chooses this reader too

_FENCE: Final = re.compile(r"^(?P<lead>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$", re.MULTILINE)
_LANGUAGES: Final = {
    "hcl": "x.tf",
    "terraform": "x.tf",
    "tf": "x.tf",
    "py": "x.py",
    "python": "x.py",
    "yaml": "x.yaml",
    "yml": "x.yaml",
    "jsonl": "x.jsonl",
    "ndjson": "x.jsonl",
}
"""The info strings of blocks that have a reader of their own."""
_OPENING: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?P<brace>[{\[])|(?P<inline>\{\s*[\"'\u2018\u201c]\w+[\"'\u2019\u201d])", re.MULTILINE
)
_STATEMENT: Final = re.compile(r"Statement", re.IGNORECASE)
_STEP: Final = re.compile(r'[{}\[\]]|"(?:[^"\\\n]|\\.)*"|\n')
_JSON_LINE: Final = re.compile(
    r"""[ \t>]*(?:$|[{}\[\]",:'\u2018\u2019\u201c\u201d]|//|\#|/\*|\.\.\.|\u2026|<|\w+["']?\s*:\s*["\[{])"""
)
_MOST: Final = 200_000
"""A block is looked at up to this length: no policy is longer."""
_PATIENCE: Final = 2_000_000
"""So many characters are looked at twice for documents in the middle of a line."""
_PROGRAMS: Final = frozenset(
    [
        "c",
        "c#",
        "c++",
        "cpp",
        "cs",
        "csharp",
        "dart",
        "elixir",
        "go",
        "golang",
        "java",
        "javascript",
        "js",
        "jsx",
        "kotlin",
        "kt",
        "lua",
        "php",
        "pl",
        "powershell",
        "ps1",
        "r",
        "rb",
        "ruby",
        "rs",
        "rust",
        "scala",
        "swift",
        "ts",
        "tsx",
        "typescript",
    ]
)
"""Languages whose braces are no JSON, and that have no reader here."""


class _Block(NamedTuple):
    """A part of the text that may hold policies; `reader` names a file of its language, and is empty for JSON."""

    start: int
    end: int
    lead: str
    reader: str


def read_prose(passage: Passage, asked: Asked) -> SourceReading:
    """Read a text that people wrote for people."""
    search = Search(asked.kind)
    search_blocks(search, passage)
    return search.found


def search_blocks(search: Search, passage: Passage, path: Path = ()) -> None:
    """Look for policies in the blocks of a text.

    Args:
        search: Where to note what is found.
        passage: The text.
        path: What leads to it; the number of the block follows, if there is more than one.
    """
    blocks = [block for block in _blocks(passage.text) if _counts(passage.text[block.start : block.end])]
    for number, block in enumerate(blocks):
        where = (*path, number) if len(blocks) > 1 else path
        _search_block(search, _unquoted(passage, block), block.reader, where)


def _counts(text: str) -> bool:
    return mentions_policy(text) or "aws_iam_policy_document" in text or (is_url_encoded(text) and "Statement" in text)


def _search_block(search: Search, passage: Passage, reader: str, path: Path) -> None:
    from checks.documents.containers.choose import reader_of  # noqa: PLC0415  # it chooses this reader too

    read: Reader = reader_of(reader or "x.json", passage.text)
    search.join(read(passage, Asked(search.kind, named=False)), path)


def _unquoted(passage: Passage, block: _Block) -> Passage:
    """A block without the marks of quotation that each line begins with, or the blanks that all lines begin with."""
    text = passage.text[block.start : block.end]
    if ">" not in block.lead and not (block.reader and block.lead):
        return passage.within(text, block.start, str)
    parts: list[str] = []
    offsets: list[int] = []
    place = block.start
    mark = re.compile("[ \t]*".join(re.escape(one) for one in block.lead.replace("\t", "").replace(" ", "")) + "[ \t]?")
    if ">" not in block.lead:
        mark = re.compile(f"[ \t]{{0,{len(block.lead)}}}")
    for line in text.splitlines(keepends=True):
        found = mark.match(line)
        cut = found.end() if found and line.strip() else 0
        parts.append(line[cut:])
        offsets += range(place + cut, place + len(line))
        place += len(line)
    return passage.within("".join(parts), [*offsets, place], lambda new: new.replace("\n", f"\n{block.lead}"))


def _blocks(text: str) -> Iterator[_Block]:
    """Fenced blocks, and bare ones between and in them, in the order of the text."""
    position = 0
    while found := _FENCE.search(text, position):
        yield from _bare(text, position, found.start())
        start = min(found.end() + 1, len(text))
        fence, lead = found["fence"], found["lead"]
        closing = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\r?$", re.MULTILINE)
        closed = closing.search(text, start)
        end = closed.start() if closed else len(text)
        position = min(closed.end() + 1, len(text)) if closed else len(text)
        language = found["info"].strip().lower().lstrip("{.").partition(" ")[0].partition("}")[0]
        inner = text[start:end].lstrip(" \t\r\n>\ufeff")
        if language in _PROGRAMS:
            pass
        elif language in _LANGUAGES:
            yield _Block(start, end, lead, _LANGUAGES[language])
        elif inner[:1] in {"{", "["} or is_url_encoded(inner):
            yield _Block(start, end, lead if ">" in lead else "", "")
        else:
            yield from _bare(text, start, end)
        if position >= len(text):
            return
    yield from _bare(text, position, len(text))


def _bare(text: str, start: int, end: int) -> Iterator[_Block]:
    position, patience = start, _PATIENCE
    while found := _OPENING.search(text, position, end):
        inline = found["inline"] is not None
        opening = found.start("inline" if inline else "brace")
        stop, balanced = _extent(text, opening, end)
        if not inline or (balanced and _STATEMENT.search(text, opening, stop)):
            yield _Block(opening, stop, found["lead"] or "", "")
            position = max(stop, found.end())
            continue
        # Braces in the middle of a line are a sample in passing, unless they are a whole document.
        patience -= stop - opening
        position = found.end() if patience > 0 else max(stop, found.end())


def _extent(text: str, opening: int, end: int) -> tuple[int, bool]:
    """Where a block of braces ends, and whether its brackets pair there.

    One whose brackets do not pair ends at a closing bracket that is alone on its line and indented like its first
    line, or before the first line that does not look like JSON.
    """
    indent = opening - (text.rfind("\n", 0, opening) + 1)
    closer = "}" if text[opening] == "{" else "]"
    end = min(end, opening + _MOST)
    depth, last = 0, opening + 1
    for found in _STEP.finditer(text, opening, end):
        mark = found[0]
        if mark in {"{", "["}:
            depth += 1
        elif mark in {"}", "]"}:
            depth -= 1
            if depth <= 0:
                return found.end(), depth == 0
        elif mark == "\n":
            line = _line(text, found.end(), end)
            own = len(line) - len(line.lstrip())
            if not _JSON_LINE.match(line) and own <= indent:
                return last, False
            if line.strip():
                last = found.end() + len(line.rstrip())
            if line.strip() == closer and own <= indent:
                following = _line(text, found.end() + len(line) + 1, end)
                if not following.strip() or not _JSON_LINE.match(following):
                    return last, False
    return end, False


def _line(text: str, start: int, end: int) -> str:
    stop = text.find("\n", start, end)
    return text[start : stop if stop >= 0 else max(start, end)]
