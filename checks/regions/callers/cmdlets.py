"""Cmdlets of AWS Tools for PowerShell that call the service.

They are New-MCADataSet and Start-MCASupportDataExport (AWS Tools for PowerShell, cmdlet reference, "AWS Marketplace
Commerce Analytics"). A parameter's unique beginning stands for the parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.source import Edit
from checks.regions.callers.clients import replacing
from checks.regions.callers.code import (
    Argument,
    Assign,
    Attempt,
    Call,
    Constant,
    Handler,
    Mapping,
    Member,
    Name,
    Node,
    Other,
)
from checks.regions.callers.command_line import command_sites
from checks.regions.callers.moments import moment_of
from checks.regions.callers.names import Names
from checks.regions.callers.naming import Style, argument_of, operations, squash
from checks.regions.callers.paths import key_text, last_name
from checks.regions.callers.powershell import Cmdlet, ScriptReader
from checks.regions.callers.shell import Command, Script
from checks.regions.callers.sites import Client, Given, Read, Request, Silence, Sites
from checks.regions.callers.syntax_trees import SyntaxTree
from checks.regions.callers.values import Value, value_of

_CMDLETS: Final = {"new-mcadataset": "GenerateDataSet", "start-mcasupportdataexport": "StartSupportDataExport"}
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
_ANSWER: Final = frozenset({"length", "count", "gettype", "tostring", "datasetrequestid", "responsemetadata"})
_DIGITS: Final = re.compile(r"(?<=-DestinationS)3", re.IGNORECASE)
"""The grammar knows no digits in the name of a parameter."""


def powershell_sites(text: str) -> Sites:
    """Find the calls of the service in a script.

    Args:
        text: Its text.
    """
    reader = ScriptReader(SyntaxTree(text, "powershell", _DIGITS.sub("x", text)))
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


class _Site:
    """One call of a cmdlet of the service."""

    def __init__(self, cmdlet: Cmdlet, reader: ScriptReader, names: Names, text: str) -> None:
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
