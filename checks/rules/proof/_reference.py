"""The reference that a document is compared with: what the project would grant to the same destinations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from checks.documents.policy import Kind, Policy
from checks.rules.rule import Expectations
from policies.arns import ROLE_NAME
from policies.callers import caller_policy, reader_policy
from policies.destination import Destination
from policies.document import PolicyDocument
from policies.errors import ArgumentError
from policies.role import role_policy

COMPARED: Final = frozenset({Kind.ROLE, Kind.CALLER, Kind.READER})
"""The kinds that have a reference which is made from what the user said."""
_KEY: Final = re.compile(r"arn:[\w-]+:kms:[\w-]+:\d{12}:key/[\w-]+", re.ASCII)
_OBJECTS: Final = re.compile(r"arn:[\w-]+:s3:::([^/*?]+)/((?:[^*?$]*/)?)\*", re.ASCII)
_ROLE: Final = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/([\w+=,.@-]+)", re.ASCII)


def reference(policy: Policy, expected: Expectations, *, widest: bool) -> PolicyDocument | None:
    """The project's own document for the same purpose; None if the user did not say for which destinations.

    What was not said is taken from the document: its customer keys, the role whose policy it lets the service read,
    and, where no prefix was said, its prefixes.

    Args:
        policy: The document, of a kind in `COMPARED`.
        expected: What the user said of its surroundings.
        widest: Whether a destination without a said prefix is the whole bucket, whatever the document says.
    """
    document = policy.document
    if document is None or not (expected.buckets and expected.topics):
        return None
    try:
        if policy.kind is Kind.CALLER:
            return caller_policy()
        places = _destinations(document, expected, widest=widest)
        if policy.kind is Kind.READER:
            return reader_policy(*places)
        account = expected.account_id or places[0].topic_arn.split(":")[4]
        return role_policy(*places, account_id=account, role_name=_role_name(document, account))
    except ArgumentError:
        # What the user said is no destination: rules about the values say so where they stand.
        return None


def _destinations(document: PolicyDocument, expected: Expectations, *, widest: bool) -> list[Destination]:
    keys = tuple(dict.fromkeys(_keys(document)))
    size = max(len(expected.buckets), len(expected.topics), len(keys))

    def of(values: tuple[str, ...], number: int) -> str:
        return values[min(number, len(values) - 1)]

    places = []
    for number in range(size):
        bucket = of(expected.buckets, number)
        said: list[str | None] = (
            [expected.prefix] if expected.prefix else [] if widest else [*_prefixes(document, bucket)]
        )
        key = of(keys, number) if keys else None
        places += [
            Destination(bucket, of(expected.topics, number), prefix, bucket_key_arn=key) for prefix in said or [None]
        ]
    return places


def _keys(document: PolicyDocument) -> Iterable[str]:
    """The customer keys that a document names."""
    return (text for text in _resources(document) if _KEY.fullmatch(text))


def _prefixes(document: PolicyDocument, bucket: str) -> Iterable[str]:
    """The prefixes below which a document speaks of a bucket's objects; none if it speaks of all."""
    found = {match[2] for text in _resources(document) if (match := _OBJECTS.fullmatch(text)) and match[1] == bucket}
    return sorted(prefix.removesuffix("/") for prefix in found) if "" not in found else ()


def _role_name(document: PolicyDocument, account: str) -> str:
    named = {match[2] for text in _resources(document) if (match := _ROLE.fullmatch(text)) and match[1] == account}
    return named.pop() if len(named) == 1 else ROLE_NAME


def _resources(document: PolicyDocument) -> Iterable[str]:
    return (text for statement in document.statements for text in statement.resources)
