"""What guides and templates print in place of names."""

from __future__ import annotations

import re
from typing import Final

from checks.rules.arn import parse
from checks.rules.patterns import LONGEST
from checks.rules.variables import is_open

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
"""What CloudFormation, Terraform and shells fill in: all but escapes and `prefix:key`."""
_ACCOUNTS: Final = frozenset({"account", "accountid", "awsaccountid", "youraccountid", "accountnumber"})
_REGIONS: Final = frozenset({"region", "awsregion", "yourregion"})


def marked(text: str) -> str:
    """The placeholder in a text that no name can hold; empty if there is none."""
    found = _MARKED.search(text) if len(text) <= LONGEST else None
    return found[0] if found else ""


def of_template(text: str) -> str:
    """What a template fills in, in a resource or principal, and IAM does not; empty if there is nothing."""
    found = _OF_TEMPLATES.search(text) if "${" in text and len(text) <= LONGEST and not is_open(text) else None
    return found[0] if found else ""


def of_resource(text: str) -> str:
    """The placeholder in a resource or principal, whatever fills it in; empty if there is none."""
    if len(text) > LONGEST:
        return ""
    if found := marked(text) or of_template(text):
        return found
    arn = parse(text)
    if arn is None:
        return ""
    for part, words in ((arn.account, _ACCOUNTS), (arn.region, _REGIONS)):
        if part.lower().replace("-", "").replace("_", "") in words:
            return part
    return ""
