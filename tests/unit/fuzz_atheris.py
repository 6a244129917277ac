"""Coverage-guided fuzzing of the linter, for the campaign: any bytes, in any language that policies hide in.

Arguments are libFuzzer's, such as `-max_total_time=60 -seed=1`.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["checks"]):
    from checks.documents.source import Source
    from checks.documents.syntax import read_json
    from checks.lint import lint
    from checks.rules.registry import linted_rules
    from checks.rules.rule import Context

NAMES = ("a.json", "a.yaml", "a.md", "a.tf", "a.py", "a.txt", "a.template", "a.jsonl")
CONTEXT = Context()
RULES = linted_rules()


def one(content: bytes) -> None:
    """Read and lint one text; the first byte says what file it is."""
    text = content[1:].decode("utf-8", "surrogateescape")
    read_json(text)
    lint(Source(NAMES[content[0] % len(NAMES)] if content else NAMES[0], text), RULES, CONTEXT)


atheris.Setup(sys.argv, one)
atheris.Fuzz()
