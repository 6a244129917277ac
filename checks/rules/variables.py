"""What is wrong with a policy variable that no request fills in."""

from __future__ import annotations

import re
from typing import Final

from checks.documents.policy import Value
from checks.documents.syntax.quoting import shown
from checks.findings import Severity
from checks.rules.catalogue import Catalogue
from checks.rules.hints import Hints
from checks.rules.patterns import LONGEST
from checks.rules.rule import Problem

ESCAPES: Final = frozenset("*?$")
"""What stands in braces for a character that is no wildcard."""
_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
_SERVERLESS: Final = re.compile(r"\$\{(?:cf|env|file|opt|param|self|sls)[:(]")
_KEY: Final = re.compile(r"\s*([^\s,']+)\s*(?:,\s*'[^']*'\s*)?")


def variables(text: str) -> list[str]:
    """What stands between the braces of each variable or escape; a text longer than any value has none."""
    return _VARIABLE.findall(text) if len(text) <= LONGEST and not is_open(text) else []


def is_open(text: str) -> bool:
    """Whether the Serverless framework fills something in before anybody else reads the text."""
    return "${" in text and _SERVERLESS.search(text) is not None


def unfilled(value: Value, content: str, catalogue: Catalogue, hints: Hints) -> Problem | None:
    """What is wrong with what stands between the braces of a variable; None if a request may fill it in.

    Args:
        value: The value that it stands in.
        content: What stands between the braces.
        catalogue: The condition keys.
        hints: Looks for what was meant.
    """
    if content in ESCAPES:
        return None
    match = _KEY.fullmatch(content)
    if match is None:
        return Problem(value, f"${{{shown(content)}}} is no policy variable.", "Write ${key} or ${key, 'default'}.")
    key = catalogue.key(match[1])
    if key is None:
        return _unknown(value, match[1], catalogue, hints)
    if not key.multivalued:
        return None
    sentence = f"{match[1]} may have several values, so ${{{match[1]}}} is never filled in."
    return Problem(value, sentence, "Compare the key itself by ForAnyValue or ForAllValues.")


def _unknown(value: Value, name: str, catalogue: Catalogue, hints: Hints) -> Problem | None:
    if name.startswith("AWS::"):
        sentence = f"${{{name}}} is CloudFormation's; here nothing fills it in."
        return Problem(value, sentence, "Write the value, or put Fn::Sub around the string.")
    if near := hints.meant(catalogue.nearest_key, name):
        return Problem(value, f"${{{name}}} names no condition key.", f"Write ${{{near}}}.")
    if "." in name.partition(":")[0]:
        return None
    sentence = f"${{{shown(name)}}} names no known condition key, so nothing fills it in."
    return Problem(value, sentence, "Write a condition key, or the value itself.", severity=Severity.WARNING)
