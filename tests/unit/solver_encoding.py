"""Inclusion of identity policies as a question to an SMT solver: an encoding of its own, for z3 and for cvc5 alike.

It takes what it can put into strings and regular expressions: patterns, complements, denies, conditions on texts with
`IfExists`, `Null` and absent keys. One request: an action, a resource, and for each key whether it is there and its
value. It holds the usual reading of segments only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Final

from checks.documents.model import Condition, Effect, PolicyDocument, Statement

SUPPORTED: Final = frozenset({"StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "Null"})
_CHARACTERS: Final = ("\x01", "\u00ff")


class Encoding:
    """Builds formulas with the Python interface of a solver; cvc5's `pythonic` has z3's names."""

    def __init__(self, solver: ModuleType) -> None:
        """Use `z3`, or `cvc5.pythonic`."""
        self._s: Any = solver
        self.action, self.resource = solver.String("action"), solver.String("resource")

    def _class(self, *, colon: bool) -> Any:  # noqa: ANN401  # the solvers have no types
        low, high = _CHARACTERS
        if colon:
            return self._s.Range(low, high)
        return self._s.Union(self._s.Range(low, "9"), self._s.Range(";", high))

    def pattern(self, text: str, *, segmented: bool) -> Any:  # noqa: ANN401  # the same
        """A pattern of `*` and `?` as a regular expression."""
        parts, colons = [self._s.Re("")], 0
        for number, character in enumerate(text):
            free = not segmented or colons >= 5 or (character == "*" and number == len(text) - 1)
            if character == "*":
                parts.append(self._s.Star(self._class(colon=free)))
            elif character == "?":
                parts.append(self._class(colon=free))
            else:
                colons += character == ":"
                parts.append(self._s.Re(character))
        return self._s.Concat(*parts) if len(parts) > 1 else parts[0]

    def _any(self, text: Any, patterns: Iterable[str], *, segmented: bool) -> Any:  # noqa: ANN401  # the same
        return self._s.Or(
            *[self._s.InRe(text, self.pattern(pattern, segmented=segmented)) for pattern in patterns],
            self._s.BoolVal(val=False),
        )

    def universe(self) -> Any:  # noqa: ANN401  # the same
        """An action with one colon; a resource that is `*` or an ARN."""
        narrow = self._class(colon=False)
        some, many = self._s.Plus(narrow), self._s.Star(narrow)
        colon = self._s.Re(":")
        arn = self._s.Concat(
            *(self._s.Re("arn"), colon, some, colon, some, colon, many, colon, many, colon),
            self._s.Plus(self._class(colon=True)),
        )
        return self._s.And(
            self._s.InRe(self.action, self._s.Concat(some, colon, some)),
            self._s.Or(self._s.InRe(self.resource, arn), self.resource == self._s.StringVal("*")),
        )

    def _condition(self, condition: Condition) -> Any:  # noqa: ANN401  # the same
        key = condition.key.lower()
        there, value = self._s.Bool(f"has {key}"), self._s.String(f"value {key}")
        name = condition.operator.removesuffix("IfExists")
        if name == "Null":
            wanted = {held.lower() for held in condition.values}
            return self._s.Or(
                self._s.And(there, self._s.BoolVal("false" in wanted)),
                self._s.And(self._s.Not(there), self._s.BoolVal("true" in wanted)),
            )
        if "Like" in name:
            matches = self._any(value, condition.values, segmented=False)
        else:
            matches = self._s.Or(*[value == self._s.StringVal(held) for held in condition.values])
        if "Not" in name:
            return self._s.Or(self._s.Not(there), self._s.Not(matches))
        absent = self._s.Not(there) if condition.operator.endswith("IfExists") else self._s.BoolVal(val=False)
        return self._s.Or(absent, self._s.And(there, matches))

    def _statement(self, statement: Statement) -> Any:  # noqa: ANN401  # the same
        action = self._any(self.action, [held.lower() for held in statement.actions], segmented=False)
        resource = self._any(self.resource, statement.resources, segmented=True)
        return self._s.And(
            self._s.Not(action) if statement.actions_negated else action,
            self._s.Not(resource) if statement.resources_negated else resource,
            *map(self._condition, statement.conditions),
        )

    def allows(self, document: PolicyDocument) -> Any:  # noqa: ANN401  # the same
        """A document's whole meaning."""
        no = self._s.BoolVal(val=False)
        allowed = [self._statement(item) for item in document.statements if item.effect is Effect.ALLOW]
        denied = [self._statement(item) for item in document.statements if item.effect is Effect.DENY]
        return self._s.And(self._s.Or(*allowed, no), self._s.Not(self._s.Or(*denied, no)))


def decided(solver: ModuleType, milliseconds: int) -> Callable[[PolicyDocument, PolicyDocument], bool | None]:
    """A function that says whether the first document is within the second; None if the solver does not know."""
    module: Any = solver

    def ask(first: PolicyDocument, second: PolicyDocument) -> bool | None:
        encoding = Encoding(solver)
        question = module.Solver()
        if module.__name__ == "z3":
            question.set("timeout", milliseconds)
        else:
            question.setOption("tlimit-per", milliseconds)
        question.add(encoding.universe(), encoding.allows(first), module.Not(encoding.allows(second)))
        answer = question.check()
        return True if answer == module.unsat else False if answer == module.sat else None

    return ask
