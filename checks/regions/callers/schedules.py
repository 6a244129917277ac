"""Schedules and state machines that call the service without any program.

EventBridge Scheduler user guide, "Using universal targets"; Step Functions developer guide, "Learning to use AWS
service SDK integrations". Both call the service in the region that they are deployed to [inferred].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from checks.documents.nodes import Array, Literal, Node, Number, Object, Text, Unknown, walk
from checks.documents.syntax import read_json
from checks.regions.callers.code import Constant, Other
from checks.regions.callers.moments import Moment
from checks.regions.callers.naming import SERVICE, Style, argument_of, operation_of
from checks.regions.callers.sites import Client, Given, Request, Sites
from checks.regions.callers.values import Value

TARGET: Final = re.compile(rf"arn:aws[\w-]*:(scheduler|states):::aws-sdk:{SERVICE}:(\w+)(?:\.\w+)?")
"""The name of the target of such a schedule."""
_INPUTS: Final = frozenset({"input", "parameters", "arguments"})
_TODAY: Final = re.compile(
    r"<aws\.scheduler\.scheduled-time>|\$\$?\.(?:Execution\.StartTime|State\.EnteredTime)|\$\.time\b"
)
_ONCE: Final = re.compile(r"\s*at\(")


def schedule(target: Text, above: Sequence[tuple[str, Node]], roots: Sequence[Node], text: str) -> Sites:
    """What a schedule or state calls.

    Args:
        target: The ARN of its target.
        above: The keys and values that it stands in.
        roots: All of the document.
        text: The document's text.
    """
    found = TARGET.fullmatch(target.value)
    if found is None:
        return Sites()
    kind, name = found.groups()
    holder = above[-1][1] if above else None
    operation = operation_of(name, ("",))
    client = _client(target, kind, above, roots, text)
    given = list(_given(holder, operation, text)) if operation is not None else []
    written = _body(holder)
    start = text.find(name, target.start, target.end)
    place = (start, start + len(name)) if start >= 0 else (target.start, target.end)
    once = any(isinstance(node, Text) and _ONCE.match(node.value) for _, one in above[-3:] for _, node in walk(one))
    request = Request(
        target.start,
        target.end,
        name,
        *place,
        operation,
        Style.PASCAL,
        tuple(given),
        complete=isinstance(written, Object) and bool(given),
        repeated=kind == "scheduler" and not once,
        exact=False,
    )
    return Sites((client,), (request,))


def _client(target: Text, kind: str, above: Sequence[tuple[str, Node]], roots: Sequence[Node], text: str) -> Client:
    regions = tuple(_regions(above, roots, text))
    return Client(
        target.start,
        target.end,
        "The schedule" if kind == "scheduler" else "The state",
        regions=regions,
        elsewhere="" if regions else "its deployment",
        pin="deploy it in us-east-1",
        used=True,
        own=False,
    )


def _regions(above: Sequence[tuple[str, Node]], roots: Sequence[Node], text: str) -> Iterator[Value]:
    """The region that Terraform deploys a resource to, or the Serverless Framework a service, if the file says it."""
    keys = [key for key, _ in above]
    resource = next((above[place + 3][1] for place, key in enumerate(keys[:-3]) if key == "resource"), None)
    if isinstance(resource, Object):
        own = resource.get("region")
        if own is not None:
            yield _value(own, text)
            return
        provider = resource.get("provider")
        wanted = text[provider.start : provider.end].strip('"').rpartition(".")[2] if provider is not None else ""
        yield from (_value(one, text) for one in _providers(roots, wanted))
        return
    for root in roots:
        if isinstance(root, Object) and root.get("service") is not None:
            settings = root.get("provider")
            if isinstance(settings, Object) and (region := settings.get("region")) is not None:
                yield _value(region, text)


def _providers(roots: Sequence[Node], alias: str) -> Iterator[Node]:
    """The regions of Terraform's providers of one alias."""
    for root in roots:
        for member in root.members if isinstance(root, Object) else ():
            provider = member.value.get("aws") if isinstance(member.value, Object) else None
            if member.key.value != "provider" or not isinstance(provider, Object):
                continue
            region = provider.get("region")
            if (provider.text("alias") or "") == alias and region is not None:
                yield region


def _value(node: Node, text: str) -> Value:
    """A value of the document, and what it may be."""
    written = text[node.start : node.end]
    match node:
        case Text(value=value):
            return Value(
                node.start, node.end, written, (value,), known=True, node=Constant(node.start, node.end, value)
            )
        case Number(literal=literal):
            return Value(node.start, node.end, written, (literal,), known=True, node=Other(node.start, node.end, ()))
        case Literal() | Unknown() | Array() | Object():
            return Value(node.start, node.end, written, (), known=False, node=Other(node.start, node.end, ()))


def _body(holder: Node | None) -> Node | None:
    """The arguments of the call, as an object if they are known."""
    if not isinstance(holder, Object):
        return None
    value = next((member.value for member in holder.members if member.key.value.lower() in _INPUTS), None)
    if isinstance(value, Object) and len(value.members) == 1:
        only = value.members[0]
        if only.key.value in {"jsonencode()", "Fn::Sub"}:
            value = only.value.items[0] if isinstance(only.value, Array) and only.value.items else only.value
    if isinstance(value, Text):
        reading = read_json(value.value)
        return reading.roots[0] if len(reading.roots) == 1 and not reading.faults else None
    return value


def _given(holder: Node | None, operation: str, text: str) -> Iterator[Given]:
    """The arguments of the call."""
    body = _body(holder)
    if not isinstance(body, Object) or not isinstance(holder, Object):
        return
    written = next((member.value for member in holder.members if member.key.value.lower() in _INPUTS), None)
    for member in body.members:
        name = member.key.value.removesuffix(".$")
        argument = argument_of(operation, name)
        value = _value(member.value, text)
        start, end = member.key.start, member.key.end
        if written is not None and name not in text[start:end]:
            # A text inside a text: its places are not the document's.
            place = text.find(name, written.start, written.end)
            start, end = (place, place + len(name)) if place >= 0 else (written.start, written.end)
            value = value._replace(
                start=start, end=end, text=member.value.value if isinstance(member.value, Text) else ""
            )
        elif text[start : start + 1] in {'"', "'"}:
            start, end = start + 1, end - 1
        moment = None
        if isinstance(member.value, Text) and _TODAY.search(member.value.value):
            moment = Moment(local=False, shift=0)
            value = value._replace(constants=(), known=False)
        elif member.key.value.endswith(".$"):
            value = value._replace(constants=(), known=False)
        yield Given(name, start, end, argument, value, moment)
