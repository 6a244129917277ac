"""Names with dots, and keys, as words."""

from __future__ import annotations

from checks.regions.callers.code import Call, Constant, Member, Name, Node


def last_name(node: Node) -> str:
    """The last part of a dotted name; empty if it is none."""
    match node:
        case Name(id=name) | Member(name=name):
            return name
    return ""


def dotted(node: Node) -> str:
    """A name with dots; what is no name is left out."""
    found: list[str] = []
    while isinstance(node, Member):
        found.append(node.name)
        node = node.owner
    if isinstance(node, Name):
        found.append(node.id)
    elif isinstance(node, Call):
        found.append(dotted(node.function) + "()")
    return ".".join(reversed(found))


def key_text(node: Node | None) -> str | None:
    """A key as a word."""
    match node:
        case Constant(value=str(key)) | Name(id=key) | Member(name=key):
            return key
    return None
