"""Dates that are reckoned from the time at which a program runs.

A date without a time zone is taken for UTC by botocore (`parse_to_aware_datetime`), so a local day can be another one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from checks.regions.callers.code import Call, Clock, Constant, Item, Joined, Member, Name, Node, Operation
from checks.regions.callers.names import Names
from checks.regions.callers.naming import squash
from checks.regions.callers.paths import dotted, last_name
from checks.regions.callers.values import number_of

_DEEPEST: Final = 12
_DAY: Final = {"timedelta": 86_400.0, "js": 86_400_000.0, "go": 86_400e9}
_SAME: Final = frozenset(
    [
        "strftime",
        "isoformat",
        "date",
        "timestamp",
        "toisostring",
        "tojson",
        "tostring",
        "format",
        "split",
        "slice",
        "substring",
        "slice0",
        "gettime",
        "valueof",
        "toinstant",
        "atstartofday",
        "toepochmilli",
        "toepochsecond",
        "utc",
        "unix",
        "local",
        "truncate",
        "time",
        "ptr",
        "touniversaltime",
        "tolocaldatetime",
        "tolocaldate",
        "tojsdate",
        "combine",
        "from",
        "datetimeoffset",
        "string",
        "str",
        "int",
        "float",
        "fromisoformat",
        "parse",
        "datetime",
        "aslist",
        "join",
        "tolocaledatestring",
        "iso8601",
        "xmlschema",
        "tozoneddatetime",
        "toepochseconds",
        "totime",
        "round",
        "floor",
        "startof",
        "endof",
    ]
)
"""Functions and methods, squashed, whose result lies on the same day."""
_EARLIER: Final = {
    "minusdays": 1,
    "minusweeks": 7,
    "minusmonths": 28,
    "minusyears": 365,
    "subweeks": 7,
    "submonths": 28,
}
_LATER: Final = {"plusdays": 1, "adddays": 1, "plusweeks": 7}


class Moment(NamedTuple):
    """A day, counted from the one on which the program runs.

    Attributes:
        local: Whether the day is that of the machine's time zone, and not UTC's.
        shift: How many days later it is.
    """

    local: bool
    shift: float


def moment_of(node: Node, names: Names, depth: int = 0) -> Moment | None:
    """The day that an expression stands for; None if that is not known.

    Args:
        node: The expression.
        names: The program's names.
        depth: How many steps led here.
    """
    if depth > _DEEPEST:
        return None
    found = names.stands_for(node)
    changed = len(found.nodes) != 1 or any(
        squash(last_name(one.function)).startswith("set") for one in names.changes(node) if isinstance(one, Call)
    )
    return None if changed else _moment(found.nodes[0], names, depth + 1)


def _moment(node: Node, names: Names, depth: int) -> Moment | None:  # noqa: PLR0911  # one branch a kind of node
    match node:
        case Clock(local=local, shift=shift):
            return Moment(local, shift)
        case Member(owner=owner, name=name):
            return _member(owner, name, names, depth)
        case Call():
            return _now(node, names) or _derived(node, names, depth)
        case Joined(parts=parts):
            found = [one for one in (moment_of(part, names, depth) for part in parts) if one is not None]
            return found[0] if len(found) == 1 else None
        case Item(owner=owner):
            return moment_of(owner, names, depth)
        case Operation(operator="-" | "+" as operator, left=left, right=right):
            return _shifted(operator, left, right, names, depth)
    return None


def _member(owner: Node, name: str, names: Names, depth: int) -> Moment | None:
    """.NET has its times as properties."""
    whose = last_name(owner)
    if whose in {"DateTime", "DateTimeOffset"}:
        return {
            "Now": Moment(local=False, shift=0),
            "UtcNow": Moment(local=False, shift=0),
            "Today": Moment(local=True, shift=0),
        }.get(name)
    return moment_of(owner, names, depth) if name in {"Date", "UtcDateTime", "DateTime"} else None


def _now(node: Call, names: Names) -> Moment | None:  # noqa: PLR0911  # one branch a clock
    """What asks a clock."""
    name, path = last_name(node.function), dotted(_original(node.function, names))
    given = node.arguments
    match name:
        case "utcnow" | "gmtime":
            return Moment(local=False, shift=0) if not given else None
        case "today" | "localtime":
            return Moment(local=True, shift=0) if not given else None
        case "now" | "Now":
            return _zoned(node, path)
        case "time" if path in {"time.time", "time"} and not given:
            return Moment(local=False, shift=0)
        case "strftime" if path.startswith("time.") and len(given) == 1:
            return Moment(local=True, shift=0)
        case "Date" if node.made and not given:
            return Moment(local=False, shift=0)
        case "moment" | "dayjs" if not given:
            return Moment(local=True, shift=0)
    return None


def _original(node: Node, names: Names) -> Node:
    """A name as it was before an import gave it another one."""
    found = names.stands_for(node)
    return found.nodes[0] if isinstance(node, Name) and found.known and len(found.nodes) == 1 else node


_INSTANTS: Final = frozenset(
    {"Instant", "Date", "time", "Utc", "OffsetDateTime", "SystemTime", "Time", "Clock", "clock"}
)
"""What gives an instant, which is the same one in every time zone."""


def _zoned(node: Call, path: str) -> Moment | None:
    owner = path.rpartition(".")[0].rpartition(".")[2]
    if not node.arguments:
        return Moment(local=owner not in _INSTANTS, shift=0)
    zone = node.arguments[0].value
    words = f"{last_name(zone)} {dotted(zone)} {zone.value if isinstance(zone, Constant) else ''}".lower()
    if isinstance(zone, Call):
        words += " ".join(str(one.value.value) for one in zone.arguments if isinstance(one.value, Constant)).lower()
    if "utc" in words or "gmt" in words:
        return Moment(local=False, shift=0)
    return (
        Moment(local=True, shift=0)
        if isinstance(zone, Call) and last_name(zone.function) in {"ZoneInfo", "timezone"}
        else None
    )


def _derived(node: Call, names: Names, depth: int) -> Moment | None:  # noqa: PLR0911  # one branch a kind of method
    """What is made of another moment."""
    name = squash(last_name(node.function))
    plain = [one.value for one in node.arguments]
    owner = node.function.owner if isinstance(node.function, Member) else None
    inner = moment_of(owner, names, depth) if owner is not None else None
    if inner is None:
        kept = name in _SAME or (node.made and name == "date")
        found = [one for one in (moment_of(value, names, depth) for value in plain[:2]) if one] if kept else []
        return found[0] if len(found) == 1 else None
    if name in {"utc", "astimezone"} and not inner.local:
        return inner
    if name == "astimezone":
        return Moment("utc" not in _words(plain), inner.shift)
    if name == "replace":
        fine = {"hour", "minute", "second", "microsecond", "tzinfo", "Hour"}
        same = all(one.name in fine or (not one.name and isinstance(one.value, Constant)) for one in node.arguments)
        return inner if same else None
    if name == "tolocaledatestring":
        return Moment(local=True, shift=inner.shift)
    if name in _SAME:
        return inner
    return _moved(name, inner, plain, names)


def _words(nodes: list[Node]) -> str:
    return " ".join(f"{dotted(node)} {node.value if isinstance(node, Constant) else ''}" for node in nodes).lower()


def _moved(name: str, inner: Moment, plain: list[Node], names: Names) -> Moment | None:
    """A moment some days before or after another one."""
    numbers = [number_of(one, names) for one in plain]
    if name == "adddate" and len(numbers) == len(("years", "months", "days")):
        days = [one * scale for one, scale in zip(numbers, (365, 30, 1), strict=True) if one is not None]
        return inner._replace(shift=inner.shift + sum(days)) if len(days) == len(numbers) else None
    if name == "add" and len(numbers) == 1 and numbers[0] is not None:
        return inner._replace(shift=inner.shift + numbers[0] / _DAY["go"])
    if name in {"minus", "subtract", "plus"}:
        length = _length(plain, names)
        return None if length is None else inner._replace(shift=inner.shift + (length if name == "plus" else -length))
    if name in _EARLIER | _LATER and len(numbers) == 1 and numbers[0] is not None:
        scale = -_EARLIER[name] if name in _EARLIER else _LATER[name]
        return inner._replace(shift=inner.shift + numbers[0] * scale)
    return None


def _length(plain: list[Node], names: Names) -> float | None:
    """A length of time in days: a number with its unit, or what makes one."""
    if plain and isinstance(plain[0], Call) and last_name(plain[0].function) in {"ofDays", "ofHours"}:
        number = number_of(plain[0].arguments[0].value, names) if plain[0].arguments else None
        return None if number is None else number / (24 if last_name(plain[0].function) == "ofHours" else 1)
    if len(plain) != 2:  # noqa: PLR2004  # a number and its unit
        return None
    number, unit = number_of(plain[0], names), squash(last_name(plain[1]) or str(getattr(plain[1], "value", "")))
    scale = {"day": 1.0, "week": 7.0, "month": 28.0, "hour": 1 / 24, "d": 1.0}.get(unit.removesuffix("s"))
    return None if number is None or scale is None else number * scale


def _shifted(operator: str, left: Node, right: Node, names: Names, depth: int) -> Moment | None:
    first, second = moment_of(left, names, depth), moment_of(right, names, depth)
    if operator == "+" and first is None and second is not None and isinstance(left, Constant):
        return second
    if first is None:
        return None
    if isinstance(right, Constant) and isinstance(right.value, str):
        return first if operator == "+" else None
    days = _difference(right, names)
    return None if days is None else first._replace(shift=first.shift + (days if operator == "+" else -days))


def _difference(node: Node, names: Names) -> float | None:
    """A length of time in days: Python's `timedelta`, or JavaScript's thousandths of a second."""
    found = names.stands_for(node)
    if len(found.nodes) == 1 and isinstance(call := found.nodes[0], Call) and last_name(call.function) == "timedelta":
        total = 0.0
        for place, argument in enumerate(call.arguments):
            unit = argument.name or ("days", "seconds")[place] if place < len(("days", "seconds")) else argument.name
            scale = {"days": 1.0, "weeks": 7.0, "hours": 1 / 24, "minutes": 1 / 1440, "seconds": 1 / 86_400}.get(unit)
            number = number_of(argument.value, names)
            if scale is None or number is None:
                return None
            total += number * scale
        return total
    number = number_of(node, names)
    return None if number is None else number / _DAY["js"]
