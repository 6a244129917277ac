"""Judge one request against policies, by IAM's published semantics and nothing else.

The code is the semantics, kept plain. The proof, which is checked against it, shares only the reading of values and
variables (`checks.proof.values`, `checks.proof.variables`).
"""

from checks.proof.evaluate.decide import contested, evaluate
from checks.proof.evaluate.readings import Reading
from checks.proof.evaluate.request import Decision, NamedPolicy, Outcome, Policies, Principal, PrincipalKind, Request

__all__ = [
    "Decision",
    "NamedPolicy",
    "Outcome",
    "Policies",
    "Principal",
    "PrincipalKind",
    "Reading",
    "Request",
    "contested",
    "evaluate",
]
