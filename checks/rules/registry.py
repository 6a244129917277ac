"""All rules, by code and by name. A file in a family's folder is a rule; nothing else has to be edited to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
        linted: Whether `mca lint` applies them: they are about policy documents, or about its own files.
    """

    prefix: str
    about: str
    linted: bool = True


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
    "callers": Family("MCC", "programs, commands and schedules that call the service", linted=False),
    "regions": Family("MCR", "settings and grants that lead the call elsewhere than to us-east-1", linted=False),
}
"""The families, in the order of their codes. The last three are not about documents: one is about the linter's
own files, one about programs, one about what `mca regions` looks at besides."""


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(rule for family in FAMILIES for rule in rules_of(family))


@cache
def linted_rules() -> tuple[Rule, ...]:
    """The rules that `mca lint` applies, by code; no others are loaded."""
    return tuple(rule for name, family in FAMILIES.items() if family.linted for rule in rules_of(name))


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
def _by_key(chosen: Callable[[], tuple[Rule, ...]]) -> Mapping[str, Rule]:
    return {key: rule for rule in chosen() for key in (rule.code, rule.name)}


def find(key: str) -> Rule:
    """A rule by its code or its name; those that `mca lint` does not apply are loaded if no other is called so.

    Raises:
        ArgumentError: There is none.
    """
    rule = _known(key, _by_key(linted_rules)) or _known(key, _by_key(rules))
    if rule is None:
        from difflib import get_close_matches  # noqa: PLC0415  # only a wrong name needs it

        known = _by_key(rules)
        close = get_close_matches(key.lower(), known, 1)
        remedy = f"Did you mean {close[0]}? `mca rules` lists them." if close else "`mca rules` lists them."
        raise ArgumentError("rule", f"there is no rule {key!r}.", remedy=remedy)
    return rule


def _known(key: str, known: Mapping[str, Rule]) -> Rule | None:
    return known.get(key) or known.get(key.upper()) or known.get(key.lower())


def matching(patterns: Iterable[str]) -> frozenset[Rule]:
    """The rules that codes, names, families or beginnings of codes select; `ALL` is every rule of `mca lint`.

    Raises:
        ArgumentError: A pattern selects nothing.
    """
    families = {name: family.prefix for name, family in FAMILIES.items()}
    chosen: set[Rule] = set()
    for pattern in patterns:
        if pattern == "ALL":
            chosen.update(linted_rules())
            continue
        beginning = families.get(pattern.lower(), pattern.upper())
        among = linted_rules() if beginning.startswith("MCA") else rules() if beginning.startswith("MC") else ()
        some = {rule for rule in among if rule.code.startswith(beginning)}
        chosen |= some or {find(pattern)}
    return frozenset(chosen)
