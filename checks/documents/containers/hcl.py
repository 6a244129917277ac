"""HCL: Terraform's configurations, with policies as `jsonencode`, as text, and as `aws_iam_policy_document`.

HCL native syntax specification; Terraform AWS provider documentation, "Data Source: aws_iam_policy_document".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import tree_sitter_hcl
from tree_sitter import Language, Parser
from tree_sitter import Node as Part

from checks.documents.containers.hcl_documents import policy_document
from checks.documents.containers.hcl_strings import Hole, meaning, string_content
from checks.documents.containers.holes import Holed, is_known
from checks.documents.containers.reading import Asked, SourceReading
from checks.documents.containers.search import Search
from checks.documents.containers.surroundings.terraform import DATA
from checks.documents.containers.tree import PROGRAM, Tree
from checks.documents.kinds import mentions_policy
from checks.documents.nodes import Array, Literal, Member, Node, Number, Object, Text, Unknown
from checks.documents.places import places_of_bytes
from checks.documents.source import Passage

_DEEPEST: Final = 60
"""What is nested deeper is not known."""
_LANGUAGE: Final = Language(tree_sitter_hcl.language())
_LITERALS: Final = {"true": True, "false": False, "null": None}
_STRINGS: Final = frozenset({"string_lit", "quoted_template", "heredoc_template"})
_HOLES: Final = frozenset({"template_interpolation", "template_directive"})
_COMPUTED: Final = "computed()"
"""The name of a call that stands for anything else that is computed."""


def read_hcl(passage: Passage, asked: Asked) -> SourceReading:
    """Read a text of HCL."""
    search = Search(asked.kind)
    reader = Reader(passage)
    search.tree(Tree(passage, reader.root(), PROGRAM, reader.content, is_json=False))
    search.unread(*reader.problems())
    return search.found


class Reader:
    """One reading of a text."""

    def __init__(self, passage: Passage) -> None:
        """Take the text apart.

        Args:
            passage: The text.
        """
        self.passage = passage
        self._places = places_of_bytes(passage.text)
        self._top = Parser(_LANGUAGE).parse(passage.text.encode(errors="surrogatepass")).root_node
        self._holes: dict[int, tuple[Hole, ...]] = {}
        self._directives: list[int] = []

    def problems(self) -> Iterator[str]:
        """Full sentences: what could not be read."""
        if self._top.has_error:
            line, column = self._position(self._places[_first_error(self._top).start_byte])
            yield f"Line {line}, column {column}: this is not HCL, so what stands here was not read."
        for place in self._directives:
            line, column = self._position(place)
            yield f"Line {line}, column {column}: a template with %{{ }} writes this policy, so it was not checked."

    def _position(self, place: int) -> tuple[int, int]:
        return self.passage.source.position(self.passage.offset(place))

    def range(self, part: Part) -> tuple[int, int]:
        """Where a part of the text begins and ends."""
        return self._places[part.start_byte], self._places[part.end_byte]

    def text(self, part: Part) -> str:
        """A part as it is written."""
        start, end = self.range(part)
        return self.passage.text[start:end]

    def root(self) -> Node:
        """The whole configuration; its blocks are members, and so are their labels, as in Terraform's JSON syntax."""
        body = next((part for part in self._top.children if part.type == "body"), None)
        return self._body(body, 0) if body else Object(0, 0, ())

    def _body(self, body: Part, depth: int) -> Object:
        start, end = self.range(body)
        return Object(start, end, tuple(self._members(body, depth)) if depth <= _DEEPEST else ())

    def _members(self, body: Part, depth: int) -> Iterator[Member]:
        for part in body.children:
            if part.type == "attribute":
                name, value = self.attribute(part)
                yield Member(name, self.value(value, depth + 1) if value else Literal(name.end, name.end, None))
            elif part.type == "block":
                name, labels, inner = self.block(part)
                node: Node = self._body(inner, depth + 1) if inner else Object(*self.range(part), ())
                if name.value == "data" and labels and labels[0].value == DATA:
                    node = policy_document(self, part, labels[0], inner)
                for label in reversed(labels):
                    node = Object(label.start, node.end, (Member(label, node),))
                yield Member(name, node)

    def attribute(self, part: Part) -> tuple[Text, Part | None]:
        """The name and the value of an attribute."""
        name = part.children[0]
        value = next((child for child in part.children if child.type == "expression"), None)
        return Text(*self.range(name), self.text(name)), value

    def block(self, part: Part) -> tuple[Text, list[Text], Part | None]:
        """The type, the labels and the body of a block."""
        names = [
            Text(*self.range(child), self.text(child).strip('"'))
            for child in part.children
            if child.type in {"identifier", "string_lit"}
        ]
        return names[0], names[1:], next((child for child in part.children if child.type == "body"), None)

    def value(self, part: Part, depth: int = 0) -> Node:
        """What an expression says, as far as it is stated."""
        named = [child for child in part.children if child.is_named and child.type != "comment"]
        while len(named) == 1 and named[0].type in {"expression", "literal_value", "template_expr", "collection_value"}:
            part = named[0]
            named = [child for child in part.children if child.is_named and child.type != "comment"]
        start, end = self.range(part)
        if depth > _DEEPEST or not named:
            return self._literal(part) if not named else Unknown(start, end, "")
        only = named[0] if len(named) == 1 else part
        if only.type in _STRINGS:
            return self._string(only)
        if only.type.endswith("_lit"):
            return self._literal(only)
        return self._compound(only, depth)

    def _compound(self, part: Part, depth: int) -> Node:
        if part.type == "tuple":
            items = (child for child in part.children if child.type == "expression")
            return Array(*self.range(part), tuple(self.value(child, depth + 1) for child in items))
        if part.type == "object":
            return self._object(part, depth)
        if part.type == "function_call":
            return self._call(part, f"{self.text(part.children[0])}()", depth)
        return self._call(part, _COMPUTED, depth)

    def _literal(self, part: Part) -> Node:
        start, end = self.range(part)
        text = self.passage.text[start:end]
        if text in _LITERALS:
            return Literal(start, end, _LITERALS[text])
        return Number(start, end, text) if part.type == "numeric_lit" else Unknown(start, end, text)

    def _object(self, part: Part, depth: int) -> Node:
        start, end = self.range(part)
        members: list[Member] = []
        known = True
        for element in part.children:
            if element.type != "object_elem":
                continue
            key, value = element.child_by_field_name("key"), element.child_by_field_name("val")
            if key is None or value is None:
                continue
            name = self._key(key)
            known &= isinstance(name, Text)
            members.append(
                Member(
                    Text(*self.range(key), name.value if isinstance(name, Text) else ""), self.value(value, depth + 1)
                )
            )
        if known:
            return Object(start, end, tuple(members))
        values = Array(start, end, tuple(member.value for member in members))
        return Object(start, end, (Member(Text(start, start, _COMPUTED), values),))

    def _key(self, part: Part) -> Node:
        """A key: a word stands for itself."""
        text = self.text(part)
        if text.replace("-", "_").isidentifier():
            return Text(*self.range(part), text)
        return self.value(part)

    def _call(self, part: Part, name: str, depth: int) -> Node:
        """Something computed, if it is given documents or texts; else nothing of it is known."""
        start, end = self.range(part)
        given = tuple(self.value(child, depth + 1) for child in _expressions(part))
        if not any(_may_hold(node) for node in given):
            return Unknown(start, end, " ".join(self.passage.text[start:end].split()))
        return Object(start, end, (Member(Text(start, start, name), Array(start, end, given)),))

    def _string(self, part: Part) -> Text | Unknown:
        start, end = self.range(part)
        holes = tuple(
            Hole(*self.range(child), child.type == "template_directive")
            for child in _inner(part)
            if child.type in _HOLES
        )
        self._holes[start] = holes
        parts = meaning(self.passage.text, start, end, holes)
        if is_known(parts):
            return Text(start, end, "".join(part for part in parts if part))
        return Unknown(start, end, self.passage.text[start + 1 : end - 1] if holes else "", parts)

    def content(self, passage: Passage, node: Text | Unknown) -> Passage | Holed | None:
        """What a string says, character by character; None if a template writes it.

        Args:
            passage: The whole text.
            node: The string.
        """
        holes = self._holes.get(node.start)
        if holes is None:
            return None
        if any(hole.is_directive for hole in holes):
            self._directives.append(node.start)
            return None
        return string_content(passage, node.start, node.end, holes)


def _may_hold(node: Node) -> bool:
    """Whether what is given to a function may be a document, or hold one."""
    if isinstance(node, Text):
        return mentions_policy(node.value)
    return isinstance(node, Array | Object) or (isinstance(node, Unknown) and bool(node.partial))


def _inner(part: Part) -> Iterator[Part]:
    """The children of a string, which a heredoc or template may have one level down."""
    for child in part.children:
        yield child
        if child.type in {"quoted_template", "heredoc_template"}:
            yield from child.children


def _expressions(part: Part) -> Iterator[Part]:
    """The outermost expressions in a part."""
    waiting = list(reversed(part.children))
    while waiting:
        child = waiting.pop()
        if child.type == "expression":
            yield child
        elif child.type == "function_call" or child.child_count:
            waiting += reversed(child.children)


def _first_error(top: Part) -> Part:
    """The outermost part that the grammar does not know."""
    part = top
    while not (part.is_error or part.is_missing):
        inner = next((child for child in part.children if child.has_error or child.is_missing), None)
        if inner is None:
            break
        part = inner
    return part
