"""PowerShell scripts: cmdlets of AWS Tools for PowerShell, and commands of the AWS CLI.

The cmdlets are New-MCADataSet and Start-MCASupportDataExport (AWS Tools for PowerShell, cmdlet reference, "AWS
Marketplace Commerce Analytics"). A parameter's unique beginning stands for the parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tree_sitter import Node as Part

from checks.documents.source import Edit
from checks.regions.callers.clients import replacing
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
from checks.regions.callers.command_line import command_sites
from checks.regions.callers.moments import moment_of
from checks.regions.callers.names import Names, key_text, last_name
from checks.regions.callers.naming import Style, argument_of, mentions, operations, squash
from checks.regions.callers.shell import Command, Script
from checks.regions.callers.sites import Client, Given, Read, Request, Silence, Sites
from checks.regions.callers.syntax_trees import SyntaxTree, descendants, field
from checks.regions.callers.values import Value, value_of

_CMDLETS: Final = {"new-mcadataset": "GenerateDataSet", "start-mcasupportdataexport": "StartSupportDataExport"}
_DEEPEST: Final = 200
_DIGITS: Final = re.compile(r"(?<=-DestinationS)3", re.IGNORECASE)
"""The grammar knows no digits in the name of a parameter."""
_COMMON: Final = frozenset(
    {
        "region",
        "profilename",
        "accesskey",
        "secretkey",
        "sessiontoken",
        "credential",
        "endpointurl",
        "select",
        "clientconfig",
        "erroraction",
        "ea",
        "warningaction",
        "informationaction",
        "verbose",
        "debug",
        "force",
        "confirm",
        "whatif",
        "outvariable",
        "errorvariable",
        "profilelocation",
        "networkcredential",
        "passthru",
        "progressaction",
    }
)
"""Parameters, squashed, that every cmdlet of AWS Tools has, and those of all cmdlets."""
_SINGULAR: Final = {"customerdefinedvalue": "customerDefinedValues"}
_SILENT: Final = frozenset({"silentlycontinue", "ignore", "0"})
_WRAPPED: Final = frozenset({"string_literal", "integer_literal", "pipeline_chain", "member_name", "key_expression"})
_ANSWER: Final = frozenset({"length", "count", "gettype", "tostring", "datasetrequestid", "responsemetadata"})


class _Cmdlet(NamedTuple):
    """A call of a cmdlet or command, with its parameters."""

    call: Call
    given: tuple[Argument, ...]


def powershell_sites(text: str) -> Sites:
    """Find the calls of the service in a script.

    Args:
        text: Its text.
    """
    reader = _Reader(SyntaxTree(text, "powershell", _DIGITS.sub("x", text)))
    program = reader.read()
    names = Names(program)
    exported = tuple(
        (node.start, node.target.name, node.value)
        for node in names.nodes
        if isinstance(node, Assign) and isinstance(node.target, Member) and last_name(node.target.owner) == "env"
    )
    commands = tuple(Command(one.call) for one in reader.cmdlets if last_name(one.call.function) in {"aws", "aws.exe"})
    plain = tuple(command._replace(call=_as_words(command.call)) for command in commands)
    found = command_sites(Script(program, plain, exported), text)
    for cmdlet in reader.cmdlets:
        if last_name(cmdlet.call.function).lower() in _CMDLETS:
            found = found.plus(_Site(cmdlet, reader, names, text).sites())
    return found


def _as_words(call: Call) -> Call:
    """A command whose name is a word like the others."""
    return call._replace(function=Constant(call.function.start, call.function.end, last_name(call.function)))


class _Reader:
    """One reading of a script."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self.cmdlets: list[_Cmdlet] = []

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
        self.cmdlets.append(_Cmdlet(call, tuple(given)))
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


class _Site:
    """One call of a cmdlet of the service."""

    def __init__(self, cmdlet: _Cmdlet, reader: _Reader, names: Names, text: str) -> None:
        self._call, self._reader, self._names, self._text = cmdlet.call, reader, names, text
        self._given = list(self._spread(cmdlet.given))
        self._opaque = [one for one in self._given if not one.name]

    def _spread(self, given: tuple[Argument, ...]) -> Iterator[Argument]:
        """The parameters, with those of tables that are splatted."""
        for one in given:
            found = self._names.stands_for(one.value) if one.spread else None
            tables = [node for node in found.nodes if isinstance(node, Mapping)] if found is not None else []
            for table in tables:
                for entry in table.entries:
                    key = entry.key
                    place = (key.start, entry.end) if key is not None else (entry.start, entry.end)
                    yield Argument(*place, key_text(key) or "", entry.value)
            changed = list(self._names.changes(one.value)) if tables else []
            if not tables or changed:
                yield one._replace(name="") if one.spread else one

    def sites(self) -> Sites:
        """The command as a client and its request."""
        title = last_name(self._call.function)
        operation = _CMDLETS[title.lower()]
        place = (self._call.function.start, self._call.function.end)
        silence = next((one for one in self._given if squash(one.name) in {"erroraction", "ea"}), None)
        hidden: list[Silence] = []
        if silence is not None and (self._value(silence.value).only or "").lower() in _SILENT:
            hidden.append(Silence(silence.start, silence.end, self._text[silence.start : silence.end]))
        hidden += self._caught()
        request = Request(
            self._call.start,
            self._call.end,
            title,
            *place,
            operation,
            Style.PASCAL,
            tuple(self._arguments(operation)),
            complete=not self._opaque,
            answers=tuple(self._answers()),
            silences=tuple(hidden),
        )
        return Sites((self._client(),), (request,))

    def _value(self, node: Node) -> Value:
        return value_of(node, self._names, self._text)

    def _client(self) -> Client:
        regions = [self._value(one.value) for one in self._given if squash(one.name) == "region"]
        origin = ""
        for one in () if regions else self._reader.cmdlets:
            title = last_name(one.call.function).lower()
            if (
                title in {"set-defaultawsregion", "initialize-awsdefaultconfiguration"}
                and one.call.start < self._call.start
            ):
                named = [arg.value for arg in one.given if squash(arg.name) == "region" or not arg.name][:1]
                regions, origin = [self._value(node) for node in named], last_name(one.call.function)
        for node in () if regions else self._names.nodes:
            if isinstance(node, Assign) and isinstance(node.target, Member) and node.target.name == "AWS_REGION":
                regions, origin = [self._value(node.value)], "AWS_REGION"
        end = self._call.function.end
        elsewhere = self._text[self._opaque[0].start : self._opaque[0].end] if self._opaque and not regions else ""
        pinned = replacing(regions[0], self._text) if regions else ()
        return Client(
            self._call.start,
            end,
            "The command",
            regions=tuple(regions),
            origin=origin,
            elsewhere=elsewhere,
            otherwise="AWS_REGION, the session's default or the profile",
            pin="-Region us-east-1",
            edits=pinned if regions or elsewhere else (Edit(end, end, " -Region us-east-1"),),
            endpoints=tuple(self._value(one.value) for one in self._given if squash(one.name) == "endpointurl"),
            secrets=tuple(
                value
                for value in (self._value(one.value) for one in self._given if squash(one.name) == "secretkey")
                if value.only
            ),
            used=True,
            own=False,
        )

    def _arguments(self, operation: str) -> Iterator[Given]:
        spelt = {squash(one): one for one in operations()[operation][0]} | _SINGULAR
        for one in self._given:
            name = squash(one.name)
            if not name or name in _COMMON or any(common.startswith(name) for common in ("erroraction", "region")):
                continue
            begun = [known for known in spelt if known.startswith(name)]
            argument = argument_of(operation, one.name) or (spelt[begun[0]] if len(begun) == 1 else None)
            written = Style.PASCAL.spell(argument) if argument else one.name
            start = one.start + (self._text[one.start : one.start + 1] in {"-", '"', "'"})
            moment = moment_of(one.value, self._names) if argument else None
            yield Given(written, start, start + len(one.name), argument, self._value(one.value), moment)

    def _answers(self) -> Iterator[Read]:
        """Members that are looked for in what the cmdlet gives back: a text, the request's id."""
        parent = self._names.parent(self._call)
        while isinstance(parent, Other) and len(parent.parts) == 1:
            parent = self._names.parent(parent)
        if isinstance(parent, Assign) and isinstance(parent.target, Name):
            for use in self._names.uses(parent.target):
                member = self._names.parent(use)
                if isinstance(member, Member) and squash(member.name) not in _ANSWER:
                    yield Read(member.end - len(member.name), member.end, member.name)

    def _caught(self) -> Iterator[Silence]:
        for above in self._names.above(self._call):
            if isinstance(above, Handler):
                return
            if isinstance(above, Attempt):
                for handler in above.handlers:
                    if handler.silent:
                        yield Silence(handler.start, handler.end, "catch")
                return
