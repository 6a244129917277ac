"""An IAM policy document as typed, immutable values, and its stable JSON form.

One model serves both ways: the functions of this package build it, and `checks.documents` reads text into it. Grammar:
AWS IAM user guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from policies.errors import DocumentError

CURRENT_VERSION = "2012-10-17"
"""The version of every document written here; older ones have no policy variables."""


class Effect(StrEnum):
    """What a statement does to the requests it matches."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the source text: `start` (included) to `end` (excluded), 0-based; `line` and `column` 1-based."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Principals:
    """Who a statement speaks of: pairs of type and value, such as `("AWS", "arn:aws:iam::111122223333:root")`.

    `"Principal": "*"` is `("AWS", "*")`, as the guide says they are the same. `negated` marks `NotPrincipal`.
    """

    values: tuple[tuple[str, str], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one key; the values are alternatives. Booleans and numbers are kept as their JSON spelling."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `resources` is empty only if the statement has neither Resource nor NotResource (trust)."""

    effect: Effect
    sid: str | None = None
    principals: Principals | None = None
    actions: tuple[str, ...] = ()
    actions_negated: bool = False
    resources: tuple[str, ...] = ()
    resources_negated: bool = False
    conditions: tuple[Condition, ...] = ()
    span: Span | None = None

    def to_dict(self) -> dict[str, object]:
        """The statement as IAM's JSON object, its elements in the order in which the IAM guide lists them.

        Raises:
            DocumentError: Two conditions have the same operator and key, which an object of JSON cannot hold.
        """
        element: dict[str, object] = {}
        if self.sid is not None:
            element["Sid"] = self.sid
        element["Effect"] = self.effect.value
        if self.principals is not None:
            by_type: dict[str, list[str]] = {}
            for kind, value in self.principals.values:
                by_type.setdefault(kind, []).append(value)
            name = "NotPrincipal" if self.principals.negated else "Principal"
            element[name] = {kind: _one_or_many(tuple(values)) for kind, values in by_type.items()}
        element["NotAction" if self.actions_negated else "Action"] = _one_or_many(self.actions)
        if self.resources:
            element["NotResource" if self.resources_negated else "Resource"] = _one_or_many(self.resources)
        if self.conditions:
            element["Condition"] = _condition_block(self.conditions)
        return element


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A whole document."""

    version: str
    statements: tuple[Statement, ...]
    id: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The document as IAM's JSON object."""
        head = {"Version": self.version} | ({} if self.id is None else {"Id": self.id})
        return head | {"Statement": [statement.to_dict() for statement in self.statements]}

    def to_json(self) -> str:
        """The document as stable JSON text: equal documents give equal bytes, and a diff shows one element a line."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)


def document(*statements: Statement) -> PolicyDocument:
    """A document of the current version with these statements."""
    return PolicyDocument(version=CURRENT_VERSION, statements=statements)


def _condition_block(conditions: tuple[Condition, ...]) -> dict[str, dict[str, object]]:
    operators: dict[str, dict[str, object]] = {}
    for condition in conditions:
        keys = operators.setdefault(condition.operator, {})
        if condition.key.lower() in {key.lower() for key in keys}:
            remedy = "merge the values if either may match; use another operator if both have to"
            raise DocumentError(f"{condition.operator} stands twice on {condition.key}.", remedy=remedy)
        keys[condition.key] = _one_or_many(condition.values)
    return operators


def _one_or_many(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
