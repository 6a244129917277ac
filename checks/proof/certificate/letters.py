"""Whether a statement stands in another one by the letter, so that it applies to no request to which that does not."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from checks.documents.model import Condition, Principals
from checks.proof.certificate.cells import Clause, condition_tokens, resource_tokens
from checks.proof.evaluate.conditions import Operator, parse_operator
from checks.proof.variables import Token, Wild


def stands_in(inner: Clause, outer: Clause) -> bool:
    """Whether each element of a clause says no more than the other's.

    Policy variables and Bool are read in one way in both, so that it does not matter in which.
    """
    one, other = inner.statement, outer.statement
    if (one.actions_negated, one.resources_negated) != (other.actions_negated, other.resources_negated):
        return False
    if bool(one.resources) is not bool(other.resources):
        return False
    actions = [{action.lower() for action in statement.actions} for statement in (one, other)]
    resources = [set(map(_joined, resource_tokens(clause))) for clause in (inner, outer)]
    return (
        _says_no_more(*actions, everything="*", complement=one.actions_negated)
        and _says_no_more(*resources, everything=(Wild.STAR,), complement=one.resources_negated)
        and set(_conditions(outer)) <= set(_conditions(inner))
        and _names_no_more(one.principals, other.principals)
    )


def _says_no_more(
    one: Collection[Hashable], other: Collection[Hashable], *, everything: Hashable, complement: bool
) -> bool:
    if complement:
        return set(other) <= set(one)
    return set(one) <= set(other) or everything in other


def _conditions(clause: Clause) -> list[tuple[Operator, str, frozenset[Hashable]]]:
    return [
        (parse_operator(condition.operator), condition.key.lower(), frozenset(_wanted(clause, condition)))
        for condition in clause.statement.conditions
    ]


def _wanted(clause: Clause, condition: Condition) -> Iterable[Hashable]:
    if condition.operator.lower().rpartition(":")[2].startswith(("string", "arn", "bool")):
        return map(_joined, condition_tokens(clause, condition, frozenset()))
    return condition.values


def _joined(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Tokens with literals that stand side by side in one."""
    found: list[Token] = []
    for token in tokens:
        if found and isinstance(token, str) and isinstance(found[-1], str):
            found[-1] += token
        else:
            found.append(token)
    return tuple(found)


def _names_no_more(one: Principals | None, other: Principals | None) -> bool:
    if one is None or other is None:
        return one is other
    inner, outer = (other, one) if one.negated else (one, other)
    return one.negated is other.negated and set(inner.values) <= set(outer.values)
