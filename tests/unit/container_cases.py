"""Ways to look at what a text holds: shared by the tests of the containers."""

from __future__ import annotations

import json

from checks.documents.containers import SourceReading, read_source
from checks.documents.nodes import Array, Literal, Node, Number, Object, Text, Unknown, path_text
from checks.documents.source import Source, apply_edits

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-é/*"}],
}
BROKEN = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",}]}'
"""A policy with one comma too many, in column 102."""


def read(name: str, text: str) -> SourceReading:
    """What a text holds that the user named."""
    return read_source(Source(name, text))


def plain(node: Node) -> object:
    """A value as `json` would decode it; what is not known is shown by its parts."""
    match node:
        case Object():
            return {member.key.value: plain(member.value) for member in node.members}
        case Array():
            return [plain(item) for item in node.items]
        case Unknown():
            return ("?", *node.partial)
        case Number():
            return json.loads(node.literal)
        case Text() | Literal():
            return node.value


def policies(name: str, text: str) -> list[tuple[str, str, str, tuple[int, int]]]:
    """The policies of a text: path, kind, holder, line and column."""
    return [
        (
            path_text(policy.path),
            policy.kind.value,
            policy.holder.value if policy.holder else "",
            (policy.span.line, policy.span.column),
        )
        for policy in read(name, text).policies
    ]


def faults(name: str, text: str) -> list[tuple[int, int, str]]:
    """The faults of a text: line, column and kind."""
    found = [
        (*passage.source.position(passage.offset(fault.start)), fault.kind.value)
        for passage, some in read(name, text).faults
        for fault in some
    ]
    return sorted(found)


def mended(name: str, text: str) -> str:
    """The text with every mending edit of its faults made."""
    edits = [passage.edit(edit) for passage, some in read(name, text).faults for fault in some for edit in fault.edits]
    return apply_edits(text, [edit for edit in edits if edit])
