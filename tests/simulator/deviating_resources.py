"""Where the simulator matches resources otherwise. Each function asks our evaluator what the simulator answers."""

from __future__ import annotations

import re
from dataclasses import replace

from question import NEVER, NO_RESOURCE, Question

from checks.documents.model import Statement
from checks.proof.evaluate.matching import resource_matches
from checks.proof.variables import resolve, tokenize

_PARTS = 6


def _product(pattern: str) -> tuple[str, str]:
    """A pattern of six parts or more as what the simulator takes literally in the sixth, and the rest of that part."""
    parts = pattern.split(":", _PARTS - 1)
    tail = parts[-1]
    if parts[2:5] == ["s3", "", ""]:
        return "", tail
    ends = [tail.find(mark) + 1 for mark in ":/" if mark in tail]
    end = min(ends, default=0)
    return tail[:end], tail[end:]


def first_word_is_literal(question: Question) -> Question:
    """Up to the first slash or colon of the resource part, but for S3, wildcards and variables are plain text."""

    def change(pattern: str) -> str:
        if pattern.count(":") < _PARTS - 1:
            return pattern
        return NO_RESOURCE if re.search(r"[*?]|\$\{", _product(pattern)[0]) else pattern

    return question.resources(change)


def unresolved_in_not_resource(question: Question) -> Question:
    """A statement does not apply if a variable of its NotResource has no value, and the text before it matches."""
    keys, resource = question.request.keys(), question.request.resource

    def speaks_of(pattern: str) -> bool:
        if pattern.count(":") < _PARTS - 1 or resource == "*":
            return False
        head = ":".join(pattern.split(":", _PARTS - 1)[:-1]) + ":"
        product, rest = _product(pattern)
        unresolved = resolve(tokenize(rest, variables=True, wildcards=True), keys) is None
        return unresolved and resource_matches(f"{head}{product}*", resource, keys, variables=False)

    def change(statement: Statement, variables: bool) -> Statement:  # noqa: FBT001  # the shape of StatementChange
        if variables and statement.resources_negated and any(map(speaks_of, statement.resources)):
            return replace(statement, conditions=(NEVER,))
        return statement

    return question.statements(change)


def short_not_resource(question: Question) -> Question:
    """A statement does not apply if a pattern of its NotResource has fewer than six parts and does not match."""
    keys, resource = question.request.keys(), question.request.resource

    def change(statement: Statement, _variables: bool) -> Statement:  # noqa: FBT001  # the shape of StatementChange
        short = [pattern for pattern in statement.resources if "arn" in pattern and pattern.count(":") < _PARTS - 1]
        outside = not all(resource_matches(pattern, resource, keys, variables=False) for pattern in short)
        return replace(statement, conditions=(NEVER,)) if statement.resources_negated and outside else statement

    return question.statements(change)


def parts_in_any_case(question: Question) -> Question:
    """Partition, service, region and account are compared in any case of letters."""

    def lowered(text: str) -> str:
        parts = text.split(":", _PARTS - 1)
        return ":".join([part.lower() for part in parts[: _PARTS - 1]] + parts[_PARTS - 1 :])

    request = question.request
    return replace(question, request=replace(request, resource=lowered(request.resource))).resources(lowered)
