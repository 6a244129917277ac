"""The reference that a document is compared with: what the project would grant to the same destinations."""

from __future__ import annotations

from collections.abc import Iterable

from checks.documents.policy import Kind, Policy
from checks.rules.rule import Expectations
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.errors import ArgumentError
from policies.names import key_arn
from policies.role import role_policy

COMPARED = frozenset({Kind.ROLE, Kind.CALLER, Kind.READER})
"""The kinds that have a reference which is made from what the user said."""


def reference(policy: Policy, expected: Expectations) -> PolicyDocument | None:
    """The project's own document for the same purpose; None if the user did not say for which destinations.

    A customer key that the document names is taken for the destination's: which keys there are is not said.

    Args:
        policy: The document, of a kind in `COMPARED`.
        expected: What the user said of its surroundings.
    """
    if not (expected.buckets and expected.topics and policy.document):
        return None
    try:
        places = _destinations(expected, tuple(_keys(policy.document)))
        if policy.kind is Kind.CALLER:
            return caller_policy()
        if policy.kind is Kind.READER:
            return reader_policy(*places)
        account = expected.account_id or places[0].topic_arn.split(":")[4]
        return role_policy(*places, account_id=account)
    except ArgumentError:
        # What the user said is no destination: rules about the values say so where they stand.
        return None


def _destinations(expected: Expectations, keys: tuple[str, ...]) -> list[Destination]:
    size = max(len(expected.buckets), len(expected.topics), len(keys))

    def of(values: tuple[str, ...], number: int) -> str:
        return values[min(number, len(values) - 1)]

    return [
        Destination(
            of(expected.buckets, number),
            of(expected.topics, number),
            expected.prefix or None,
            bucket_key_arn=of(keys, number) if keys else None,
        )
        for number in range(size)
    ]


def _keys(document: PolicyDocument) -> Iterable[str]:
    """The customer keys that a document names."""
    for statement in document.statements:
        for resource in statement.resources:
            if ":kms:" in resource:
                try:
                    yield key_arn(resource)
                except ArgumentError:
                    continue
