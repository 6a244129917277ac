"""The clients that a program makes, with all that decides where their calls go."""

from __future__ import annotations

from typing import Final

from checks.documents.source import Edit
from checks.regions.callers.code import Argument, Assign, Call, Constant, Item, Mapping, Member, Name, Node
from checks.regions.callers.naming import HOME, squash
from checks.regions.callers.paths import dotted, last_name
from checks.regions.callers.sdks import boto3_service, is_followed
from checks.regions.callers.search import Search
from checks.regions.callers.settings import Settings, settings_of
from checks.regions.callers.sites import Client
from checks.regions.callers.usage import is_used
from checks.regions.callers.values import Value, region_named

_REGION_KEYS: Final = ("regionname", "region", "regionendpoint", "signingregion")
_ENDPOINT_KEYS: Final = ("endpointurl", "endpoint", "endpointoverride", "serviceurl", "baseendpoint", "serviceendpoint")
_VARIANT_KEYS: Final = (
    "usefipsendpoint",
    "usefips",
    "fipsenabled",
    "usedualstackendpoint",
    "usedualstack",
    "dualstackenabled",
)
_SECRET_KEYS: Final = ("awssecretaccesskey", "secretaccesskey", "secretkey", "secret")
_ATTEMPT_KEYS: Final = (
    "maxattempts",
    "totalmaxattempts",
    "maxretries",
    "maxerrorretry",
    "retrymaxattempts",
    "retrylimit",
    "numretries",
)
_SET_ENVIRONMENT: Final = frozenset(
    {"setenv", "putenv", "setdefault", "setproperty", "setenvironmentvariable", "setvar"}
)
_ENVIRONMENTS: Final = frozenset({"environ", "env"})


def clients_of(search: Search) -> tuple[Client, ...]:
    """The clients of the service that a program makes.

    Args:
        search: The program.
    """
    around = _surroundings(search) if search.makers else ((), "")
    return tuple(_client(call, search, around) for call in search.makers)


def _client(call: Call, search: Search, around: tuple[tuple[Value, ...], str]) -> Client:
    settings = settings_of([call], search.names)
    given = (search.value(one.value) for one in settings.get(*_REGION_KEYS))
    regions = tuple(one for one in given if one.constants != ("",)) or _positional(call, settings, search)
    if search.is_shared(call):
        regions = tuple(_of_many(one) for one in regions)
    origin = ""
    if not regions:
        regions, origin = around
    elsewhere = search.written(settings.opaque[0]) if settings.opaque and not regions else ""
    if search.language == "python" and not is_followed(call, search.names) and not regions:
        elsewhere = f"{dotted(call.function)}()"
    return Client(
        call.start,
        call.end,
        "The client",
        regions=regions,
        origin=origin,
        elsewhere=elsewhere,
        otherwise=search.sdk.otherwise,
        pin=search.sdk.pin,
        edits=_pinning(call, settings, regions, search),
        endpoints=_set(settings, _ENDPOINT_KEYS, search),
        variants=_set(settings, _VARIANT_KEYS, search),
        secrets=tuple(one for one in _set(settings, _SECRET_KEYS, search) if one.only),
        attempts=_set(settings, _ATTEMPT_KEYS, search),
        used=is_used(call, search),
    )


def _of_many(region: Value) -> Value:
    """The region of a helper that is called for several services: which is whose is not known if there are others."""
    others = any(one != HOME for one in region.constants)
    return region._replace(constants=(), known=False) if others else region


def _set(settings: Settings, keys: tuple[str, ...], search: Search) -> tuple[Value, ...]:
    values = (search.value(one.value) for one in settings.items if one.key in keys)
    return tuple(value for value in values if value.constants != ("",))


def _positional(call: Call, settings: Settings, search: Search) -> tuple[Value, ...]:
    """A region that stands among the arguments without a name."""
    if search.language == "python" and boto3_service(call, search.names) is not None:
        plain = [one.value for one in call.arguments if not one.name and not one.spread]
        if len(plain) > 1:
            return tuple(one for one in [search.value(plain[1])] if one.constants != ("",))
    values = (search.value(node) for node in settings.plain)
    return tuple(value for value in values if value.constants and all(map(_is_region, value.constants)))[:1]


def _is_region(text: str) -> bool:
    return region_named(text) == text


def _surroundings(search: Search) -> tuple[tuple[Value, ...], str]:
    """The region that the program sets for all clients: in its environment, or in the SDK's defaults."""
    for node in search.names.nodes:
        variable, value = _environment(node)
        if variable in search.sdk.variables and value is not None:
            return (search.value(value),), variable
        if isinstance(node, Call) and _sets_defaults(node):
            found = settings_of(node.arguments, search.names).get(*_REGION_KEYS)
            if found:
                return tuple(search.value(one.value) for one in found), dotted(node.function)
        if isinstance(node, Assign) and _is_default_region(node.target):
            return (search.value(node.value),), search.written(node.target)
    return (), ""


def _sets_defaults(call: Call) -> bool:
    path = dotted(call.function).replace("()", "")
    return path.endswith(("setup_default_session", "AWS.config.update", "Aws.config.update"))


def _environment(node: Node) -> tuple[str, Node | None]:
    """The environment variable that a node sets, and its value."""
    match node:
        case Assign(target=Item(owner=owner, key=Constant(value=str(variable))), value=value):
            return (variable, value) if squash(last_name(owner)) in _ENVIRONMENTS else ("", None)
        case Assign(target=Member(owner=Member(name="env"), name=variable), value=value):
            return variable, value
        case Call(arguments=(Argument(value=Constant(value=str(variable))), Argument(value=value), *_)):
            return (variable, value) if squash(last_name(node.function)) in _SET_ENVIRONMENT else ("", None)
        case Call(arguments=(Argument(value=Constant(value=str(text))),)) if last_name(node.function) == "putenv":
            variable, _, rest = text.partition("=")
            return variable, Constant(node.start, node.end, rest)
        case Call(function=Member(owner=owner, name="update"), arguments=(Argument(value=Mapping(entries=entries)),)):
            regions = [one for one in entries if isinstance(one.key, Constant) and "REGION" in str(one.key.value)]
            if last_name(owner) == "environ" and regions and isinstance(key := regions[0].key, Constant):
                return str(key.value), regions[0].value
    return "", None


def _is_default_region(target: Node) -> bool:
    match target:
        case Member(owner=Member(owner=Name(id="AWS"), name="config"), name="region"):
            return True
        case Item(owner=Member(owner=Name(id="Aws"), name="config"), key=Constant(value="region")):
            return True
        case Member(owner=Name(id="AWSConfigs"), name="AWSRegion"):
            return True
    return False


def _pinning(call: Call, settings: Settings, regions: tuple[Value, ...], search: Search) -> tuple[Edit, ...]:  # noqa: PLR0911  # one a language
    """What pins the region and changes nothing else; nothing where that takes more than one change."""
    if len(regions) == 1:
        return replacing(regions[0], search.text)
    if regions or settings.opaque:
        return ()
    first = next((one for one in call.arguments if not one.spread), None)
    if search.language == "python" and first is not None:
        return (Edit(first.end, first.end, f", {search.sdk.pin}"),)
    if search.language != "javascript" or not call.made:
        return ()
    if first is None and search.text[call.end - 2 : call.end] == "()":
        return (Edit(call.end - 1, call.end - 1, f"{{ {search.sdk.pin} }}"),)
    if first is not None and isinstance(first.value, Mapping):
        end = "," if first.value.entries else " "
        return (Edit(first.start + 1, first.start + 1, f" {search.sdk.pin}{end}"),)
    return ()


def replacing(region: Value, text: str) -> tuple[Edit, ...]:
    """The right region in place of a literal; nothing for any other expression."""
    old = text[region.start : region.end]
    mark = old[:1]
    if not isinstance(region.node, Constant) or mark not in {'"', "'", "`"} or old[-1:] != mark:
        return ()
    return (Edit(region.start + 1, region.end - 1, HOME),)
