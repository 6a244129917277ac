"""The denials of a policy that are sure, each with how it was written."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy, WrittenStatement
from policies.document import Effect, Statement


def denials(policy: Policy) -> Iterator[tuple[Statement, WrittenStatement]]:
    """Each denial as far as it denies for certain, and as it was written."""
    found = [statement for statement in policy.bounds.most.statements if statement.effect is Effect.DENY]
    written = {statement.span: statement for statement in policy.statements} if found else {}
    for statement in found:
        if statement.span is not None:
            yield statement, written[statement.span]


def complete_denials(policy: Policy) -> Iterator[tuple[Statement, WrittenStatement]]:
    """Those of them of which nothing is left open: they say the same in both readings of the policy."""
    least = {statement.span: statement for statement in policy.bounds.least.statements}
    return (pair for pair in denials(policy) if pair[0] == least.get(pair[0].span))
