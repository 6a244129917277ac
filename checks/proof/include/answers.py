"""The three answers to the question whether a policy is within another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checks.proof.evaluate import Decision, Reading, Request
from checks.proof.include.choice import Variable
from checks.proof.include.covers import Covered
from checks.proof.include.search import Exhausted


class Verdict(StrEnum):
    """The answer."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """One case that was decided: the readings taken, and what was settled beforehand; all that a checker needs.

    Attributes:
        rejected: The readings that were not taken.
        level: How directly a resource policy has to name the caller; 0 for identity policies.
        users: Whether the case is of IAM users only, or of all others only; None if it is of everybody.
        variables: Each variable with all its choices.
        exhausted: How the search ended for each goal.
    """

    rejected: frozenset[Reading]
    level: int
    users: bool | None
    variables: tuple[Variable, ...] = field(repr=False)
    exhausted: tuple[Exhausted, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, with what it rests on.

    Attributes:
        verdict: Proved, refuted or unknown.
        reason: A full sentence.
        request: For refuted: a request that the first policy allows and the second does not.
        first: For refuted: what the evaluator says of the request and the first policy.
        second: The same for the second policy.
        cases: For proved: every case that was searched, for the certificate.
        covered: For proved: the statements that stand in others word for word, and need no search.
        construct: For unknown: what cannot be decided, in a few words; answers are counted by it.
    """

    verdict: Verdict
    reason: str
    request: Request | None = None
    first: Decision | None = None
    second: Decision | None = None
    cases: tuple[Case, ...] = field(default=(), repr=False)
    covered: Covered = field(default_factory=dict, repr=False)
    construct: str = ""

    @property
    def context(self) -> Mapping[str, str | tuple[str, ...]]:
        """The condition keys of the request."""
        return self.request.context if self.request else {}
