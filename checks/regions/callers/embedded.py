"""Commands that stand in a document: steps of workflows, scripts of packages, words of containers.

A command is read in a text of the same length as the document's in which all else is blank, so that places agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from checks.documents.nodes import Node as Value
from checks.documents.nodes import Object, Text, walk
from checks.documents.source import Source
from checks.regions.callers.code import Argument, Call, Constant, Node, Other, Program
from checks.regions.callers.command_line import command_sites
from checks.regions.callers.shell import Command, Script, read_shell
from checks.regions.callers.sites import Sites

_VARIABLES: Final = frozenset({"AWS_REGION", "AWS_DEFAULT_REGION"})
_ENVIRONMENTS: Final = frozenset({"env", "environment", "variables"})
_BLANK: Final = re.compile(r"[^\n]")
_ESCAPED: Final = {'\\"': ' "', "\\n": "\n ", "\\t": "  ", "\\\\": " \\"}
_ESCAPE: Final = re.compile(r'\\["nt\\]')


def commands_in(node: Text, above: Sequence[tuple[str, Value]], roots: Sequence[Value], source: Source) -> Sites:
    """The calls of a script that stands in a document.

    Args:
        node: The script.
        above: The keys and values that it stands in.
        roots: All of the document.
        source: The document's text.
    """
    text = alone(source.text, node)
    script = read_shell(text)
    return command_sites(script._replace(exported=(*_environment(above, roots), *script.exported)), text)


def list_command(words: Sequence[Text], above: Sequence[tuple[str, Value]], roots: Sequence[Value], text: str) -> Sites:
    """The call of a command that is given as a list of words.

    Args:
        words: The words.
        above: The keys and values that they stand in.
        roots: All of the document.
        text: The document's text.
    """
    nodes = [Constant(word.start, word.end, word.value) for word in words]
    arguments = tuple(Argument(node.start, node.end, "", node) for node in nodes[1:])
    call = Call(nodes[0].start, nodes[-1].end, nodes[0], arguments)
    whole: tuple[Node, ...] = (call,)
    script = Script(Program(Other(0, len(text), whole)), (Command(call),), tuple(_environment(above, roots)))
    found = command_sites(script, text)
    return found._replace(
        clients=tuple(client._replace(edits=()) for client in found.clients if not client.regions)
        + tuple(client for client in found.clients if client.regions)
    )


def _environment(above: Sequence[tuple[str, Value]], roots: Sequence[Value]) -> list[tuple[int, str, Node | None]]:
    """Regions that the document sets for what is run: near ones last."""
    found: list[tuple[int, str, Node | None]] = []
    for root in roots:
        for path, node in walk(root):
            if path[-1:] == ("aws-region",) and "with" in path and isinstance(node, Text):
                found.append((-1, "AWS_REGION", Constant(node.start, node.end, node.value)))
    for _, outer in above:
        for member in outer.members if isinstance(outer, Object) else ():
            if member.key.value.lower() in _ENVIRONMENTS:
                found += _variables(member.value)
    return found


def _variables(node: Value) -> list[tuple[int, str, Node | None]]:
    found: list[tuple[int, str, Node | None]] = []
    for path, value in walk(node):
        name = str(path[-1]) if path else ""
        if name in _VARIABLES:
            given: Node = Other(value.start, value.end, ())
            if isinstance(value, Text):
                given = Constant(value.start, value.end, value.value)
            found.append((-1, name, given))
        elif isinstance(value, Text) and value.value.partition("=")[0] in _VARIABLES:
            variable, _, rest = value.value.partition("=")
            found.append((-1, variable, Constant(value.start, value.end, rest)))
    return found


def alone(text: str, node: Text, opening: str = "") -> str:
    """A text in which all but one string is blank.

    Args:
        text: The text.
        node: The string.
        opening: What to write in the line before the string, if there is room for it.
    """
    written = text[node.start : node.end]
    first, newline, rest = written.partition("\n")
    if newline and (first[:1] in {"|", ">", "<"}):
        marker = first.lstrip("<-").strip() if first.startswith("<") else ""
        written = " " * len(first) + newline + rest
        if marker and written.rstrip().endswith(marker):
            last = written.rstrip()
            written = last[: -len(marker)] + " " * (len(written) - len(last) + len(marker))
    elif written[:1] in {'"', "'"} and len(written) > 1:
        inner = written[1:-1]
        if written[0] == '"':
            inner = _ESCAPE.sub(lambda found: _ESCAPED[found[0]], inner)
        written = f" {inner} "
    before = _BLANK.sub(" ", text[: node.start])
    whole = before + written + _BLANK.sub(" ", text[node.end :])
    room = whole.rfind("\n", 0, node.start) + 1
    if opening and whole[room : room + len(opening)].isspace() and len(whole) > room + len(opening):
        whole = whole[:room] + opening + whole[room + len(opening) :]
    return whole
