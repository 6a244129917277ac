"""Anchored patterns of paths: a pattern speaks of whole relative paths, never of their ends.

`*` and `?` stand for text within one folder or file name, `[…]` for one character of a set, `**` for any number of
folders. `*.json` is a file beside the configuration; `**/*.json` is one at any depth; `policies/**` is all below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policies.errors import ArgumentError

_SET: Final = re.compile(r"\[([!^]?)([^/\]]+)\]")
_WILD: Final = frozenset("*?[")


@dataclass(frozen=True)
class Glob:
    """One pattern.

    Raises:
        ArgumentError: It is empty, absolute, climbs out of its folder, or could match no relative path.
    """

    pattern: str

    def __post_init__(self) -> None:
        """Refuse what could never match."""
        parts = self.pattern.split("/")
        if not self.pattern.strip() or "\\" in self.pattern or {"", ".", ".."} & set(parts):
            raise ArgumentError(
                "path",
                f"{self.pattern!r} is no pattern of relative paths.",
                remedy="Write folders and names apart with `/`, such as `policies/*.json` or `**/trust.json`.",
            )
        if any("**" in part and part != "**" for part in parts):
            remedy = "Write `**` alone between slashes, such as `policies/**/*.json`."
            raise ArgumentError("path", f"{self.pattern!r} has `**` beside other text.", remedy=remedy)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        parts = self.pattern.split("/")
        texts = [_any_folders(last=part is parts[-1]) if part == "**" else _name(part) + "/" for part in parts]
        return re.compile("".join(texts).removesuffix("/"), re.DOTALL)

    def matches(self, path: str) -> bool:
        """Whether the pattern is the whole of a relative path, whose names are apart by `/`."""
        return self._expression.fullmatch(path) is not None

    @property
    def literal(self) -> bool:
        """Whether it can match one path only."""
        return not _WILD & set(self.pattern)

    @property
    def folder(self) -> str:
        """The folder that everything it matches is in, as far as it is certain; empty for the root."""
        certain: list[str] = []
        for part in self.pattern.split("/")[:-1]:
            if _WILD & set(part):
                break
            certain.append(part)
        return "/".join(certain)


def _any_folders(*, last: bool) -> str:
    return ".+" if last else "(?:[^/]+/)*"


def _name(part: str) -> str:
    """A folder's or file's name as a regular expression."""
    found, position = "", 0
    while position < len(part):
        symbol = part[position]
        chosen = _SET.match(part, position)
        if chosen:
            found += f"[{'^' if chosen[1] else ''}{_escaped(chosen[2])}]"
            position = chosen.end()
            continue
        found += {"*": "[^/]*", "?": "[^/]"}.get(symbol) or re.escape(symbol)
        position += 1
    return found


def _escaped(members: str) -> str:
    """The members of a set, in which only `-` keeps its meaning."""
    return re.sub(r"([\\\]\[^&~|])", r"\\\1", members)
