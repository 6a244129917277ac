"""Verify a certificate: that it lists every cell, and that its search left no request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from checks.documents.model import Effect, PolicyDocument, parse_policy
from checks.proof.certificate import cells
from checks.proof.certificate.cells import Clause
from checks.proof.certificate.letters import stands_in
from checks.proof.certificate.needs import callers_masks, readings_needed, several_keys
from checks.proof.evaluate import Reading
from policies.errors import DocumentError, MCAError

_USERNAME = "aws:username"


class CertificateError(MCAError):
    """A certificate does not prove what it says."""


def check(certificate: Mapping[str, Any]) -> tuple[PolicyDocument, PolicyDocument]:
    """Verify a certificate.

    Args:
        certificate: As `json.load` returns it.

    Returns:
        The two documents: what the first allows, the second allows, too.

    Raises:
        CertificateError: It is not a certificate, or does not prove it.
    """
    if certificate.get("format") != "mca-proof/1":
        raise CertificateError(f"The format is {certificate.get('format')!r}.", remedy="Give a file of `mca prove`.")
    try:
        first, second = (
            parse_policy(certificate[name]["document"], name=certificate[name]["name"]) for name in ("first", "second")
        )
        whole = cells.clauses(first, second)
        boundary = 1 << len(first.statements)
        covered = frozenset(_covered(certificate["covered"], whole, boundary))
        goals = tuple(_goals(whole, boundary, covered))
        listed = {(frozenset(case["rejected"]), case["level"], case["users"]): case for case in certificate["cases"]}
        for needed in _needed(whole) if goals else ():
            # Everybody at once, or IAM users and all others apart.
            for users in (None,) if (*needed, None) in listed else (True, False):
                if (*needed, users) not in listed:
                    raise CertificateError(f"The case {sorted(needed[0])}, level {needed[1]}, is missing.")
                _Checker(whole, goals, listed[*needed, users]).check()
    except (KeyError, TypeError, AttributeError, ValueError, DocumentError) as error:
        raise CertificateError(f"This is not a whole certificate: {error!r}.", remedy="Make it again.") from error
    return first, second


def _needed(whole: Sequence[Clause]) -> Iterator[tuple[frozenset[str], int]]:
    readings = readings_needed(whole)
    levels = (1, 2, 3) if whole[0].statement.principals else (0,)
    for size in range(len(readings) + 1):
        for chosen in combinations(sorted(reading.name for reading in readings), size):
            for level in levels:
                yield frozenset(chosen), level


def _bits(whole: Sequence[Clause], boundary: int, effect: Effect, *, first: bool) -> list[int]:
    return [clause.bit for clause in whole if clause.statement.effect is effect and (clause.bit < boundary) is first]


def _covered(pairs: Sequence[Mapping[str, int]], whole: Sequence[Clause], boundary: int) -> Iterator[int]:
    """Verify that clauses stand in others: an allow of the first policy, or a deny of the second, in the other's."""
    clauses = {clause.bit: clause for clause in whole}
    for pair in pairs:
        inner, outer = clauses[pair["clause"]], clauses[pair["within"]]
        effect = inner.statement.effect
        right = (
            (inner.bit < boundary) is (effect is Effect.ALLOW)
            and (outer.bit < boundary) is (effect is Effect.DENY)
            and outer.statement.effect is effect
        )
        if not right or not stands_in(inner, outer):
            raise CertificateError(f"Clause {bin(inner.bit)} does not stand in {bin(outer.bit)}.")
        yield inner.bit


def _goals(whole: Sequence[Clause], boundary: int, covered: frozenset[int]) -> Iterator[tuple[int, int]]:
    """What has to be kept and cleared: all, but for what is covered."""
    denied = sum(_bits(whole, boundary, Effect.DENY, first=True))
    allowed = sum(_bits(whole, boundary, Effect.ALLOW, first=False))
    for keep in _bits(whole, boundary, Effect.ALLOW, first=True):
        if keep not in covered:
            yield keep, denied | allowed
        for deny in _bits(whole, boundary, Effect.DENY, first=False):
            if deny not in covered:
                yield keep | deny, denied


class _Checker:
    """Verifies one case."""

    def __init__(self, whole: Sequence[Clause], goals: Sequence[tuple[int, int]], case: Mapping[str, Any]) -> None:
        self._users = case["users"]
        # Only IAM users have a user name (IAM user guide: "Variables and tags", principal key values).
        gone = frozenset({_USERNAME}) if self._users is False else frozenset()
        self._whole = [replace(clause, gone=gone) for clause in whole]
        self._goals, self._case = goals, case
        self._rejected = frozenset(Reading[name] for name in case["rejected"])
        self._masks = {name: {int(choice["mask"]) for choice in choices} for name, choices in case["variables"].items()}

    def check(self) -> None:
        """Verify cells and search."""
        for name, masks in self._cells():
            missing = set(masks) - self._masks.get(name, set())
            if missing:
                raise CertificateError(f"A cell of {name} is missing: {bin(min(missing))}.", where=self._where)
        goals = {(goal["keep"], goal["clear"]): goal["steps"] for goal in self._case["goals"]}
        for keep, clear in self._goals:
            if (keep, clear) not in goals:
                raise CertificateError(f"The search for {bin(keep)} is missing.", where=self._where)
            self._follow(keep, clear, goals[keep, clear])

    @property
    def _where(self) -> str:
        return f"case {self._case['rejected']}, level {self._case['level']}"

    def _cells(self) -> Iterator[tuple[str, Iterator[int]]]:
        yield "action", cells.action_masks(self._whole)
        yield "resource", cells.resource_masks(self._whole, self._rejected)
        keys = {condition.key.lower() for clause in self._whole for condition in clause.statement.conditions}
        several = several_keys(keys)
        for key in keys:
            yield key, cells.key_masks(self._whole, key, self._rejected, several=key in several)
        if self._whole[0].statement.principals:
            yield "principal", callers_masks(self._whole, self._case["level"], self._rejected, users=self._users)

    def _follow(self, keep: int, clear: int, steps: Sequence[Mapping[str, Any]]) -> None:
        """Verify that the remains of each step follow from the cells, and that something always remains."""
        if {step["variable"] for step in steps} != set(self._masks) and steps[-1]["remains"]:
            raise CertificateError(f"The search for {bin(keep)} leaves variables out.", where=self._where)
        remains = {clear}
        for step in steps:
            after = set(step["remains"])
            options = {mask & clear for mask in self._masks[step["variable"]] if mask & keep == keep}
            for left in {before & option for before in remains for option in options}:
                if not any(smaller & left == smaller for smaller in after):
                    raise CertificateError(f"Remains {bin(left)} are missing.", where=self._where)
            remains = after
        if 0 in remains:
            raise CertificateError(f"The search for {bin(keep)} ends with a request.", where=self._where)
