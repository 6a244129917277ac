"""Expressions of many languages as those of the tree that all share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from tree_sitter import Node as Part

from checks.regions.callers.code import (
    Argument,
    Call,
    Choice,
    Constant,
    Entry,
    Item,
    Joined,
    Mapping,
    Member,
    Name,
    Node,
    Operation,
    Other,
)
from checks.regions.callers.grammar_kinds import (
    COMMENTS,
    INSERTED,
    LITERALS,
    NAMES,
    NUMBER,
    NUMBERS,
    PIECES,
    READERS,
    STRINGS,
    THROUGH,
)
from checks.regions.callers.syntax_trees import SyntaxTree, field

_DEEPEST: Final = 150
"""What is nested deeper is said to be unread."""


class ValueReader:
    """Reads the expressions of a program."""

    def __init__(self, tree: SyntaxTree) -> None:
        """Begin.

        Args:
            tree: The program.
        """
        self._tree = tree
        self._deep: list[tuple[int, int]] = []

    def _all(self, parts: Iterable[Part], depth: int) -> tuple[Node, ...]:
        return tuple(self._node(part, depth + 1) for part in parts if part.type not in COMMENTS)

    def _named(self, part: Part) -> list[Part]:
        return [one for one in part.named_children if one.type not in COMMENTS]

    def _node(self, part: Part, depth: int) -> Node:  # noqa: PLR0911  # one branch a kind of part
        start, end = self._tree.range(part)
        if depth > _DEEPEST:
            self._deep.append((start, end))
            return Other(start, end, ())
        kind = part.type
        if kind in NAMES:
            return Name(start, end, self._tree.written(part))
        if kind in STRINGS:
            return self._string(part, depth)
        if kind in NUMBERS:
            return self._number(part)
        if kind in LITERALS:
            return Constant(start, end, LITERALS[kind])
        if kind in {"boolean_literal", "boolean"}:
            return Constant(start, end, self._tree.written(part).lower() == "true")
        inside = self._named(part)
        if kind in THROUGH and inside:
            return self._node(inside[-1], depth + 1)
        reader = READERS.get(kind)
        found = self._read(reader, part, depth + 1) if reader is not None else None
        return found if found is not None else Other(start, end, self._all(inside, depth), kind)

    def _read(self, reader: str, part: Part, depth: int) -> Node | None:
        read: Callable[[Part, int], Node | None] = getattr(self, reader)
        return read(part, depth)

    def _maybe(self, part: Part | None, depth: int) -> Node:
        return Other(0, 0, ()) if part is None else self._node(part, depth)

    def _string(self, part: Part, depth: int) -> Node:
        start, end = self._tree.range(part)
        pieces: list[Node] = []
        for one in part.named_children:
            place = self._tree.range(one)
            if one.type in INSERTED:
                pieces.append(self._node(one, depth + 1))
            elif one.type in PIECES and one.type not in {"interpolation_start", "interpolation_quote"}:
                pieces.append(Constant(*place, self._tree.written(one)))
        if all(isinstance(one, Constant) for one in pieces):
            whole = "".join(str(one.value) for one in pieces if isinstance(one, Constant))
            if not pieces and end - start > len('""'):
                whole = self._tree.text[start:end].strip("@$`\"'")
            return Constant(start, end, whole)
        return Joined(start, end, tuple(pieces))

    def _number(self, part: Part) -> Node:
        start, end = self._tree.range(part)
        found = NUMBER.match(self._tree.written(part))
        value = float(found[0].replace("_", "")) if found else None
        return Constant(start, end, int(value) if value is not None and value.is_integer() else value)

    def member(self, part: Part, depth: int) -> Node | None:
        """A name of something."""
        inside = self._named(part)
        owner = field(part, "object", "operand", "expression", "value", "scope", "path", "condition", "receiver")
        name = field(part, "property", "field", "name") or (inside[-1] if inside else None)
        owner = owner or (inside[0] if len(inside) > 1 else None)
        if owner is None or name is None:
            return None
        if name.type == "member_binding_expression":
            name = name.child_by_field_name("name") or name
        return Member(*self._tree.range(part), self._node(owner, depth), self._tree.written(name).lstrip("$"))

    def item(self, part: Part, depth: int) -> Node | None:
        """A value by its key."""
        inside = self._named(part)
        if len(inside) < len(("owner", "key")):
            return None
        key = field(part, "index", "subscript") or inside[1]
        while key.type in {"bracketed_argument_list", "argument"} and key.named_children:
            key = key.named_children[-1]
        return Item(*self._tree.range(part), self._node(inside[0], depth), self._node(key, depth))

    def call(self, part: Part, depth: int) -> Node:
        """A call, or the making of an object."""
        start, end = self._tree.range(part)
        made = "creation" in part.type or part.type in {"new_expression", "struct_expression"}
        inside = self._named(part)
        function = field(part, "function", "constructor", "type") or (inside[0] if made and inside else None)
        name = field(part, "name", "method")
        owner = field(part, "object", "receiver", "scope")
        if function is not None:
            what = self._node(function, depth)
            if isinstance(what, Other):
                what = self._type(function)
        elif name is not None and owner is not None:
            what = Member(start, self._tree.range(name)[1], self._node(owner, depth), self._tree.written(name))
        else:
            what = self._maybe(name, depth)
        listed = field(part, "arguments")
        for one in inside if listed is None else ():
            listed = one if one.type in {"arguments", "argument_list"} else listed
        arguments = [] if listed is None else [self._argument(one, depth) for one in self._named(listed)]
        initial = field(part, "initializer")
        for one in [] if initial is None else self._named(initial):
            left, right = field(one, "left"), field(one, "right")
            if left is not None and right is not None:
                arguments.append(Argument(*self._tree.range(one), self._tree.written(left), self._node(right, depth)))
        return Call(start, end, what, tuple(arguments), made)

    def _type(self, part: Part) -> Node:
        """The last name of a type, without its own parameters."""
        start, end = self._tree.range(part)
        return Name(start, end, re.split(r"[.:\\]", self._tree.written(part).partition("<")[0])[-1].strip())

    def _argument(self, part: Part, depth: int) -> Argument:
        start, end = self._tree.range(part)
        inside = self._named(part)
        if part.type in {
            "spread_element",
            "variadic_argument",
            "hash_splat_argument",
            "splat_argument",
            "variadic_unpacking",
        }:
            return Argument(
                start, end, "", self._node(inside[-1], depth) if inside else Other(start, end, ()), spread=True
            )
        if part.type == "pair" and len(inside) > 1:
            return Argument(start, end, self._key(inside[0]), self._node(inside[-1], depth))
        if part.type == "argument" and inside:
            name = field(part, "name")
            return Argument(start, end, "" if name is None else self._tree.written(name), self._node(inside[-1], depth))
        return Argument(start, end, "", self._node(part, depth))

    def _key(self, part: Part) -> str:
        written = self._tree.written(part)
        return written.strip("\"'`:")

    def mapping(self, part: Part, depth: int) -> Node:
        """Keys and values."""
        entries = []
        for one in self._named(part):
            start, end = self._tree.range(one)
            inside = self._named(one)
            if one.type in {"spread_element", "hash_splat_argument", "base_field_initializer"} and inside:
                entries.append(Entry(start, end, None, self._node(inside[-1], depth)))
            elif one.type == "shorthand_property_identifier":
                name = self._tree.written(one)
                entries.append(Entry(start, end, Constant(start, end, name), Name(start, end, name)))
            elif len(inside) > 1 and inside[0].type == "computed_property_name":
                entries.append(Entry(start, end, self._node(inside[0], depth), self._node(inside[-1], depth)))
            elif len(inside) > 1:
                key = Constant(*self._tree.range(inside[0]), self._key(inside[0]))
                entries.append(Entry(start, end, key, self._node(inside[-1], depth)))
            elif inside and inside[0].type == "variadic_unpacking":
                entries.append(Entry(start, end, None, self._node(self._named(inside[0])[-1], depth)))
            elif inside:
                entries.append(Entry(start, end, Constant(start, start, ""), self._node(inside[-1], depth)))
        return Mapping(*self._tree.range(part), tuple(entries))

    def literal(self, part: Part, depth: int) -> Node | None:
        """A structure of Go or Rust, with its fields."""
        body, kind = field(part, "body"), field(part, "type", "name")
        if body is None:
            return None
        found = self.mapping(body, depth)
        start, end = self._tree.range(part)
        kind_name = "" if kind is None else self._tree.written(kind)
        return Mapping(start, end, found.entries, kind_name) if isinstance(found, Mapping) else None

    def choice(self, part: Part, depth: int) -> Node | None:
        """One of two values."""
        test, first, second = (field(part, name) for name in ("condition", "consequence", "alternative"))
        if second is None:
            return None
        options = tuple(self._node(one, depth) for one in (first, second) if one is not None)
        return Choice(*self._tree.range(part), options, () if test is None else (self._node(test, depth),))

    def binary(self, part: Part, depth: int) -> Node | None:
        """Two values and an operator."""
        left, right, operator = field(part, "left"), field(part, "right"), field(part, "operator")
        if left is None or right is None:
            return None
        place, sides = self._tree.range(part), (self._node(left, depth), self._node(right, depth))
        sign = self._tree.written(operator) if operator is not None else self._sign(part)
        if sign in {"||", "??", "or"}:
            return Choice(*place, sides)
        if sign == "in":
            return Item(*place, sides[1], sides[0])
        return Joined(*place, sides) if sign == "." else Operation(*place, sign, *sides)

    def _sign(self, part: Part) -> str:
        return next((self._tree.written(one) for one in part.children if not one.is_named), "")

    def unary(self, part: Part, depth: int) -> Node | None:
        """One value with a sign."""
        inside = self._named(part)
        sign = self._tree.written(part)[:1]
        if not inside or sign not in {"-", "&", "*"}:
            return None
        node = self._node(inside[-1], depth)
        if sign == "-" and isinstance(node, Constant) and isinstance(node.value, int | float):
            return Constant(*self._tree.range(part), -node.value)
        if sign == "-":
            place = self._tree.range(part)
            return Operation(*place, "-", Constant(*place, 0), node)
        return node

    def symbol(self, part: Part, depth: int) -> Node:
        """A word of Ruby."""
        del depth  # it holds nothing
        return Constant(*self._tree.range(part), self._tree.written(part).strip(":\"'"))

    def variable(self, part: Part, depth: int) -> Node:
        """A variable of PHP, or of an object of Ruby."""
        del depth  # it holds nothing
        start, end = self._tree.range(part)
        written = self._tree.written(part)
        if written.startswith("@"):
            return Member(start, end, Name(start, end, "self"), written.lstrip("@"))
        return Name(start, end, written.lstrip("$"))
