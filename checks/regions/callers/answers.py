"""What a program makes of the service's answer, and of its errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checks.regions.callers.code import (
    Argument,
    Assign,
    Attempt,
    Call,
    Choice,
    Constant,
    Function,
    Item,
    Member,
    Name,
    Node,
    Other,
    Statement,
    walk,
)
from checks.regions.callers.naming import squash
from checks.regions.callers.search import Search
from checks.regions.callers.sites import Read, Silence

_ANSWERED: Final = frozenset({"datasetrequestid", "responsemetadata", "metadata", "resultmetadata"})
"""What the answer holds, squashed; the SDKs add what the transport says."""
_NEVER: Final = frozenset(
    {
        "success",
        "succeeded",
        "successful",
        "issuccess",
        "issuccessful",
        "status",
        "state",
        "ok",
        "errors",
        "message",
        "datasets3location",
        "datasetmetadatas3location",
        "result",
        "location",
        "delivered",
        "url",
    }
)
"""Members, squashed, that people look for in the answer, and that it does not have."""
_WAITING: Final = frozenset({"promise", "result", "get", "join", "getresult", "getawaiter", "send"})
"""Methods without arguments that lead from a call to its answer."""
_BROAD: Final = frozenset(
    {
        "Exception",
        "BaseException",
        "ClientError",
        "BotoCoreError",
        "Throwable",
        "RuntimeException",
        "SdkException",
        "AwsServiceException",
        "AmazonServiceException",
        "AmazonClientException",
        "SdkClientException",
        "AwsException",
        "StandardError",
        "Error",
    }
)
"""Errors that a failed request is one of; those that are named for the service are known by its name."""


def answers(sent: Call, search: Search) -> Iterator[Read]:
    """Keys that are looked for in the answer of a request, and that it does not have.

    Args:
        sent: The call that sends it.
        search: The program.
    """
    names = search.names
    node = _awaited(sent, search)
    yield from _keys(node, search)
    parent = names.parent(node)
    if isinstance(parent, Assign) and isinstance(parent.target, Name):
        for use in names.uses(parent.target):
            yield from _keys(use, search)
    for function, position in _callbacks(sent, node, search):
        parameter = function.parameters[position].name if len(function.parameters) > position else ""
        for inner in walk(function):
            if isinstance(inner, Name) and inner.id == parameter:
                yield from _keys(inner, search)


def _awaited(sent: Call, search: Search) -> Node:
    """The expression that is the answer, once it is there."""
    node: Node = sent
    while True:
        parent = search.names.parent(node)
        outer = search.names.parent(parent) if parent is not None else None
        if isinstance(parent, Choice):
            node = parent
        elif (
            isinstance(parent, Member)
            and squash(parent.name) in _WAITING
            and isinstance(outer, Call)
            and not outer.arguments
        ):
            node = outer
        else:
            return node


def _callbacks(sent: Call, node: Node, search: Search) -> Iterator[tuple[Function, int]]:
    """Functions that get the answer, and which of their parameters it is."""
    for argument in sent.arguments:
        if isinstance(argument.value, Function) and len(argument.value.parameters) == len(("error", "data")):
            yield argument.value, 1
    for one in {id(sent): sent, id(node): node}.values():
        member = search.names.parent(one)
        call = search.names.parent(member) if member is not None else None
        if isinstance(member, Member) and member.name == "then" and isinstance(call, Call):
            for argument in call.arguments[:1]:
                if isinstance(argument.value, Function):
                    yield argument.value, 0


def _keys(node: Node, search: Search) -> Iterator[Read]:
    """The key that is asked of an expression."""
    parent = search.names.parent(node)
    match parent:
        case Item(owner=owner, key=Constant(value=str(key), start=start, end=end)) if owner is node:
            if squash(key) not in _ANSWERED:
                yield Read(start, end, key)
        case Member(owner=owner, name="get") if owner is node:
            call = search.names.parent(parent)
            match call:
                case Call(arguments=(Argument(value=Constant(value=str(key), start=start, end=end)), *_)):
                    if squash(key) not in _ANSWERED:
                        yield Read(start, end, key)
        case Member(owner=owner, name=name, end=end) if owner is node and squash(name).removeprefix("get") in _NEVER:
            yield Read(end - len(name), end, name)


def silences(sent: Call, search: Search) -> Iterator[Silence]:
    """What hides the errors of a request.

    Args:
        sent: The call that sends it.
        search: The program.
    """
    inner: Node = sent
    for above in search.names.above(sent):
        if isinstance(above, Function):
            break
        if isinstance(above, Attempt) and any(inner is one for one in above.body):
            for handler in above.handlers:
                if handler.silent and _catches(handler.caught):
                    yield Silence(handler.start, handler.end, search.text[handler.start : handler.end].strip())
            break
        inner = above
    yield from _unanswered(sent, search)
    if search.language == "go":
        yield from _blank(sent, search)


def _catches(caught: tuple[str, ...]) -> bool:
    names = {one.replace("::", ".").replace("\\", ".").rpartition(".")[2] for one in caught}
    return not caught or bool(names & _BROAD) or any("MarketplaceCommerceAnalytics" in name for name in names)


def _unanswered(sent: Call, search: Search) -> Iterator[Silence]:
    """A `catch` of a promise that does nothing."""
    for above in search.names.above(sent):
        if isinstance(above, Function | Statement):
            break
        if isinstance(above, Call) and isinstance(above.function, Member) and above.function.name == "catch":
            for argument in above.arguments:
                if isinstance(argument.value, Function) and not argument.value.body:
                    yield Silence(argument.start, argument.end, search.written(argument))


def _blank(sent: Call, search: Search) -> Iterator[Silence]:
    """An error of Go that nothing takes."""
    parent = search.names.parent(sent)
    if isinstance(parent, Statement):
        yield Silence(sent.start, sent.end, "nothing takes the error")
    elif isinstance(parent, Assign) and isinstance(parent.target, Other) and parent.target.parts:
        last = parent.target.parts[-1]
        if isinstance(last, Name) and last.id == "_":
            yield Silence(last.start, last.end, "_")
