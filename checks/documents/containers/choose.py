"""Tell a text's language by its name, else by what it says; each reader is loaded only if it is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Final

from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.source import Passage

Reader = Callable[[Passage, Asked], SourceReading]
"""What reads a text of one language."""

_JSON: Final = "json_text.read_json_text"
_LINES: Final = "json_text.read_json_lines"
_YAML: Final = "yaml_text.read_yaml"
_PROSE: Final = "prose.read_prose"
_HCL: Final = "hcl.read_hcl"
_PYTHON: Final = "python_code.read_python"
_BY_ENDING: Final = {
    "json": _JSON,
    "tfstate": _JSON,
    "jsonl": _LINES,
    "ndjson": _LINES,
    "template": _YAML,
    "yaml": _YAML,
    "yml": _YAML,
    "markdown": _PROSE,
    "md": _PROSE,
    "rst": _PROSE,
    "sh": _PROSE,
    "txt": _PROSE,
    "hcl": _HCL,
    "tf": _HCL,
    "tofu": _HCL,
    "py": _PYTHON,
}
ENDINGS: Final = frozenset(_BY_ENDING)
"""The endings of files that may hold policies."""

_BLANKS: Final = " \t\r\n\ufeff"
_HEAD: Final = 20_000
"""How much of a text tells its language."""
_FENCED: Final = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_BLOCK: Final = re.compile(r'^(?:(?:resource|data)\s+"[\w-]+"\s+"|(?:locals|terraform)\s*\{)', re.MULTILINE)
_PROGRAM: Final = re.compile(r"^(?:import [\w.]+$|from [\w.]+ import |def \w+\(|class \w+[(:]|\w+ = )", re.MULTILINE)
_MAPPING: Final = re.compile(r"\A(?:\s*(?:#[^\n]*)?\n)*(?:---|%YAML|-\s+\w|[\w:.\"'-]+:(?:\s|$))")


def ending_of(name: str) -> str:
    """The ending of a file's name, without the dot and in lower case."""
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def reader_of(name: str, text: str) -> Reader:
    """The reader of a text.

    Args:
        name: The name of its file, or `<stdin>`.
        text: All of it; it tells where the name does not.
    """
    chosen = _BY_ENDING.get(ending_of(name)) or _by_content(text)
    if chosen == _PROSE and text.lstrip(_BLANKS)[:1] == "%":
        chosen = _by_content(text)
    module, _, function = chosen.partition(".")
    reader: Reader = getattr(import_module(f"checks.documents.containers.{module}"), function)
    return reader


def _by_content(text: str) -> str:
    from checks.documents.containers.written import is_json_lines, is_url_encoded  # noqa: PLC0415  # a name mostly tells

    head = text[:_HEAD].lstrip(_BLANKS)
    if head[:1] in {"{", "["} or not head or is_url_encoded(head):
        return _LINES if is_json_lines(text) else _JSON
    if _FENCED.search(head):
        return _PROSE
    if _BLOCK.search(head):
        return _HCL
    if _MAPPING.match(head):
        return _YAML
    return _PYTHON if _PROGRAM.search(head) else _PROSE
