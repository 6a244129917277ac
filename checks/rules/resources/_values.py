"""The resources that a policy names."""

from __future__ import annotations

from collections.abc import Iterator

from checks.documents.policy import Policy, Value


def resources(policy: Policy) -> Iterator[Value]:
    """The values of Resource and NotResource that the document states."""
    for statement in policy.statements:
        for element in (statement.resource, statement.not_resource):
            yield from element.known if element else ()
