"""Certificates: a proof as JSON, and a checker that shares no code with the search that found it.

A certificate lists, for each case, every variable's cells as the clauses that they leave alive, and what remains in the
search after each variable. The checker works out by itself which cells there are, and verifies that each is listed,
and that the remains follow from the cells and never vanish.
"""

from checks.proof.certificate.check import CertificateError, check
from checks.proof.certificate.write import FORMAT, certificate

__all__ = ["FORMAT", "CertificateError", "certificate", "check"]
