"""What several rules ask of the same policy is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from checks.documents.policy import Policy
from checks.rules.rule import Context

Answer = TypeVar("Answer")


def kept(work: Callable[[Policy, Context], Answer]) -> Callable[[Policy, Context], Answer]:
    """Keep the answer for the policy that was asked about last: rules are asked policy by policy."""
    last: list[tuple[Policy, Context, Answer]] = []

    @wraps(work)
    def ask(policy: Policy, context: Context) -> Answer:
        for asked, around, answer in last:
            if asked is policy and around is context:
                return answer
        answer = work(policy, context)
        last[:] = [(policy, context, answer)]
        return answer

    return ask
