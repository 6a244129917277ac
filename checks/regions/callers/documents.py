"""Templates, plans, workflows and state machines: schedules that call the service, and commands that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from checks.documents.nodes import Array, Node, Object, Text
from checks.documents.source import Passage, Source
from checks.regions.callers.embedded import commands_in, list_command
from checks.regions.callers.naming import SERVICE, mentions
from checks.regions.callers.schedules import TARGET, schedule
from checks.regions.callers.sites import Sites

_YAML: Final = frozenset({"yaml", "yml", "template"})
_HCL: Final = frozenset({"tf", "tofu", "hcl"})
_SCRIPTS: Final = frozenset(
    {
        "run",
        "script",
        "scripts",
        "before_script",
        "after_script",
        "command",
        "commands",
        "cmd",
        "args",
        "shell",
        "entrypoint",
        "user_data",
        "userdata",
        "inline",
    }
)
"""Keys, in small letters, whose values are commands."""
_CODE: Final = frozenset({"zipfile", "inlinecode"})
"""Keys, in small letters, whose values are programs."""
_COMMAND: Final = re.compile(rf"\baws\b.*\b{SERVICE}\b", re.DOTALL)
_NEAR: Final = 4
"""So many keys lead from one of those to a command, at most."""


class Place(NamedTuple):
    """A value, and what leads to it.

    Attributes:
        node: The value.
        above: The keys and values that it stands in, from the outside in; positions in lists have empty keys.
    """

    node: Node
    above: tuple[tuple[str, Node], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that lead to it, in small letters."""
        return tuple(key.lower() for key, _ in self.above if key)


def read_document(source: Source, ending: str) -> Sites:
    """Find the schedules and commands of a document.

    Args:
        source: The text.
        ending: The ending of its name.
    """
    roots, problem = _roots(source, ending)
    found = Sites()
    for place in (place for root in roots for place in _places(root)):
        found = found.plus(_found(place, tuple(roots), source))
    if problem is not None and (_COMMAND.search(source.text) or TARGET.search(source.text)):
        found = found.plus(Sites(problems=(problem,)))
    return found


def _roots(source: Source, ending: str) -> tuple[tuple[Node, ...], tuple[int, int, str] | None]:
    """The trees of a text, and what of it could not be read."""
    passage = Passage.whole(source)
    sentence = "This could not be read wholly, though it names the service"
    if ending in _YAML:
        from checks.documents.containers.yaml_nodes import read_nodes  # noqa: PLC0415  # each reader where it is needed

        nodes = read_nodes(passage)
        return nodes.roots, (0, min(1, len(source.text)), f"{sentence}: {nodes.problem}") if nodes.problem else None
    if ending in _HCL:
        from checks.documents.containers.hcl import Reader  # noqa: PLC0415  # the same

        reader = Reader(passage)
        problems = list(reader.problems())
        return (reader.root(),), (0, min(1, len(source.text)), f"{sentence}: {problems[0]}") if problems else None
    from checks.documents.syntax import read_json  # noqa: PLC0415  # the same

    reading = read_json(source.text)
    fault = reading.faults[0] if reading.faults else None
    return tuple(reading.roots), (fault.start, fault.end, sentence) if fault is not None else None


def _places(root: Node) -> Iterator[Place]:
    """Every value of a tree, with what leads to it. It does not recurse."""
    waiting = [Place(root, ())]
    while waiting:
        place = waiting.pop()
        yield place
        match place.node:
            case Object(members=members):
                waiting += [
                    Place(member.value, (*place.above, (member.key.value, place.node))) for member in reversed(members)
                ]
            case Array(items=items):
                waiting += [Place(item, (*place.above, ("", place.node))) for item in reversed(items)]


def _found(place: Place, roots: tuple[Node, ...], source: Source) -> Sites:
    """What one value calls."""
    match place.node:
        case Text(value=value) if TARGET.fullmatch(value):
            return schedule(place.node, place.above, roots, source.text)
        case Text(value=value) if _COMMAND.search(value) and _is_command(place):
            return commands_in(place.node, place.above, roots, source)
        case Text(value=value) if mentions(value) and place.keys[-1:] and place.keys[-1] in _CODE:
            return _program(place.node, source)
        case Array(items=items) if items and all(isinstance(item, Text) for item in items):
            words = [item for item in items if isinstance(item, Text)]
            return list_command(words, place.above, roots, source.text) if _is_command(place) else Sites()
    return Sites()


def _is_command(place: Place) -> bool:
    return any(key in _SCRIPTS for key in place.keys[-_NEAR:])


def _program(node: Text, source: Source) -> Sites:
    """A function's code in its template."""
    from checks.regions.callers.embedded import alone  # noqa: PLC0415  # few templates hold programs
    from checks.regions.callers.finding import find_sites  # noqa: PLC0415  # the same

    if re.search(r"^\s*(?:import|from)\s+[\w.]+(?:\s+import\b.*|\s+as\s+\w+)?$", node.value, re.MULTILINE):
        from checks.regions.callers.python import read_python  # noqa: PLC0415  # the same

        text = alone(source.text, node, "if 1:")
        return find_sites(read_python(text), text, "python")
    from checks.regions.callers.grammars import read_program  # noqa: PLC0415  # the same

    text = alone(source.text, node)
    return find_sites(read_program(text, "javascript"), text, "javascript")
