"""PowerShell scripts: their commands with parameters, their variables, and what is done about errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tree_sitter import Node as Part

from checks.regions.callers.code import (
    Argument,
    Assign,
    Attempt,
    Call,
    Clock,
    Constant,
    Entry,
    Handler,
    Joined,
    Mapping,
    Member,
    Name,
    Node,
    Other,
    Program,
    Statement,
)
from checks.regions.callers.naming import mentions, squash
from checks.regions.callers.syntax_trees import SyntaxTree, descendants, field

_DEEPEST: Final = 200
_WRAPPED: Final = frozenset({"string_literal", "integer_literal", "pipeline_chain", "member_name", "key_expression"})


class Cmdlet(NamedTuple):
    """A call of a cmdlet or command, with its parameters."""

    call: Call
    given: tuple[Argument, ...]


class ScriptReader:
    """One reading of a script."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self.cmdlets: list[Cmdlet] = []

    def read(self) -> Program:
        """All of it."""
        root = self._node(self._tree.root, 0)
        problems = []
        for part in self._tree.errors():
            start, end = self._tree.range(part)
            if mentions(self._tree.text[start:end]):
                last = start + len(self._tree.text[start:end].split("\n")[0])
                problems.append((start, last, "This could not be read, though it names the service"))
        return Program(Other(0, len(self._tree.text), (root,)), tuple(problems[:1]))

    def _all(self, parts: list[Part], depth: int) -> tuple[Node, ...]:
        return tuple(self._node(part, depth + 1) for part in parts if part.type != "comment")

    def _node(self, part: Part, depth: int) -> Node:  # noqa: C901, PLR0911, PLR0912  # one branch a kind of part
        while part.named_child_count == 1 and (part.type.endswith("_expression") or part.type in _WRAPPED):
            if part.type in {"assignment_expression", "hash_literal_expression"}:
                break
            if part.type == "expression_with_unary_operator":
                break
            part = part.named_children[0]
        start, end = self._tree.range(part)
        if depth > _DEEPEST:
            return Other(start, end, ())
        inside, written = part.named_children, self._tree.written(part)
        match part.type:
            case "variable" | "braced_variable":
                return self._variable(start, end, written)
            case "simple_name" | "type_name" | "type_identifier":
                return Name(start, end, written)
            case "type_literal":
                return Name(start, end, written.strip("[]").rpartition(".")[2])
            case "expandable_string_literal" | "expandable_here_string_literal":
                holes = self._all([one for one in inside if one.type in {"variable", "sub_expression"}], depth)
                return Joined(start, end, holes) if holes else Constant(start, end, written.strip('@"\n'))
            case "verbatim_string_characters" | "verbatim_here_string_characters":
                return Constant(start, end, written.strip("@'\n"))
            case "decimal_integer_literal" | "real_literal":
                digits = "".join(one for one in written if one.isdigit())
                return Constant(start, end, int(digits) if digits else None)
            case "expression_with_unary_operator":
                inner = self._node(inside[-1], depth + 1) if inside else Other(start, end, ())
                negative = isinstance(inner, Constant) and isinstance(inner.value, int) and written.startswith("-")
                return Constant(start, end, -inner.value) if negative else inner  # type: ignore[operator, union-attr]  # checked above
            case "assignment_expression":
                value = field(part, "value")
                if value is not None and inside:
                    return Assign(start, end, self._node(inside[0], depth + 1), self._node(value, depth + 1))
            case "member_access" if len(inside) > 1:
                return Member(start, end, self._node(inside[0], depth + 1), self._tree.written(inside[-1]))
            case "invokation_expression" if len(inside) > 1:
                owner = self._node(inside[0], depth + 1)
                listed = [one for one in descendants(part) if one.type == "argument_expression"]
                mine = [one for one in listed if inside[-1].start_byte <= one.start_byte]
                arguments = [self._node(one, depth + 1) for one in mine]
                function = Member(start, self._tree.range(inside[1])[1], owner, self._tree.written(inside[1]))
                return Call(start, end, function, tuple(Argument(one.start, one.end, "", one) for one in arguments))
            case "hash_literal_expression":
                return Mapping(start, end, tuple(self._entries(part, depth)))
            case "command":
                return self._command(part, depth)
            case "try_statement":
                return self._attempt(part, depth)
            case "pipeline" if len(inside) == 1:
                node = self._node(inside[0], depth + 1)
                single = part.parent is not None and part.parent.type in {"statement_list", "script_block_body"}
                return Statement(start, end, node) if single and not isinstance(node, Assign) else node
        return Other(start, end, self._all(inside, depth))

    def _variable(self, start: int, end: int, written: str) -> Node:
        name = written.strip("${}@")
        scope, sign, rest = name.partition(":")
        if sign and scope.lower() == "env":
            return Member(start, end, Name(start, start, "env"), rest)
        return Name(start, end, rest if sign else name)

    def _entries(self, part: Part, depth: int) -> Iterator[Entry]:
        for one in descendants(part):
            if one.type == "hash_entry" and len(one.named_children) > 1:
                key = self._tree.written(one.named_children[0]).strip("\"'")
                place = self._tree.range(one.named_children[0])
                value = self._node(one.named_children[-1], depth + 1)
                yield Entry(*self._tree.range(one), Constant(*place, key), value)

    def _attempt(self, part: Part, depth: int) -> Node:
        start, end = self._tree.range(part)
        body = next((one for one in part.named_children if one.type == "statement_block"), None)
        handlers = []
        for one in descendants(part):
            if one.type == "catch_clause":
                told = any(
                    inner.type in {"command", "flow_control_statement", "invokation_expression"}
                    for inner in descendants(one)
                )
                place = self._tree.range(one)[0]
                handlers.append(
                    Handler(place, place + len("catch"), (), not told, self._all(one.named_children, depth))
                )
        inner = () if body is None else self._all(body.named_children, depth)
        flat = inner[0].parts if len(inner) == 1 and isinstance(inner[0], Other) else inner
        return Attempt(start, end, flat, tuple(handlers))

    def _command(self, part: Part, depth: int) -> Node:
        start, end = self._tree.range(part)
        name, elements = field(part, "command_name"), field(part, "command_elements")
        title = "" if name is None else self._tree.written(name)
        parts = (
            [] if elements is None else [one for one in elements.named_children if one.type != "command_argument_sep"]
        )
        given: list[Argument] = []
        waiting: Part | None = None
        words: list[Argument] = []
        for one in parts:
            node = self._word(one, depth)
            words.append(Argument(node.start, node.end, "", node))
            if one.type == "command_parameter":
                if waiting is not None:
                    given.append(self._parameter(waiting, None))
                waiting = one
            elif waiting is not None:
                given.append(self._parameter(waiting, node))
                waiting = None
            else:
                spread = self._tree.written(one).startswith("@")
                given.append(Argument(node.start, node.end, "", node, spread))
        if waiting is not None:
            given.append(self._parameter(waiting, None))
        function = Name(start, start + len(title), title)
        call = Call(start, end, function, tuple(words))
        if title.lower() == "get-date":
            return self._clock(call, given)
        self.cmdlets.append(Cmdlet(call, tuple(given)))
        return call

    def _word(self, part: Part, depth: int) -> Node:
        if part.type in {"generic_token", "command_parameter"}:
            start, end = self._tree.range(part)
            return Constant(start, end, self._tree.written(part))
        return self._node(part, depth + 1)

    def _parameter(self, part: Part, value: Node | None) -> Argument:
        start, end = self._tree.range(part)
        name = self._tree.written(part).lstrip("-").rstrip(":")
        return Argument(start, end if value is None else value.end, name, value or Constant(end, end, None))

    def _clock(self, call: Call, given: list[Argument]) -> Node:
        names = {squash(one.name) for one in given}
        if names - {"asutc", "format", "uformat"}:
            return Other(call.start, call.end, ())
        local = bool(names & {"format", "uformat"}) and "asutc" not in names
        return Clock(call.start, call.end, local, 0)
