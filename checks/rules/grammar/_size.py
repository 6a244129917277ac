"""How long a document is, as the services count, and how long it may be."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Node, Number, Object, Text, Unknown
from checks.documents.policy import Holder, Kind, Policy

_BOM: Final = "\ufeff"


class Limit(NamedTuple):
    """How long a document may be.

    Attributes:
        where: What it is attached to, to be read after "as".
        most: The limit.
        unit: In characters or in bytes.
        raised: What the limit can be raised to, if it can.
        shared: Whether all inline policies of one holder share it.
    """

    where: str
    most: int
    unit: str = "characters"
    raised: int = 0
    shared: bool = False


class Length(NamedTuple):
    """What a document counts at least, and at most."""

    least: int
    most: int


# IAM user guide, "IAM and AWS STS quotas"; Organizations user guide, "Quotas and service limits for AWS Organizations"
# (5,120 for a service control policy until May 2026).
_HOLDERS: Final = {
    Holder.USER: Limit("an inline policy of a user", 2_048, shared=True),
    Holder.GROUP: Limit("an inline policy of a group", 5_120, shared=True),
    Holder.MANAGED: Limit("a managed policy", 6_144),
    Holder.ROLE: Limit("an inline policy of a role", 10_240, shared=True),
    Holder.SCP: Limit("a service control policy", 10_240),
}
# S3 user guide, "Bucket policies"; SNS developer guide, "Policy quotas" (30 kB, read as 30 times 1,024 [inferred]); KMS
# developer guide, "Resource quotas" (key policy document size).
_KINDS: Final = {
    Kind.TRUST: Limit("a trust policy", 2_048, raised=8_192),
    Kind.BUCKET: Limit("a bucket policy", 20_480, "bytes"),
    Kind.TOPIC: Limit("a topic policy", 30_720, "bytes"),
    Kind.KEY: Limit("a key policy", 32_768, "bytes"),
}


def limits(policy: Policy) -> tuple[Limit, ...]:
    """What limits a document, smallest first; several if it is not known what it is attached to."""
    if policy.kind in _KINDS:
        return (_KINDS[policy.kind],)
    if policy.kind is Kind.RESOURCE:
        return ()
    if policy.holder is not None:
        return (_HOLDERS[policy.holder],)
    if policy.kind is Kind.BOUNDARY:
        return (_HOLDERS[Holder.MANAGED], _HOLDERS[Holder.SCP])
    if policy.kind is Kind.ROLE:
        return (_HOLDERS[Holder.MANAGED], _HOLDERS[Holder.ROLE])
    return tuple(_HOLDERS[holder] for holder in (Holder.USER, Holder.GROUP, Holder.MANAGED, Holder.ROLE))


def length(policy: Policy, limit: Limit) -> Length:
    """How long a document is by the count that a limit goes by.

    IAM does not count white space, and does not say whether blanks inside strings are white space. Organizations
    counts everything that an API call sends, while its console takes the white space between the elements out. What S3,
    SNS and KMS do with white space is not said. What a template leaves open counts as nothing at least.
    """
    written, compact, blanks, known = policy.once(_count, limit.unit == "bytes")
    if limit.unit == "characters" and limit.where != _HOLDERS[Holder.SCP].where:
        return Length(compact - blanks, compact if known else compact - blanks)
    return Length(compact, written if known else compact)


class _Count(NamedTuple):
    """How long a document is.

    Attributes:
        written: As it is written.
        compact: Without white space around its values.
        blanks: The blanks inside its strings.
        known: Whether it states all its values.
    """

    written: int
    compact: int
    blanks: int
    known: bool


def _count(policy: Policy, in_bytes: bool) -> _Count:  # noqa: FBT001  # a key of what is kept
    compact = blanks = 0
    known = True
    waiting: list[Node] = [policy.node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            compact += _quoted(node.value, in_bytes=in_bytes)
            blanks += node.value.count(" ")
        elif isinstance(node, Array):
            compact += 2 + max(len(node.items) - 1, 0)
            waiting += node.items
        elif isinstance(node, Object):
            compact += 2 + max(len(node.members) - 1, 0)
            for key, value in node.members:
                compact += _quoted(key.value, in_bytes=in_bytes) + 1
                blanks += key.value.count(" ")
                waiting.append(value)
        elif isinstance(node, Unknown):
            known = False
        else:
            compact += len(node.literal) if isinstance(node, Number) else len(json.dumps(node.value))
    # A document that stands in another one is written anew before it is sent.
    text = policy.passage.text.strip(_BOM) if not policy.path else ""
    return _Count(max(compact, _size(text, in_bytes=in_bytes)), compact, blanks, known)


def _quoted(text: str, *, in_bytes: bool) -> int:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return len(text) + 2
    return _size(json.dumps(text, ensure_ascii=False), in_bytes=in_bytes)


def _size(text: str, *, in_bytes: bool) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if in_bytes else len(text)
