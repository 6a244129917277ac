"""Decide whether a policy allows only what another one allows: proved, refuted by a request, or unknown and why."""

from checks.proof.include.answers import Answer, Case, Verdict
from checks.proof.include.decide import LIMIT_SECONDS, within

__all__ = ["LIMIT_SECONDS", "Answer", "Case", "Verdict", "within"]
