"""Programs in JavaScript, TypeScript, Java, Go, C#, Ruby, PHP and Rust as the tree that all languages share.

The grammars call the same things by other names; each kind of part is read in one place, whatever the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from tree_sitter import Node as Part

from checks.regions.callers.code import (
    Argument,
    Assign,
    Attempt,
    Call,
    Choice,
    Class,
    Constant,
    Entry,
    Function,
    Handler,
    Item,
    Joined,
    Mapping,
    Member,
    Name,
    Node,
    Operation,
    Other,
    Parameter,
    Program,
    Return,
    Statement,
)
from checks.regions.callers.naming import mentions
from checks.regions.callers.syntax_trees import SyntaxTree, descendants, field

_DEEPEST: Final = 150
"""What is nested deeper is said to be unread."""
_THROUGH: Final = frozenset(
    [
        "await_expression",
        "parenthesized_expression",
        "parenthesized_statements",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
        "cast_expression",
        "expression_list",
        "literal_element",
        "reference_expression",
        "try_expression",
        "checked_expression",
        "template_substitution",
        "interpolation",
        "exceptions",
        "declaration_expression",
        "instantiation_expression",
        "with_statement_object",
    ]
)
"""Parts that stand for the last thing in them."""
_NAMES: Final = frozenset(
    [
        "identifier",
        "property_identifier",
        "field_identifier",
        "package_identifier",
        "type_identifier",
        "constant",
        "name",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "this",
        "self",
        "super",
        "relative_scope",
        "namespace_identifier",
        "predefined_type",
    ]
)
_STRINGS: Final = frozenset(
    [
        "string",
        "string_literal",
        "template_string",
        "interpreted_string_literal",
        "raw_string_literal",
        "verbatim_string_literal",
        "interpolated_string_expression",
        "encapsed_string",
        "heredoc",
    ]
)
_PIECES: Final = frozenset(
    [
        "string_fragment",
        "string_content",
        "string_literal_content",
        "interpreted_string_literal_content",
        "raw_string_content",
        "raw_string_literal_content",
        "escape_sequence",
        "string_literal_encoding",
        "interpolation_start",
        "interpolation_quote",
    ]
)
_INSERTED: Final = frozenset(["template_substitution", "interpolation", "variable_name"])
_NUMBERS: Final = frozenset(
    [
        "number",
        "integer",
        "float",
        "decimal_integer_literal",
        "int_literal",
        "float_literal",
        "integer_literal",
        "real_literal",
        "decimal_floating_point_literal",
    ]
)
_LITERALS: Final = {
    "true": True,
    "false": False,
    "null": None,
    "nil": None,
    "undefined": None,
    "null_literal": None,
}
_TELLING: Final = frozenset(
    [
        "throw_statement",
        "throw_expression",
        "call_expression",
        "method_invocation",
        "invocation_expression",
        "call",
        "object_creation_expression",
        "member_call_expression",
        "function_call_expression",
        "scoped_call_expression",
        "echo_statement",
        "print_intrinsic",
        "exit_statement",
        "new_expression",
        "raise",
        "macro_invocation",
        "yield_statement",
    ]
)
"""What a handler has to hold to let somebody know."""
_NUMBER: Final = re.compile(r"\d[\d_]*(?:\.\d+)?")
_COMMENTS: Final = frozenset({"comment", "line_comment", "block_comment"})


def read_program(text: str, grammar: str) -> Program:
    """Read a program.

    Args:
        text: Its text.
        grammar: The name of its language's grammar.
    """
    return _Reader(SyntaxTree(text, grammar)).read()


class _Reader:
    """One reading of a program."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._deep: list[tuple[int, int]] = []

    def read(self) -> Program:
        """All of it, with what near the service's name could not be read."""
        root = Other(0, len(self._tree.text), self._all(self._tree.root.named_children, 0))
        problems = [(*place, "This is nested too deeply, so no call was looked for in it") for place in self._deep[:1]]
        for part in self._tree.errors():
            start, end = self._tree.range(part)
            if mentions(self._tree.text[start:end]):
                first = min(start + len(self._tree.text[start:end].split("\n")[0]), end)
                problems.append((start, max(first, start), "This could not be read, though it names the service"))
        return Program(root, tuple(problems[:1]))

    def _all(self, parts: Iterable[Part], depth: int) -> tuple[Node, ...]:
        return tuple(self._node(part, depth + 1) for part in parts if part.type not in _COMMENTS)

    def _named(self, part: Part) -> list[Part]:
        return [one for one in part.named_children if one.type not in _COMMENTS]

    def _node(self, part: Part, depth: int) -> Node:  # noqa: PLR0911  # one branch a kind of part
        start, end = self._tree.range(part)
        if depth > _DEEPEST:
            self._deep.append((start, end))
            return Other(start, end, ())
        kind = part.type
        if kind in _NAMES:
            return Name(start, end, self._tree.written(part))
        if kind in _STRINGS:
            return self._string(part, depth)
        if kind in _NUMBERS:
            return self._number(part)
        if kind in _LITERALS:
            return Constant(start, end, _LITERALS[kind])
        if kind in {"boolean_literal", "boolean"}:
            return Constant(start, end, self._tree.written(part).lower() == "true")
        inside = self._named(part)
        if kind in _THROUGH and inside:
            return self._node(inside[-1], depth + 1)
        reader = _READERS.get(kind)
        found = reader(self, part, depth + 1) if reader is not None else None
        return found if found is not None else Other(start, end, self._all(inside, depth), kind)

    def _maybe(self, part: Part | None, depth: int) -> Node:
        return Other(0, 0, ()) if part is None else self._node(part, depth)

    def _string(self, part: Part, depth: int) -> Node:
        start, end = self._tree.range(part)
        pieces: list[Node] = []
        for one in part.named_children:
            place = self._tree.range(one)
            if one.type in _INSERTED:
                pieces.append(self._node(one, depth + 1))
            elif one.type in _PIECES and one.type not in {"interpolation_start", "interpolation_quote"}:
                pieces.append(Constant(*place, self._tree.written(one)))
        if all(isinstance(one, Constant) for one in pieces):
            whole = "".join(str(one.value) for one in pieces if isinstance(one, Constant))
            if not pieces and end - start > len('""'):
                whole = self._tree.text[start:end].strip("@$`\"'")
            return Constant(start, end, whole)
        return Joined(start, end, tuple(pieces))

    def _number(self, part: Part) -> Node:
        start, end = self._tree.range(part)
        found = _NUMBER.match(self._tree.written(part))
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

    def function(self, part: Part, depth: int) -> Node | None:
        """A function with its own names."""
        name, body = field(part, "name"), field(part, "body")
        if body is None:
            return None
        listed = field(part, "parameters", "parameter")
        parameters: list[Parameter] = []
        if listed is not None:
            many = self._named(listed) if "parameters" in listed.type or listed.type == "parameter_list" else [listed]
            for one in many:
                parameters += self._parameter(one, depth)
        inner = self._all(self._named(body), depth)
        if "block" not in body.type and "body" not in body.type:
            node = self._node(body, depth)
            inner = (
                Return(node.start, node.end, inner[0] if body.type == "arrow_expression_clause" and inner else node),
            )
        return Function(
            *self._tree.range(part), "" if name is None else self._tree.written(name), tuple(parameters), inner
        )

    def _parameter(self, part: Part, depth: int) -> list[Parameter]:
        default = field(part, "value", "right", "default_value")
        named = part.children_by_field_name("name") or [field(part, "pattern", "left") or part]
        return [
            Parameter(self._tree.written(one).lstrip("$&*"), None if default is None else self._node(default, depth))
            for one in named
        ]

    def type(self, part: Part, depth: int) -> Node | None:
        """A class."""
        name, body = field(part, "name"), field(part, "body")
        if body is None:
            return None
        title = "" if name is None else self._tree.written(name)
        return Class(*self._tree.range(part), title, self._all(self._named(body), depth))

    def given_back(self, part: Part, depth: int) -> Node | None:
        """What a function gives back."""
        inside = self._named(part)
        return Return(*self._tree.range(part), self._node(inside[0], depth)) if inside else None

    def statement(self, part: Part, depth: int) -> Node | None:
        """An expression whose value nobody uses."""
        inside = self._named(part)
        if not inside:
            return None
        node = self._node(inside[0], depth)
        return node if isinstance(node, Assign | Attempt) else Statement(*self._tree.range(part), node)

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

    def attempt(self, part: Part, depth: int) -> Node | None:
        """Statements whose errors are handled."""
        body = field(part, "body")
        clauses = [one for one in self._named(part) if one.type in {"catch_clause", "rescue"}]
        first = [one for one in self._named(part) if one not in clauses and one != body]
        before = self._all([one for one in first if "resource" in one.type], depth)
        if part.type == "begin":
            inner = self._all(first, depth)
        else:
            inner = () if body is None else self._all(self._named(body), depth)
            before += self._all([one for one in first if "finally" in one.type], depth)
        found = Attempt(*self._tree.range(part), inner, tuple(self._handler(one, depth) for one in clauses))
        return Other(*self._tree.range(part), (*before, found)) if before else found

    def _handler(self, part: Part, depth: int) -> Handler:
        start, end = self._tree.range(part)
        body = field(part, "body")
        inside = [one for one in self._named(part) if "block" not in one.type and "compound" not in one.type]
        types = [one for one in inside if one.type not in {"identifier", "exception_variable", "then"}]
        caught = tuple(
            self._tree.written(one)
            for kind in types
            for one in descendants(kind)
            if one.type in {"type_identifier", "constant", "qualified_name", "scoped_type_identifier"}
            or (one.type == "identifier" and kind.child_by_field_name("name") != one)
        )
        held = [one for one in (body, *(one for one in self._named(part) if one.type == "then")) if one is not None]
        told = any(inner.type in _TELLING for one in held for inner in descendants(one))
        head = min([self._tree.range(one)[0] for one in held], default=end)
        written = self._tree.text[start:head].rstrip().rstrip("{").rstrip()
        end = start + len(written.split("\n")[0]) if written else end
        return Handler(start, end, caught, not told, self._all(held, depth))

    def rescued(self, part: Part, depth: int) -> Node | None:
        """A statement of Ruby whose errors are answered by a value."""
        body, handler = field(part, "body"), field(part, "handler")
        if body is None or handler is None:
            return None
        told = handler.type in _TELLING or any(one.type in _TELLING for one in descendants(handler))
        place = (self._tree.range(body)[1] + 1, self._tree.range(handler)[1])
        found = Handler(*place, (), not told, ())
        return Attempt(*self._tree.range(part), (self._node(body, depth),), (found,))

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


_Read = Callable[[_Reader, Part, int], Node | None]


def _table() -> dict[str, _Read]:
    """How each kind of part is read."""
    kinds: dict[_Read, str] = {
        _Reader.member: "member_expression selector_expression field_access member_access_expression field_expression"
        " scoped_identifier scope_resolution conditional_access_expression class_constant_access_expression"
        " qualified_name nullsafe_member_access_expression qualified_identifier scoped_type_identifier",
        _Reader.item: "subscript_expression element_access_expression element_reference index_expression array_access",
        _Reader.call: "call_expression new_expression method_invocation object_creation_expression"
        " invocation_expression call member_call_expression nullsafe_member_call_expression function_call_expression"
        " scoped_call_expression implicit_object_creation_expression",
        _Reader.mapping: "object hash array_creation_expression",
        _Reader.literal: "composite_literal struct_expression",
        _Reader.assign: "variable_declarator assignment_expression assignment short_var_declaration var_spec const_spec"
        " assignment_statement let_declaration const_item static_item public_field_definition field_definition"
        " property_declaration property_element const_element resource augmented_assignment_expression",
        _Reader.imported: "import_statement",
        _Reader.package: "import_spec",
        _Reader.use: "use_declaration namespace_use_clause",
        _Reader.function: "arrow_function function_expression function_declaration generator_function_declaration"
        " method_definition method_declaration constructor_declaration lambda_expression func_literal"
        " local_function_statement function_item closure_expression method singleton_method function_definition"
        " anonymous_function anonymous_function_creation_expression lambda block_argument",
        _Reader.type: "class_declaration class struct_declaration record_declaration impl_item module",
        _Reader.given_back: "return_statement return return_expression",
        _Reader.statement: "expression_statement",
        _Reader.choice: "ternary_expression conditional_expression conditional",
        _Reader.binary: "binary_expression binary",
        _Reader.unary: "unary_expression prefix_unary_expression unary unary_op_expression",
        _Reader.attempt: "try_statement try_with_resources_statement begin",
        _Reader.rescued: "rescue_modifier",
        _Reader.symbol: "simple_symbol hash_key_symbol",
        _Reader.variable: "variable_name instance_variable",
    }
    return {kind: reader for reader, listed in kinds.items() for kind in listed.split()}


_READERS: Final = _table()
