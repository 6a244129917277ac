"""All rules, by code and by name. A file in a family's folder is a rule; nothing else has to be edited to add one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from checks.rules.rule import Rule
from policies.errors import ArgumentError


class Family(NamedTuple):
    """Rules that belong together.

    Attributes:
        prefix: How their codes begin.
        about: What they are about.
    """

    prefix: str
    about: str


FAMILIES: Final = {
    "syntax": Family("MCA0", "JSON that is no JSON"),
    "grammar": Family("MCA1", "documents that IAM's grammar does not allow, or that do not fit"),
    "actions": Family("MCA2", "actions that do not exist, do not apply, or are too many"),
    "resources": Family("MCA3", "ARNs that are malformed, foreign, or too wide"),
    "conditions": Family("MCA4", "conditions that never match, or match too much"),
    "trust": Family("MCA5", "who may assume the role"),
    "denies": Family("MCA6", "what stops a delivery or a call in spite of an allow"),
    "leakage": Family("MCA7", "who else could read or send reports, or take the role over"),
    "proof": Family("MCA8", "what a document allows, proved against what the project would grant"),
    "suppressions": Family("MCA9", "suppressions and baselines that no longer do what they were written for"),
    "callers": Family("MCC", "programs, commands and schedules that call the service"),
    "regions": Family("MCR", "settings and grants that lead the call elsewhere than to us-east-1"),
}
"""The families, in the order of their codes. The last three are not about documents: one is about the linter's
own files, one about programs, one about what `mca regions` looks at besides."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(sorted((rule for family in FAMILIES for rule in rules_of(family)), key=lambda rule: rule.code))


@cache
def rules_of(family: str) -> tuple[Rule, ...]:
    """The rules of a family, by code; no others are loaded."""
    files = (Path(__file__).parent / family).glob("[!_]*.py")
    found = [import_module(f"checks.rules.{family}.{file.stem}").RULE for file in files]
    return tuple(sorted(found, key=lambda rule: rule.code))


def family_of(rule: Rule) -> str:
    """The name of the family that a rule belongs to."""
    return next(name for name, family in FAMILIES.items() if rule.code.startswith(family.prefix))


@cache
def _by_key() -> Mapping[str, Rule]:
    return {key: rule for rule in rules() for key in (rule.code, rule.name)}


def find(key: str) -> Rule:
    """A rule by its code or its name.

    Raises:
        ArgumentError: There is none.
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only a wrong name needs it

    known = _by_key()
    rule = known.get(key) or known.get(key.upper()) or known.get(key.lower())
    if rule is None:
        close = get_close_matches(key.lower(), known, 1)
        remedy = f"Did you mean {close[0]}? `mca rules` lists them." if close else "`mca rules` lists them."
        raise ArgumentError("rule", f"there is no rule {key!r}.", remedy=remedy)
    return rule


def matching(patterns: Iterable[str]) -> frozenset[Rule]:
    """The rules that codes, names, families or beginnings of codes select; `ALL` is every rule.

    Raises:
        ArgumentError: A pattern selects nothing.
    """
    families = {name: family.prefix for name, family in FAMILIES.items()}
    chosen: set[Rule] = set()
    for pattern in patterns:
        beginning = "MC" if pattern == "ALL" else families.get(pattern.lower(), pattern.upper())
        some = {rule for rule in rules() if beginning.startswith("MC") and rule.code.startswith(beginning)}
        chosen |= some or {find(pattern)}
    return frozenset(chosen)
