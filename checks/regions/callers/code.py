"""A program as a tree that all languages share: as much of it as tells how the service is called.

A reader a language makes it; `sites` finds the clients and calls in it. Ranges are places in the source's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Constant(NamedTuple):
    """A string, number, truth value or nothing, as a literal."""

    start: int
    end: int
    value: str | float | bool | None


class Name(NamedTuple):
    """A plain name."""

    start: int
    end: int
    id: str


class Member(NamedTuple):
    """A name of something: `owner.name`."""

    start: int
    end: int
    owner: Node
    name: str


class Item(NamedTuple):
    """A value by its key: `owner[key]`."""

    start: int
    end: int
    owner: Node
    key: Node


class Argument(NamedTuple):
    """One argument of a call; `spread` if it stands for many."""

    start: int
    end: int
    name: str
    value: Node
    spread: bool = False


class Call(NamedTuple):
    """A call, or the making of an object."""

    start: int
    end: int
    function: Node
    arguments: tuple[Argument, ...]
    made: bool = False


class Entry(NamedTuple):
    """A key and its value; no key if the value stands for many."""

    start: int
    end: int
    key: Node | None
    value: Node


class Mapping(NamedTuple):
    """Keys and values: a dictionary, an object, the fields of a structure."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    type: str = ""


class Joined(NamedTuple):
    """Strings and other values put together to one."""

    start: int
    end: int
    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One of several values; what decides is among `tests`."""

    start: int
    end: int
    options: tuple[Node, ...]
    tests: tuple[Node, ...] = ()


class Operation(NamedTuple):
    """Two values and an operator."""

    start: int
    end: int
    operator: str
    left: Node
    right: Node


class Assign(NamedTuple):
    """A name, member or item gets a value."""

    start: int
    end: int
    target: Node
    value: Node


class Parameter(NamedTuple):
    """A parameter of a function, and its value if none is given."""

    name: str
    default: Node | None


class Function(NamedTuple):
    """A function with its own names."""

    start: int
    end: int
    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]


class Class(NamedTuple):
    """A class; its fields are found by their names."""

    start: int
    end: int
    name: str
    body: tuple[Node, ...]


class Return(NamedTuple):
    """What a function gives back."""

    start: int
    end: int
    value: Node


class Statement(NamedTuple):
    """An expression whose value nobody uses."""

    start: int
    end: int
    value: Node


class Handler(NamedTuple):
    """What is done about errors.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        caught: The names of the errors; none if all are caught.
        silent: Whether nothing that it does lets anybody know.
        body: What it does.
    """

    start: int
    end: int
    caught: tuple[str, ...]
    silent: bool
    body: tuple[Node, ...]


class Attempt(NamedTuple):
    """Statements whose errors are handled."""

    start: int
    end: int
    body: tuple[Node, ...]
    handlers: tuple[Handler, ...]


class Clock(NamedTuple):
    """A day that a command reckons from the time at which it runs."""

    start: int
    end: int
    local: bool
    shift: float


class Other(NamedTuple):
    """Anything else, with its parts in the order of the text."""

    start: int
    end: int
    parts: tuple[Node, ...]
    text: str = ""


Node = (
    Constant
    | Name
    | Member
    | Item
    | Argument
    | Call
    | Entry
    | Mapping
    | Joined
    | Choice
    | Operation
    | Assign
    | Function
    | Class
    | Return
    | Statement
    | Handler
    | Attempt
    | Clock
    | Other
)


class Program(NamedTuple):
    """A program that was read.

    Attributes:
        root: All of it.
        problems: What could not be read: the range, and a full sentence.
    """

    root: Other
    problems: tuple[tuple[int, int, str], ...] = ()


def parts(node: Node) -> Iterator[Node]:  # noqa: C901, PLR0912  # one branch a kind of node
    """The parts of a node, in the order of the text."""
    match node:
        case Member(owner=owner):
            yield owner
        case Item(owner=owner, key=key):
            yield from (owner, key)
        case Call(function=function, arguments=arguments):
            yield function
            yield from arguments
        case Entry(key=key, value=value):
            yield from (value,) if key is None else (key, value)
        case Argument(value=value) | Return(value=value) | Statement(value=value):
            yield value
        case Mapping(entries=entries):
            yield from entries
        case Joined(parts=inner) | Other(parts=inner):
            yield from inner
        case Choice(options=options, tests=tests):
            yield from (*tests, *options)
        case Operation(left=left, right=right):
            yield from (left, right)
        case Assign(target=target, value=value):
            yield from (target, value)
        case Function(parameters=parameters, body=body):
            yield from (one.default for one in parameters if one.default is not None)
            yield from body
        case Class(body=body) | Handler(body=body):
            yield from body
        case Attempt(body=body, handlers=handlers):
            yield from (*body, *handlers)


def walk(node: Node) -> Iterator[Node]:
    """A node and all that is in it, outer ones first, in the order of the text. It does not recurse."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(list(parts(one)))
