"""What a call is given, wherever it was put together: arguments, dictionaries, builders, structures, options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from checks.regions.callers.code import (
    Argument,
    Assign,
    Call,
    Choice,
    Constant,
    Entry,
    Function,
    Item,
    Mapping,
    Member,
    Name,
    Node,
    Operation,
    Other,
    Return,
    parts,
)
from checks.regions.callers.known_functions import HARMLESS, SILENT
from checks.regions.callers.names import SELF, Names
from checks.regions.callers.naming import squash
from checks.regions.callers.paths import key_text, last_name

_DEEPEST: Final = 14


class Setting(NamedTuple):
    """A name and what it is set to.

    Attributes:
        name: As it is written.
        start: Where the name or, if it stands alone, the value begins.
        end: Where the setting ends.
        value: What it is set to.
        level: How far away from the call it stands; what stands nearer counts.
        method: Whether it is set by a method of that name.
    """

    name: str
    start: int
    end: int
    value: Node
    level: int
    method: bool = False

    @property
    def key(self) -> str:
        """The name that all spellings have in common."""
        key = squash(self.name)
        for beginning in ("with", "set"):
            key = key.removeprefix(beginning) if self.method else key
        return key


class Settings(NamedTuple):
    """All that a call is given.

    Attributes:
        items: In the order in which they were found.
        plain: Arguments without a name.
        opaque: What brings in settings that cannot be seen.
    """

    items: tuple[Setting, ...]
    plain: tuple[Node, ...]
    opaque: tuple[Node, ...]

    def get(self, *keys: str) -> tuple[Setting, ...]:
        """The nearest settings of these names; several if it is one of them."""
        found = [item for item in self.items if item.key in keys]
        nearest = min((item.level for item in found), default=0)
        return tuple(item for item in found if item.level == nearest)


def settings_of(nodes: Iterable[Node], names: Names, *, nested: bool = True) -> Settings:
    """Collect what nodes set.

    Args:
        nodes: A call's arguments, or the call itself.
        names: The program's names.
        nested: Whether settings inside of settings count too, as those of a client's configuration do.
    """
    collector = _Collector(names, nested=nested)
    for node in nodes:
        collector.collect(node, 0)
    return Settings(tuple(collector.items), tuple(collector.plain), tuple(collector.opaque))


class _Collector:
    """One collection."""

    def __init__(self, names: Names, *, nested: bool) -> None:
        self._names, self._nested = names, nested
        self._seen: set[int] = set()
        self.items: list[Setting] = []
        self.plain: list[Node] = []
        self.opaque: list[Node] = []

    def collect(self, node: Node, level: int) -> None:  # noqa: C901, PLR0912  # one branch a kind of node
        """Take what an expression sets."""
        if level > _DEEPEST or id(node) in self._seen:
            return
        self._seen.add(id(node))
        match node:
            case Argument(name=name, value=value, spread=False) if name:
                self._set(Setting(name, node.start, node.end, value, level))
            case Argument(value=value):
                self._plain(value, level)
            case Name():
                self._name(node, level)
            case Mapping(entries=entries):
                for entry in entries:
                    self._entry(entry, level)
            case Call():
                self._call(node, level)
            case Function(body=body):
                self._function(body, level)
            case Choice(options=options) | Other(parts=options):
                for option in options:
                    self.collect(option, level)
            case Operation(left=left, right=right):
                self.collect(left, level)
                self.collect(right, level)
            case Assign(value=value):
                self.collect(value, level)
            case Member() | Item():
                self._reached(node, level)

    def _plain(self, value: Node, level: int) -> None:
        self.plain.append(value)
        self.collect(value, level)

    def _set(self, setting: Setting) -> None:
        self.items.append(setting)
        for one in () if not self._nested else self._names.stands_for(setting.value).nodes:
            if isinstance(one, Mapping | Call | Function):
                self.collect(one, setting.level + 1)

    def _entry(self, entry: Entry, level: int) -> None:
        key = key_text(entry.key)
        if key is not None:
            self._set(Setting(key, entry.start, entry.end, entry.value, level))
        elif entry.key is None:
            self._plain(entry.value, level)
        else:
            self.opaque.append(entry.key)

    def _name(self, node: Name, level: int) -> None:
        for change in self._names.changes(node):
            self._change(change, level)
        found = self._names.stands_for(node)
        if not found.known and not squash(node.id).startswith(HARMLESS):
            self.opaque.append(node)
        for one in found.nodes:
            self.collect(one, level)

    def _reached(self, node: Member | Item, level: int) -> None:
        found = self._names.stands_for(node)
        if found.nodes == (node,):
            word = last_name(node) if isinstance(node, Member) else (key_text(node.key) or "")
            if isinstance(node, Item) or not (
                squash(word).startswith(HARMLESS) or word.isupper() or word[:1].isupper()
            ):
                self.opaque.append(node)
            return
        if not found.known:
            self.opaque.append(node)
        for one in found.nodes:
            self.collect(one, level)

    def _change(self, node: Node, level: int) -> None:
        match node:
            case Assign(target=Member(name=name), value=value):
                self._set(Setting(name, node.start, node.end, value, level))
            case Assign(target=Item(key=Constant(value=str(name))), value=value):
                self._set(Setting(name, node.start, node.end, value, level))
            case Assign(target=Item(key=key)):
                self.opaque.append(key)
            case Call(function=Member(name="update"), arguments=arguments):
                for argument in arguments:
                    self.collect(argument, level)
            case Call(function=Member(name=name), arguments=(Argument(name="", value=value, spread=False),)):
                self._set(Setting(name, node.start, node.end, value, level, method=True))
                self.collect(value, level + 1)
            case Call(
                function=Member(name="setdefault"),
                arguments=(Argument(value=Constant(value=str(name))), Argument(value=value)),
            ):
                self._set(Setting(name, node.start, node.end, value, level))

    def _call(self, node: Call, level: int) -> None:
        function = node.function
        known = self._names.function(node)
        if known is not None:
            for one in self._names.stands_for(node).nodes:
                self.collect(one, level)
            return
        if isinstance(function, Member):
            match node.arguments:
                case (Argument(name="", value=value, spread=False),) if not isinstance(value, Function):
                    self._set(Setting(function.name, node.start, node.end, value, level, method=True))
            self._owner(function.owner, level + 1)
        elif isinstance(function, Call | Name):
            self._made_of(function, level + 1)
        for argument in node.arguments:
            self.collect(argument, level + (0 if argument.name or argument.spread else 1))
        if not node.made and not node.arguments and not isinstance(function, Member):
            name = squash(last_name(function))
            if name not in SILENT and not name.startswith(HARMLESS):
                self.opaque.append(node)

    def _made_of(self, function: Call | Name, level: int) -> None:
        """Take what a function itself was made with: `partial`, or a method of something under another name."""
        for one in self._names.stands_for(function).nodes:
            if isinstance(one, Call | Member):
                self._owner(one.owner if isinstance(one, Member) else one, level)

    def _owner(self, node: Node, level: int) -> None:
        """Take what the owner of a method sets; a module or class, which the program does not make, sets nothing."""
        first = node
        while isinstance(first, Member):
            first = first.owner
        found = self._names.stands_for(first).nodes
        module = bool(found) and all(isinstance(one, Name | Constant) for one in found)
        if not (isinstance(first, Name) and first.id not in SELF and module):
            self.collect(node, level)

    def _function(self, body: tuple[Node, ...], level: int) -> None:
        waiting: list[Node] = list(reversed(body))
        while waiting:
            node = waiting.pop()
            match node:
                case Assign(target=Member(name=name), value=value):
                    self._set(Setting(name, node.start, node.end, value, level))
                case Return(value=value):
                    self.collect(value, level)
                case Call():
                    self.collect(node, level)
                case Function():
                    continue
                case _:
                    waiting += reversed(list(parts(node)))


def chain(node: Call) -> Iterator[Call]:
    """The calls of a chain of methods, from the last to the first."""
    one: Node = node
    while isinstance(one, Call):
        yield one
        one = one.function.owner if isinstance(one.function, Member) else one.function
