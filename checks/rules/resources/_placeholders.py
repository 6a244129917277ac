"""What guides and templates print in place of names."""

from __future__ import annotations

import re
from typing import Final

from checks.rules.arn import parse
from checks.rules.patterns import LONGEST

_MARKED: Final = re.compile(
    r"<[A-Za-z][\w .:-]*>"
    r"|\{\{[^{}]*\}\}"
    r"|(?<!\$)\{[A-Z][A-Z0-9_ -]+\}"
    r"|\[(?:your|my)[\w -]*\]"
    r"|\b(?:YOUR|REPLACE|CHANGE)[-_][A-Z_-]+"
    r"|\bX{6,}\b"
    r"|\.\.\.|\u2026",
    re.ASCII,
)
_OF_TEMPLATES: Final = re.compile(r"\$\{(?:AWS::[^}]*|(?![*?$]\})(?![A-Za-z0-9.-]+:[^:])[^}]*)\}", re.ASCII)
_ACCOUNTS: Final = frozenset({"account", "accountid", "awsaccountid", "youraccountid", "accountnumber"})
_REGIONS: Final = frozenset({"region", "awsregion", "yourregion"})


def marked(text: str) -> str:
    """The placeholder in a text that no name can hold; empty if there is none."""
    found = _MARKED.search(text) if len(text) <= LONGEST else None
    return found[0] if found else ""


def of_resource(text: str) -> str:
    """The placeholder in a resource or principal, where a policy variable may stand too; empty if there is none."""
    if len(text) > LONGEST:
        return ""
    if found := marked(text) or ("${" in text and (of_template := _OF_TEMPLATES.search(text)) and of_template[0]):
        return found
    arn = parse(text)
    if arn is None:
        return ""
    for part, words in ((arn.account, _ACCOUNTS), (arn.region, _REGIONS)):
        if part.lower().replace("-", "").replace("_", "") in words:
            return part
    return ""
