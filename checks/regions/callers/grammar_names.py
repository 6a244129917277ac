"""Assignments, declarations and imports of many languages as those of the tree that all share."""

from __future__ import annotations

import re

from tree_sitter import Node as Part

from checks.regions.callers.code import Assign, Call, Constant, Member, Name, Node, Other
from checks.regions.callers.grammar_values import ValueReader
from checks.regions.callers.syntax_trees import field


class NameReader(ValueReader):
    """Reads what gives names their values."""

    def assign(self, part: Part, depth: int) -> Node | None:
        """Something gets a value."""
        inside = self._named(part)
        target = field(part, "name", "left", "pattern") or (inside[0] if inside else None)
        value = field(part, "value", "right", "default_value")
        if value is None and len(inside) > 1 and inside[-1] != target:
            value = inside[-1]
        if target is None or value is None:
            return None
        place = self._tree.range(part)
        given = self._declared(part, value, depth)
        if target.type in {"object_pattern", "struct_pattern"}:
            return Other(*place, tuple(self._taken(one, given) for one in self._named(target)))
        targets = self._named(target) if target.type == "expression_list" else [target]
        if part.type in {"var_spec", "const_spec"}:
            targets = part.children_by_field_name("name")
        values = self._named(value) if value.type == "expression_list" else [value]
        if len(targets) == len(values) and len(targets) > 1:
            pairs = zip(targets, values, strict=True)
            return Other(
                *place, tuple(Assign(*place, self._node(one, depth), self._node(two, depth)) for one, two in pairs)
            )
        names = [self._node(one, depth) for one in targets]
        return Assign(*place, names[0] if len(names) == 1 else Other(*self._tree.range(target), tuple(names)), given)

    def _declared(self, part: Part, value: Part, depth: int) -> Node:
        """A value; an object whose class is that of the declaration is made of that one."""
        node = self._node(value, depth)
        declared = part.parent.child_by_field_name("type") if part.parent is not None else None
        if value.type == "implicit_object_creation_expression" and isinstance(node, Call) and declared is not None:
            return node._replace(function=self._type(declared), made=True)
        return node

    def _taken(self, part: Part, given: Node) -> Node:
        """One name of several that are taken out of a value."""
        start, end = self._tree.range(part)
        key, alias = field(part, "key", "name"), field(part, "value", "alias")
        name = self._tree.written(key or part)
        return Assign(
            start, end, Name(start, end, self._tree.written(alias) if alias else name), Member(start, end, given, name)
        )

    def imported(self, part: Part, depth: int) -> Node | None:
        """What an import of JavaScript brings in."""
        source = field(part, "source")
        clause = next((one for one in self._named(part) if one.type == "import_clause"), None)
        if source is None or clause is None:
            return None
        module = self._node(source, depth)
        found: list[Node] = []
        for one in self._named(clause):
            start, end = self._tree.range(one)
            if one.type == "identifier":
                found.append(
                    Assign(start, end, Name(start, end, self._tree.written(one)), Member(start, end, module, "default"))
                )
            elif one.type == "namespace_import":
                name = self._tree.written(self._named(one)[0])
                found.append(Assign(start, end, Name(start, end, name), module))
            else:
                found += [self._taken(name, module) for name in self._named(one)]
        return Other(*self._tree.range(part), tuple(found))

    def package(self, part: Part, depth: int) -> Node | None:
        """What an import of Go brings in."""
        path, name = field(part, "path"), field(part, "name")
        if path is None:
            return None
        module = self._node(path, depth)
        start, end = self._tree.range(part)
        last = str(module.value).rpartition("/")[2] if isinstance(module, Constant) else ""
        return Assign(start, end, Name(start, end, self._tree.written(name) if name else last), module)

    def use(self, part: Part, depth: int) -> Node:
        """What a `use` of Rust or PHP brings in, under another name or its own."""
        del depth  # nothing of it is nested
        start, end = self._tree.range(part)
        text = re.sub(r"^use\s+|;$", "", self._tree.written(part)).strip()
        head, _, listed = text.partition("{")
        found: list[Node] = []
        for one in listed.strip("} \n").split(",") if listed else [text]:
            path, _, alias = re.sub(r"\s+as\s+", " as ", one.strip()).partition(" as ")
            whole = re.split(r"::|\\", (head + path) if listed else path)
            owner: Node = Name(start, end, whole[0])
            for step in whole[1:]:
                owner = Member(start, end, owner, step)
            if whole[-1] and (alias or len(whole) > 1):
                found.append(Assign(start, end, Name(start, end, alias or whole[-1]), owner))
        return Other(start, end, tuple(found))
