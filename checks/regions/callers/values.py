"""What a value may be when the program runs, as far as the program says it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from checks.regions.callers.code import Argument, Call, Constant, Joined, Member, Name, Node, Operation
from checks.regions.callers.names import Names
from checks.regions.callers.naming import squash
from checks.regions.callers.paths import last_name

_REGION: Final = re.compile(
    r"(us|eu|ap|sa|ca|me|af|cn|il|mx)(gov|isob|isof|isoe|iso)?"
    r"(north|south|east|west|central|northeast|northwest|southeast|southwest)(\d)"
)
_WRAPPERS: Final = frozenset(
    [
        "string",
        "str",
        "of",
        "fromname",
        "getbysystemname",
        "fromvalue",
        "datasettype",
        "findvalue",
        "new",
        "some",
        "fromstatic",
        "region",
        "regions",
        "tostring",
        "ptr",
        "pointer",
        "from",
        "valueof",
        "symbol",
        "value",
        "for",
    ]
)
"""Functions, squashed, that give their only argument back in another type."""
_PLAIN: Final = frozenset(
    ["tostring", "tos", "into", "clone", "trim", "strip", "lower", "tolower", "tolowercase", "value", "toowned"]
)
"""Methods, squashed, that change nothing here."""


class Value(NamedTuple):
    """What an expression may be.

    Attributes:
        start: Where it stands.
        end: Where it ends.
        text: How it is written.
        constants: What it may be, each once; nothing and an empty string are `""`.
        known: Whether it cannot be anything else.
        node: The expression.
    """

    start: int
    end: int
    text: str
    constants: tuple[str, ...]
    known: bool
    node: Node

    @property
    def only(self) -> str | None:
        """What it is, if that is known."""
        return self.constants[0] if self.known and len(self.constants) == 1 else None


def region_named(name: str) -> str | None:
    """The region that a member of an SDK's list of regions stands for: `US_EAST_1`, `USEast1`, `UsEast1RegionID`."""
    found = _REGION.fullmatch(squash(name).removesuffix("regionid"))
    return "-".join(part for part in found.groups() if part) if found else None


def type_named(name: str) -> str | None:
    """The data set type that a member of an SDK's list stands for: `DataSetTypeDailyBusinessFees`."""
    from checks.smoke.calendar import data_sets  # noqa: PLC0415  # it loads the service's model

    wanted = squash(name).removeprefix("datasettype")
    return next((one.name for one in data_sets() if squash(one.name) == wanted), None)


def value_of(node: Node, names: Names, text: str) -> Value:
    """What an expression may be.

    Args:
        node: The expression.
        names: The program's names.
        text: The program's text.
    """
    constants, known = _constants(node, names, 0)
    return Value(node.start, node.end, text[node.start : node.end], tuple(dict.fromkeys(constants)), known, node)


_DEEPEST: Final = 12


def _constants(node: Node, names: Names, depth: int) -> tuple[list[str], bool]:
    if depth > _DEEPEST:
        return [], False
    found = names.stands_for(node)
    constants: list[str] = []
    known = found.known
    for one in found.nodes:
        inner, sure = _leaf(one, names, depth + 1)
        constants += inner
        known = known and sure
    return constants, known and bool(found.nodes)


def _leaf(node: Node, names: Names, depth: int) -> tuple[list[str], bool]:  # noqa: PLR0911  # one branch a kind of node
    match node:
        case Constant(value=None):
            return [""], True
        case Constant(value=bool(value)):
            return [str(value).lower()], True
        case Constant(value=value):
            return [str(value)], True
        case Member(owner=Name(), name=name) | Member(owner=Member(), name=name):
            meaning = region_named(name) or type_named(name)
            return ([meaning], True) if meaning else ([], False)
        case Name(id=name):
            meaning = region_named(name) or type_named(name)
            return ([meaning], True) if meaning else ([], False)
        case Joined(parts=pieces):
            return _sum(pieces, names, depth)
        case Operation(operator="+", left=left, right=right):
            return _sum((left, right), names, depth)
        case Call():
            return _called(node, names, depth)
    return [], False


def _called(node: Call, names: Names, depth: int) -> tuple[list[str], bool]:
    name = squash(last_name(node.function))
    given = [one.value for one in node.arguments]
    if len(given) == 1 and name in _WRAPPERS:
        return _constants(given[0], names, depth)
    if not given and name in _PLAIN and isinstance(node.function, Member):
        return _constants(node.function.owner, names, depth)
    default = [one for one in node.arguments[1:2] if _falls_back(name)]
    return (_constants(default[0].value, names, depth)[0] if default else []), False


def _falls_back(name: str) -> bool:
    """Whether a function's second argument is what it gives if it finds nothing."""
    return name in {"get", "getenv", "env", "getordefault", "fetch", "getoptional"}


def _sum(pieces: tuple[Node, ...], names: Names, depth: int) -> tuple[list[str], bool]:
    whole = ""
    for piece in pieces:
        constants, known = _constants(piece, names, depth)
        if len(constants) != 1 or not known:
            return [], False
        whole += constants[0]
    return [whole], True


def number_of(node: Node, names: Names, depth: int = 0) -> float | None:  # noqa: PLR0911  # the same
    """A number, if the program says it: literals, names and sums, differences and products of them."""
    if depth > _DEEPEST:
        return None
    found = names.stands_for(node)
    if len(found.nodes) != 1 or not found.known:
        return None
    match found.nodes[0]:
        case Constant(value=int() | float() as value):
            return float(value)
        case Operation(operator=operator, left=left, right=right):
            first, second = number_of(left, names, depth + 1), number_of(right, names, depth + 1)
            if first is None or second is None:
                return None
            return {"+": first + second, "-": first - second, "*": first * second}.get(operator)
        case Call(arguments=(Argument(value=value),), function=function) if last_name(function) in {"Duration", "int"}:
            return number_of(value, names, depth + 1)
        case Member(owner=Name(id="time"), name=unit) if unit in _HOURS:
            return _HOURS[unit]
    return None


_HOURS: Final = {"Hour": 3_600e9, "Minute": 60e9, "Second": 1e9}
"""Go's durations, in nanoseconds."""
