"""The resources that a policy names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checks.documents.policy import Policy, Value, WrittenStatement
from checks.rules.arn import Arn, parse
from checks.rules.variables import is_open


class Named(NamedTuple):
    """An ARN that stands in a statement, and where."""

    statement: WrittenStatement
    value: Value
    arn: Arn


def resources(policy: Policy) -> Iterator[Value]:
    """The values of Resource and NotResource that the document states, and no template fills in."""
    for statement in policy.statements:
        for element in (statement.resource, statement.not_resource):
            yield from (value for value in element.known if not is_open(value.text)) if element else ()


def arns(policy: Policy) -> Iterator[tuple[Value, Arn]]:
    """The values of Resource and NotResource that are ARNs."""
    for value in resources(policy):
        if arn := parse(value.text):
            yield value, arn


def granted(policy: Policy) -> Iterator[Named]:
    """The ARNs that a statement speaks of and means: in Resource of an allow, or of any statement on a resource.

    What a denial of an identity names, or what is left out of a statement, need not be the seller's own.
    """
    for statement in policy.statements:
        if not (statement.allows or policy.kind.has_principal) or statement.resource is None:
            continue
        for value in statement.resource.known:
            if not is_open(value.text) and (arn := parse(value.text)):
                yield Named(statement, value, arn)
