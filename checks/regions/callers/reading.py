"""Tell a text's language, and find what it does with the service."""

from __future__ import annotations

import re
from typing import Final

from checks.documents.containers.choose import ending_of
from checks.documents.source import Source
from checks.regions.callers.finding import find_sites
from checks.regions.callers.naming import is_comment_only
from checks.regions.callers.sites import Sites

_PROGRAMS: Final = {
    "cjs": ("javascript", "javascript"),
    "cs": ("csharp", "csharp"),
    "cts": ("typescript", "javascript"),
    "go": ("go", "go"),
    "java": ("java", "java"),
    "js": ("javascript", "javascript"),
    "jsx": ("javascript", "javascript"),
    "mjs": ("javascript", "javascript"),
    "mts": ("typescript", "javascript"),
    "php": ("php", "php"),
    "rake": ("ruby", "ruby"),
    "rb": ("ruby", "ruby"),
    "rs": ("rust", "rust"),
    "ts": ("typescript", "javascript"),
    "tsx": ("tsx", "javascript"),
}
"""By the ending of a file's name: its grammar, and the SDKs that it uses."""

_COMMENTS: Final = {
    **dict.fromkeys(("bash", "py", "rake", "rb", "sh", "tf", "yaml", "yml", "ps1"), ("#",)),
    **dict.fromkeys(("cs", "cts", "go", "java", "js", "jsx", "mjs", "mts", "rs", "ts", "tsx"), ("//",)),
}
"""How a line begins that is a comment, by the ending of a file's name."""
_SHELL: Final = frozenset({"bash", "makefile", "mk", "sh", "zsh", "ksh", "bats", "envrc"})
_DOCUMENTS: Final = frozenset({"json", "template", "yaml", "yml", "tf", "tofu", "hcl", "tfstate", "asl"})
_TEXTS: Final = frozenset({"md", "txt", "rst"})
"""What is read by people only; a call in it calls nothing."""
_SHEBANG: Final = re.compile(r"#!.*\b(?:ba|da|k|z)?sh\b")


def read(source: Source) -> Sites:  # noqa: PLR0911  # one branch a kind of text
    """Find the clients and requests of a text.

    Args:
        source: The text.
    """
    ending = ending_of(source.name)
    if is_comment_only(source.text, _COMMENTS.get(ending, ())):
        return Sites()
    if ending in {"py", "pyw", "pyi"}:
        from checks.regions.callers.python import read_python  # noqa: PLC0415  # each reader is loaded if it is needed

        return find_sites(read_python(source.text), source.text, "python")
    if ending in _PROGRAMS:
        from checks.regions.callers.grammars import read_program  # noqa: PLC0415  # the same

        grammar, language = _PROGRAMS[ending]
        return find_sites(read_program(source.text, grammar), source.text, language)
    if ending in _SHELL or (ending not in _DOCUMENTS | _TEXTS and _SHEBANG.match(source.text)):
        from checks.regions.callers.command_line import command_sites  # noqa: PLC0415  # the same
        from checks.regions.callers.shell import read_shell  # noqa: PLC0415  # the same

        return command_sites(read_shell(source.text), source.text)
    if ending in {"ps1", "psm1"}:
        from checks.regions.callers.cmdlets import powershell_sites  # noqa: PLC0415  # the same

        return powershell_sites(source.text)
    if ending in _DOCUMENTS:
        from checks.regions.callers.documents import read_document  # noqa: PLC0415  # the same

        return read_document(source, ending)
    return Sites()
