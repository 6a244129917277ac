"""Strict JSON with positions, every fault named, and what was probably meant."""

from checks.documents.syntax.faults import Fault, FaultKind
from checks.documents.syntax.parser import Reading, read_json

__all__ = ["Fault", "FaultKind", "Reading", "read_json"]
