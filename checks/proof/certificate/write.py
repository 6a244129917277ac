"""A proof as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checks.proof.evaluate import NamedPolicy
from checks.proof.include import Answer, Case, Verdict
from policies.errors import ArgumentError

FORMAT: Final = "mca-proof/1"
"""The first member of every certificate; a new number if the meaning of one changes."""


def certificate(answer: Answer, first: NamedPolicy, second: NamedPolicy) -> Mapping[str, object]:
    """The certificate of a proved answer, ready for `json.dump`.

    A clause is a statement of either policy; its bit is its place, the first policy's first. A cell is the mask of the
    clauses that it leaves alive, with a value that stands for it. `remains` are the smallest masks that are left to be
    cleared after each variable. `covered` are clauses that stand in another one word for word, and need no search; if
    they are all that matters, there are no cases.

    Raises:
        ArgumentError: The answer is not proved.
    """
    if answer.verdict is not Verdict.PROVED:
        raise ArgumentError("answer", f"it is {answer.verdict}.", remedy="Only a proof has a certificate.")
    return {
        "format": FORMAT,
        "first": {"name": first.name, "document": first.document.to_dict()},
        "second": {"name": second.name, "document": second.document.to_dict()},
        "covered": [{"clause": inner, "within": outer} for inner, outer in answer.covered.items()],
        "cases": [_case(case) for case in answer.cases],
    }


def _case(case: Case) -> Mapping[str, object]:
    return {
        "rejected": sorted(reading.name for reading in case.rejected),
        "level": int(case.level),
        "users": case.users,
        "variables": {
            variable.name: [{"mask": choice.mask, "value": list(choice.values)} for choice in variable.choices]
            for variable in case.variables
        },
        "goals": [
            {
                "keep": end.goal.keep,
                "clear": end.goal.clear,
                "steps": [{"variable": step.variable, "remains": list(step.remains)} for step in end.steps],
            }
            for end in case.exhausted
        ],
    }
