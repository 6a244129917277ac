"""The data source `aws_iam_policy_document`: a policy written in blocks, as the document that it becomes.

Terraform AWS provider documentation, "Data Source: aws_iam_policy_document".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from tree_sitter import Node as Part

from checks.documents.nodes import Array, Member, Node, Object, Text, Unknown

_DEFAULT_VERSION: Final = "2012-10-17"
_SIMPLE: Final = {
    "sid": "Sid",
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS: Final = {"principals": "Principal", "not_principals": "NotPrincipal"}
_JOINED: Final = frozenset({"source_policy_documents", "override_policy_documents", "source_json", "override_json"})
"""Attributes that add statements which stand somewhere else."""


class Reader(Protocol):
    """What reads the parts of a text of HCL."""

    def range(self, part: Part) -> tuple[int, int]:
        """Where a part stands."""

    def attribute(self, part: Part) -> tuple[Text, Part | None]:
        """The name and the value of an attribute."""

    def block(self, part: Part) -> tuple[Text, list[Text], Part | None]:
        """The type, the labels and the body of a block."""

    def value(self, part: Part) -> Node:
        """What an expression says, as far as it is stated."""


def policy_document(reader: Reader, block: Part, label: Text, body: Part | None) -> Object:
    """The document that a data source becomes.

    Args:
        reader: Who reads the text.
        block: The whole block.
        label: The label that names the data source's type.
        body: What stands between its braces.
    """
    start, end = reader.range(block)
    version: Node = Text(label.start, label.end, _DEFAULT_VERSION)
    members: list[Member] = []
    statements: list[Node] = []
    key = Text(label.start, label.end, "Statement")
    for name, labels, inner, part in _parts(reader, body):
        if name.value == "version" and inner:
            version = reader.value(inner)
        elif name.value == "policy_id" and inner:
            members.append(Member(name._replace(value="Id"), reader.value(inner)))
        elif name.value == "statement":
            if not statements:
                key = name._replace(value="Statement")
            statements.append(_statement(reader, name, part, inner))
        elif name.value in _JOINED or (name.value == "dynamic" and labels == ["statement"]):
            statements.append(Unknown(*reader.range(part), name.value))
    version_key = Text(version.start, version.start, "Version")
    array = Array(statements[0].start, statements[-1].end, tuple(statements)) if statements else Array(end, end, ())
    return Object(start, end, (Member(version_key, version), *members, Member(key, array)))


def _parts(reader: Reader, body: Part | None) -> Iterator[tuple[Text, list[str], Part | None, Part]]:
    """The attributes and blocks of a body: name, labels, value or body, and the whole."""
    for part in body.children if body else ():
        if part.type == "attribute":
            name, value = reader.attribute(part)
            yield name, [], value, part
        elif part.type == "block":
            name, labels, inner = reader.block(part)
            yield name, [label.value for label in labels], inner, part


def _statement(reader: Reader, name: Text, block: Part, body: Part | None) -> Object:
    members: list[Member] = []
    principals: dict[str, list[tuple[Text, Node, Node]]] = {}
    conditions: list[tuple[Text, Node, Node, Node]] = []
    for key, labels, inner, part in _parts(reader, body):
        word = labels[0] if key.value == "dynamic" and labels else key.value
        if inner is None:
            continue
        if word in _SIMPLE and not labels:
            members.append(Member(key._replace(value=_SIMPLE[word]), _aws(reader.value(inner))))
        elif word in _PRINCIPALS or word == "condition":
            given = {} if labels else {name.value: value for name, _, value, _ in _parts(reader, inner)}
            unknown = Unknown(*reader.range(part), word)

            def read(attribute: str, given: dict[str, Part | None] = given, unknown: Unknown = unknown) -> Node:
                value = given.get(attribute)
                return _aws(reader.value(value)) if value else unknown

            if word == "condition":
                conditions.append((key, read("test"), read("variable"), read("values")))
            else:
                principals.setdefault(_PRINCIPALS[word], []).append((key, read("type"), read("identifiers")))
    if not any(member.key.value == "Effect" for member in members):
        members.insert(0, Member(Text(name.start, name.start, "Effect"), Text(name.start, name.end, "Allow")))
    members += (
        Member(entries[0][0]._replace(value=element), _principals(entries)) for element, entries in principals.items()
    )
    if conditions:
        members.append(Member(conditions[0][0]._replace(value="Condition"), _conditions(conditions)))
    return Object(*reader.range(block), tuple(members))


def _principals(entries: list[tuple[Text, Node, Node]]) -> Node:
    """The blocks of one element: by type, or the one asterisk; unknown if a type is."""
    start, end = entries[0][0].start, entries[-1][2].end
    by_type: dict[str, tuple[Text, list[Node]]] = {}
    for _, kind, identifiers in entries:
        if not isinstance(kind, Text):
            return Unknown(start, end, "principals")
        by_type.setdefault(kind.value, (kind, []))[1].append(identifiers)
    if list(by_type) == ["*"]:
        return Text(by_type["*"][0].start, by_type["*"][0].end, "*")
    return Object(start, end, tuple(Member(kind, _joined(lists)) for kind, lists in by_type.values()))


def _conditions(entries: list[tuple[Text, Node, Node, Node]]) -> Node:
    """The blocks of a statement's conditions, by operator and key; unknown if one of them is."""
    start, end = entries[0][0].start, max(value.end for _, _, _, value in entries)
    operators: dict[str, tuple[Text, dict[str, tuple[Text, list[Node]]]]] = {}
    for _, test, variable, values in entries:
        if not (isinstance(test, Text) and isinstance(variable, Text)):
            return Unknown(start, end, "condition")
        keys = operators.setdefault(test.value, (test, {}))[1]
        keys.setdefault(variable.value, (variable, []))[1].append(values)
    members = []
    for test, keys in operators.values():
        inner = tuple(Member(variable, _joined(lists)) for variable, lists in keys.values())
        last = max(member.value.end for member in inner)
        members.append(Member(test, Object(min(test.start, inner[0].key.start), last, inner)))
    return Object(start, end, tuple(members))


def _joined(lists: list[Node]) -> Node:
    """Lists that are given in several blocks, as one."""
    if len(lists) == 1:
        return lists[0]
    items = tuple(item for each in lists for item in (each.items if isinstance(each, Array) else (each,)))
    return Array(lists[0].start, lists[-1].end, items)


def _aws(node: Node) -> Node:
    """A value with `&{…}`, which becomes a policy variable, written as the document has it."""
    if isinstance(node, Text):
        return node._replace(value=node.value.replace("&{", "${"))
    if isinstance(node, Unknown):
        return node._replace(partial=tuple(part.replace("&{", "${") if part else part for part in node.partial))
    return node._replace(items=tuple(_aws(item) for item in node.items)) if isinstance(node, Array) else node
