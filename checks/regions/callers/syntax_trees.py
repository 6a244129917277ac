"""Texts of many languages as syntax trees of tree-sitter, with places in characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Final

from tree_sitter import Language, Parser
from tree_sitter import Node as Part

from checks.documents.places import places_of_bytes

_GRAMMARS: Final = {
    "bash": "tree_sitter_bash.language",
    "csharp": "tree_sitter_c_sharp.language",
    "go": "tree_sitter_go.language",
    "java": "tree_sitter_java.language",
    "javascript": "tree_sitter_javascript.language",
    "php": "tree_sitter_php.language_php",
    "powershell": "tree_sitter_powershell.language",
    "ruby": "tree_sitter_ruby.language",
    "rust": "tree_sitter_rust.language",
    "tsx": "tree_sitter_typescript.language_tsx",
    "typescript": "tree_sitter_typescript.language_typescript",
}


@cache
def _parser(grammar: str) -> Parser:
    module, _, name = _GRAMMARS[grammar].partition(".")
    language: Callable[[], object] = getattr(import_module(module), name)
    return Parser(Language(language()))


class SyntaxTree:
    """A text, and its tree.

    Attributes:
        text: The text.
        root: The whole tree.
    """

    def __init__(self, text: str, grammar: str, parsed: str | None = None) -> None:
        """Take a text apart.

        Args:
            text: The text.
            grammar: The name of its language's grammar.
            parsed: What to parse instead, of the same length, where the grammar does not know all of the language.
        """
        self.text = text
        parsed = text if parsed is None else parsed
        self._places = places_of_bytes(parsed)
        self.root = _parser(grammar).parse(parsed.encode(errors="surrogatepass")).root_node

    def range(self, part: Part) -> tuple[int, int]:
        """Where a part of the text begins and ends."""
        return self._places[part.start_byte], self._places[part.end_byte]

    def written(self, part: Part) -> str:
        """How a part is written."""
        start, end = self.range(part)
        return self.text[start:end]

    def errors(self) -> Iterator[Part]:
        """What does not fit the grammar, in the order of the text."""
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            if part.is_error or part.is_missing:
                yield part
            elif part.has_error:
                waiting += reversed(part.children)


def field(part: Part, *names: str) -> Part | None:
    """The first field that a part has of some names."""
    for name in names:
        found = part.child_by_field_name(name)
        if found is not None:
            return found
    return None


def descendants(part: Part) -> Iterator[Part]:
    """All that is inside a part, in the order of the text."""
    waiting = list(reversed(part.children))
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(one.children)
