"""The requests that a program sends, with their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from checks.regions.callers.answers import answers, silences
from checks.regions.callers.code import Argument, Assign, Call, Constant, Mapping, Member, Name, Node
from checks.regions.callers.moments import moment_of
from checks.regions.callers.names import SELF
from checks.regions.callers.naming import argument_of, operation_of, squash
from checks.regions.callers.paths import last_name
from checks.regions.callers.search import Search
from checks.regions.callers.settings import Setting, Settings, settings_of
from checks.regions.callers.sites import Given, Request
from checks.regions.callers.usage import INERT

_ENDINGS: Final = ("", "async", "withcontext", "request")
"""What follows an operation's name in a method's, squashed."""
_NO_REQUEST: Final = INERT | {"send", "getwaiter", "getpaginator", "generatepresignedurl", "then", "catch", "on", "new"}


def requests_of(search: Search) -> Iterator[Request]:
    """Find the requests of a program."""
    for call in search.names.calls:
        if id(call) in search.ids:
            continue
        if search.language == "javascript" and call.made and (name := _command(call, search)):
            yield _request(call, name, _sender(call, search), search)
        elif isinstance(call.function, Member):
            yield from _method(call, call.function, search)


def _command(call: Call, search: Search) -> str:
    """The name of a command of version 3 of the SDK for JavaScript; empty if it is none of the service's."""
    for one in (call.function, *search.names.stands_for(call.function).nodes):
        name = last_name(one)
        if name.endswith("Command") and operation_of(name, ("command",)):
            return name
    return ""


def _sender(call: Call, search: Search) -> Call:
    """What sends a command: the call that it is an argument of, itself or by its name."""
    node: Node = call
    parent = search.names.parent(call)
    uses: list[Node] = [node]
    if isinstance(parent, Assign) and isinstance(parent.target, Name):
        uses = list(search.names.uses(parent.target))
    for use in uses:
        argument = search.names.parent(use)
        outer = search.names.parent(argument) if argument is not None else None
        if isinstance(argument, Argument) and isinstance(outer, Call):
            return outer
    return call


def _method(call: Call, function: Member, search: Search) -> Iterator[Request]:
    operation = operation_of(function.name, _ENDINGS)
    made = search.makes(function.owner)
    if operation is None:
        if made and search.makes_only(function.owner) and search.sdk.exact and squash(function.name) not in _NO_REQUEST:
            yield _request(call, function.name, call, search)
    elif made or not _is_own(call, function.owner, search):
        yield _request(call, function.name, call, search)


def _is_own(call: Call, owner: Node, search: Search) -> bool:
    """Whether a method of that name is one of the program's own, or of something that is no client."""
    found = search.names.stands_for(owner)
    plain = bool(found.nodes) and found.known and all(isinstance(one, Constant | Mapping) for one in found.nodes)
    return search.names.function(call) is not None or (isinstance(owner, Name) and owner.id in SELF) or plain


def _request(call: Call, name: str, sent: Call, search: Search) -> Request:
    operation = operation_of(name, (*_ENDINGS, "command"))
    owner = sent.function.owner if isinstance(sent.function, Member) else None
    made = owner is not None and search.makes(owner)
    if operation and made and search.sdk.exact and not call.made and name != search.sdk.methods.spell(operation):
        operation = None
    settings = settings_of(_parts(call, search), search.names, nested=False)
    start = call.function.end - len(name)
    return Request(
        call.start,
        call.end,
        name,
        start,
        start + len(name),
        operation,
        search.sdk.style,
        tuple(_all_given(operation, settings, search)) if operation else (),
        complete=not settings.opaque and bool(settings.items or not call.arguments),
        followed=made or owner is None,
        answers=tuple(answers(sent, search)),
        silences=tuple(silences(sent, search)),
        exact=search.sdk.exact,
    )


def _parts(call: Call, search: Search) -> Iterable[Node]:
    """What holds the arguments of a request: those of the call, or in Rust the methods that are called on it."""
    if search.language != "rust":
        return call.arguments
    node: Node = call
    while True:
        member = search.names.parent(node)
        outer = search.names.parent(member) if member is not None else None
        if not isinstance(member, Member) or not isinstance(outer, Call):
            return (node,)
        node = outer


def _all_given(operation: str, settings: Settings, search: Search) -> Iterable[Given]:
    for one in settings.items:
        given = _given(operation, one, search)
        if given.argument is not None or not one.method:
            yield given


def _given(operation: str, setting: Setting, search: Search) -> Given:
    argument = argument_of(operation, setting.key)
    moment = moment_of(setting.value, search.names) if argument else None
    start = setting.start
    if setting.method:
        start = max(search.text.rfind(setting.name, setting.start, setting.value.start), setting.start)
    elif search.text[start : start + 1] in {'"', "'"}:
        start += 1
    end = start + len(setting.name)
    if search.text[start:end] != setting.name:
        start, end = setting.start, setting.end
    return Given(setting.name, start, end, argument, search.value(setting.value), moment)
