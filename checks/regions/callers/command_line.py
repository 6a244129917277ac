"""Commands of the AWS CLI: the region and the arguments of each.

Checked against `aws marketplacecommerceanalytics generate-data-set help` and the parser of the AWS CLI, which takes
a unique beginning of an option for the option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from checks.documents.source import Edit
from checks.regions.callers.clients import replacing
from checks.regions.callers.code import Constant, Joined, Name, Node
from checks.regions.callers.moments import moment_of
from checks.regions.callers.names import Names
from checks.regions.callers.naming import SERVICE, Style, argument_of, operation_of, operations
from checks.regions.callers.shell import Command, Script
from checks.regions.callers.sites import Client, Given, Read, Request, Silence, Sites
from checks.regions.callers.values import Value, value_of

_VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
"""What sets the region; version 2 of the AWS CLI reads both, the first one first, version 1 the second one alone."""
_FLAGS: Final = frozenset(
    {
        "--debug",
        "--no-verify-ssl",
        "--no-paginate",
        "--no-sign-request",
        "--no-cli-pager",
        "--cli-auto-prompt",
        "--no-cli-auto-prompt",
        "--version",
        "--v2-debug",
    }
)
"""Options without a value."""
_GLOBAL: Final = frozenset(
    {
        "--endpoint-url",
        "--output",
        "--query",
        "--profile",
        "--region",
        "--color",
        "--ca-bundle",
        "--cli-read-timeout",
        "--cli-connect-timeout",
        "--cli-binary-format",
        "--cli-input-json",
        "--cli-input-yaml",
        "--generate-cli-skeleton",
        "--cli-error-format",
    }
)
"""Options with a value that are no arguments of the operation."""
_MENTIONING: Final = frozenset(
    {"echo", "printf", "grep", "egrep", "rg", "man", "logger", "print", "cat", "alias", "info"}
)
"""Commands whose words are only text."""
_ANSWER: Final = frozenset({"datasetrequestid"})


class _Option(NamedTuple):
    """An option and its value."""

    name: str
    start: int
    end: int
    value: Node | None


def command_sites(script: Script, text: str) -> Sites:
    """Find the calls of the service in a script.

    Args:
        script: The script.
        text: Its text.
    """
    names = Names(script.program)
    configured = script.configured
    found = [_Line(script, command, names, text, configured).sites() for command in script.commands]
    clients = tuple(client for one in found if one for client in one.clients)
    requests = tuple(request for one in found if one for request in one.requests)
    return Sites(clients, requests, script.program.problems)


class _Line:
    """One command."""

    def __init__(
        self, script: Script, command: Command, names: Names, text: str, configured: Sequence[tuple[int, Node]]
    ) -> None:
        self._script, self._command, self._names, self._text = script, command, names, text
        self._configured = configured

    def sites(self) -> Sites | None:
        """What it calls; None if it is no call of the service."""
        words = list(self._words())
        names = [word for word, _ in words]
        if not names or names[0].rpartition("/")[2] in _MENTIONING:
            return None
        begin = next((place for place, name in enumerate(names) if name.rpartition("/")[2] in {"aws", "aws.exe"}), None)
        runner = ""
        if begin is None:
            # Words for a function, or for an image whose entry point is the command.
            begin = next((place - 1 for place, name in enumerate(names) if self._is_begun(name, names, place)), None)
            runner = names[0] if begin is not None and begin >= 0 else ""
        if begin is None:
            return None
        plain, options, opaque = self._sorted(words[begin + 1 :])
        if not plain or plain[0][0] != SERVICE:
            return None
        operation = plain[1] if len(plain) > 1 else None
        if operation[0] in {"help", "wait"} if operation is not None else not opaque:
            return None
        last = operation[1] if operation is not None else plain[0][1]
        place = (words[max(begin, 0)][1].start, last.end)
        client = self._client(place, options, opaque)
        if runner and not client.regions:
            client = client._replace(elsewhere=client.elsewhere or runner, edits=())
        if operation is None:
            return Sites((client,))
        return Sites((client,), (self._request(operation, options, opaque, place),))

    def _is_begun(self, name: str, names: Sequence[str], place: int) -> bool:
        """Whether a word is the service, and an operation comes after it."""
        return name == SERVICE and place + 1 < len(names) and operation_of(names[place + 1], ("",)) is not None

    def _words(self) -> Iterator[tuple[str, Node]]:
        """The words of the command; a variable that stands for several words is split."""
        call = self._command.call
        for number, node in enumerate([call.function, *(one.value for one in call.arguments)]):
            known = self._value(node).only
            if isinstance(node, Name) and known is not None and (number == 0 or " " in known):
                for word in known.split():
                    yield word, Constant(node.start, node.end, word)
            else:
                yield known if known is not None else "", node

    def _value(self, node: Node) -> Value:
        return value_of(node, self._names, self._text)

    def _sorted(self, words: Sequence[tuple[str, Node]]) -> tuple[list[tuple[str, Node]], list[_Option], list[Node]]:
        """Plain words, options with their values, and words of which nothing is known."""
        plain: list[tuple[str, Node]] = []
        options: list[_Option] = []
        opaque: list[Node] = []
        place = 0
        while place < len(words):
            word, node = words[place]
            place += 1
            written = self._text[node.start : node.end]
            if word.startswith("--") or written.startswith("--"):
                name, sign, _ = (word or written).partition("=")
                value: Node | None = None
                if sign:
                    value = self._after_sign(node, len(name) + 1)
                elif name not in _FLAGS and place < len(words):
                    value = words[place][1]
                    place += 1
                options.append(_Option(name, node.start, min(node.start + len(name), node.end), value))
            elif not word:
                opaque.append(node)
            else:
                plain.append((word, node))
        return plain, options, opaque

    def _after_sign(self, node: Node, skipped: int) -> Node:
        """The value in `--name=value`."""
        start = node.start + skipped
        if isinstance(node, Constant):
            return Constant(start, node.end, str(node.value)[skipped:])
        if isinstance(node, Joined) and len(node.parts) > 1:
            rest = node.parts[1:]
            return rest[0] if len(rest) == 1 else Joined(start, node.end, rest)
        return node

    def _client(self, place: tuple[int, int], options: Sequence[_Option], opaque: Sequence[Node]) -> Client:
        given = [self._value(one.value) for one in options if one.name == "--region" and one.value is not None]
        origin = ""
        if not given:
            given, origin = self._environment()
        profile = any(one.name == "--profile" for one in options)
        elsewhere = self._text[opaque[0].start : opaque[0].end] if opaque and not given else ""
        edits = replacing(given[0], self._text) if given else (Edit(place[1], place[1], " --region us-east-1"),)
        return Client(
            *place,
            "The command",
            regions=tuple(given),
            origin=origin,
            elsewhere=elsewhere,
            otherwise="the profile that it names" if profile else "AWS_REGION, AWS_DEFAULT_REGION or the profile",
            pin="--region us-east-1",
            edits=() if elsewhere else edits,
            endpoints=tuple(
                self._value(one.value) for one in options if one.name == "--endpoint-url" and one.value is not None
            ),
            used=True,
            own=False,
        )

    def _environment(self) -> tuple[list[Value], str]:
        """The region that is set before the command, for it alone or for all."""
        for variable in _VARIABLES:
            for one in self._command.environment:
                if isinstance(one.target, Name) and one.target.id == variable:
                    return [self._value(one.value)], variable
            sets = [one for one in self._script.exported if one[1] == variable and one[0] < self._command.call.start]
            if sets and (value := sets[-1][2]) is not None:
                return [self._value(value)], variable
        before = [one for one in self._configured if one[0] < self._command.call.start]
        return ([self._value(before[-1][1])], "aws configure") if before else ([], "")

    def _request(
        self, word: tuple[str, Node], options: Sequence[_Option], opaque: Sequence[Node], place: tuple[int, int]
    ) -> Request:
        name, node = word
        operation = operation_of(name, ("",))
        if operation is not None and Style.KEBAB.spell(operation).removeprefix("--") != name:
            operation = None
        given = [one for one in (self._given(operation, option) for option in options) if one] if operation else []
        whole = any(
            option.name in {"--cli-input-json", "--cli-input-yaml", "--generate-cli-skeleton"} for option in options
        )
        silence = self._command.silence
        return Request(
            place[0],
            self._command.call.end,
            name,
            node.start,
            node.end,
            operation,
            Style.KEBAB,
            tuple(given),
            complete=not opaque and not whole,
            answers=tuple(self._answers(options)),
            silences=() if silence is None else (Silence(*silence),),
        )

    def _given(self, operation: str, option: _Option) -> Given | None:
        if option.name in _GLOBAL | _FLAGS:
            return None
        spelt = {Style.KEBAB.spell(one): one for one in operations()[operation][0]}
        begun = [one for one in spelt if one.startswith(option.name)]
        argument = spelt.get(option.name) or (
            spelt[begun[0]] if len(begun) == 1 else argument_of(operation, option.name)
        )
        name = begun[0] if len(begun) == 1 else option.name
        node = option.value if option.value is not None else Constant(option.end, option.end, "")
        value = self._value(node)
        if value.only is not None and value.only.startswith(("file://", "fileb://")):
            value = value._replace(constants=(), known=False)
        moment = moment_of(node, self._names) if argument else None
        return Given(name, option.start, option.end, argument, value, moment)

    def _answers(self, options: Sequence[_Option]) -> Iterator[Read]:
        """What `--query`, or `jq` after it, takes out of the answer."""
        for option in options:
            if option.name == "--query" and option.value is not None:
                word = self._value(option.value).only or ""
                if word.isalnum() and word.lower() not in _ANSWER:
                    yield Read(option.value.start, option.value.end, word)
        words = [(self._value(one).only or "", one) for one in self._command.filter]
        if words and words[0][0] == "jq":
            for word, node in words[1:]:
                if word.startswith(".") and word[1:].isalnum() and word[1:].lower() not in _ANSWER:
                    yield Read(node.start, node.end, word[1:])
