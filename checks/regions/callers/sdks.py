"""How the SDKs make their clients: the names of their classes and functions, by language.

The names are those of the SDKs' own sources: boto3 and botocore; aws-sdk 2 and @aws-sdk/client-marketplace-commerce-
analytics for JavaScript; com.amazonaws and software.amazon.awssdk for Java; aws-sdk-go and aws-sdk-go-v2;
AWSSDK.AWSMarketplaceCommerceAnalytics; aws-sdk-marketplacecommerceanalytics for Ruby and for Rust; aws-sdk-php.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from checks.regions.callers.code import Call, Constant, Member, Name, Node
from checks.regions.callers.names import Names
from checks.regions.callers.naming import SERVICE, Style
from checks.regions.callers.paths import dotted, last_name
from checks.regions.callers.values import value_of


class Sdk(NamedTuple):
    """One language's SDKs.

    Attributes:
        style: How arguments are spelt.
        methods: How operations are spelt.
        variables: Environment variables that set the region.
        otherwise: Where the region comes from if nothing in the program sets it.
        pin: How it is set.
        makes: Whether a call makes a client of the service.
        exact: Whether a name in another spelling is found out only when the program runs.
    """

    style: Style
    methods: Style
    variables: tuple[str, ...]
    otherwise: str
    pin: str
    makes: Callable[[Call, Names], bool]
    exact: bool = False


def _boto3(call: Call, names: Names) -> bool:
    found = names.stands_for(call.function)
    functions = [call.function, *found.nodes]
    methods = {last_name(one) for one in functions} | {_partial(one) for one in functions}
    if names.function(call) is not None:
        return False  # a helper of this program: the client is made inside it
    service = boto3_service(call, names)
    if service is None:
        return False
    if methods & {"client", "create_client", "resource"}:
        return SERVICE in value_of(service, names, "").constants
    return _helps(last_name(call.function)) and service == Constant(service.start, service.end, SERVICE)


def boto3_service(call: Call, names: Names) -> Node | None:
    """The argument that names the service."""
    given = [one.value for one in call.arguments if one.name == "service_name"]
    given += [one.value for one in call.arguments[:1] if not one.name and not one.spread]
    for one in names.stands_for(call.function).nodes:
        if isinstance(one, Call) and last_name(one.function) == "partial":
            given += [argument.value for argument in one.arguments[1:2] if not argument.name]
    return given[0] if given else None


def _partial(node: Node) -> str:
    """What `partial` calls."""
    if isinstance(node, Call) and last_name(node.function) == "partial" and node.arguments:
        return last_name(node.arguments[0].value)
    return ""


def _helps(name: str) -> bool:
    """Whether a function that is not of this program is called as if it made clients."""
    return any(word in name.lower() for word in ("client", "session", "boto", "resource", "connect"))


def is_followed(call: Call, names: Names) -> bool:
    """Whether it is known what makes the client, and not a helper that cannot be seen."""
    functions = [call.function, *names.stands_for(call.function).nodes]
    methods = {last_name(one) for one in functions} | {_partial(one) for one in functions}
    return bool(methods & {"client", "create_client", "resource"}) or not last_name(call.function)


def is_shared(call: Call, names: Names) -> bool:
    """Whether a call makes clients of other services too, as a helper does that is given their names."""
    service = boto3_service(call, names)
    return service is not None and value_of(service, names, "").only != SERVICE


_JAVASCRIPT: Final = frozenset({"MarketplaceCommerceAnalytics", "MarketplaceCommerceAnalyticsClient"})


def _javascript(call: Call, names: Names) -> bool:
    if not call.made:
        return False
    for one in (call.function, *names.stands_for(call.function).nodes):
        if last_name(one) in _JAVASCRIPT:
            return True
        if isinstance(one, Call) and any(_is_module(argument.value) for argument in one.arguments):
            return True
        if isinstance(one, Member) and _is_module(one.owner):
            return one.name == "default"
    return False


def _is_module(node: Node) -> bool:
    """Whether a module is that of the service alone, as version 2 of the SDK has it."""
    return isinstance(node, Constant) and str(node.value).endswith(f"clients/{SERVICE}")


_JAVA_BUILDERS: Final = frozenset(
    {
        "MarketplaceCommerceAnalyticsClient",
        "MarketplaceCommerceAnalyticsAsyncClient",
        "AWSMarketplaceCommerceAnalyticsClientBuilder",
        "AWSMarketplaceCommerceAnalyticsAsyncClientBuilder",
    }
)
_JAVA_CLASSES: Final = frozenset(
    {"AWSMarketplaceCommerceAnalyticsClient", "AWSMarketplaceCommerceAnalyticsAsyncClient"}
)


def _java(call: Call, names: Names) -> bool:
    if call.made:
        return last_name(call.function) in _JAVA_CLASSES
    if last_name(call.function) not in {"build", "create", "defaultClient"}:
        return False
    return _begins(call, names, _JAVA_BUILDERS)


def _begins(call: Call, names: Names, classes: frozenset[str]) -> bool:
    """Whether a chain of methods begins at one of some classes."""
    steps, node = 0, call.function
    while steps < 40:  # noqa: PLR2004  # no chain is longer
        steps += 1
        if last_name(node) in classes:
            return True
        if isinstance(node, Member):
            node = node.owner
        elif isinstance(node, Call):
            node = node.function
        elif isinstance(node, Name):
            found = names.stands_for(node).nodes
            if len(found) != 1 or found[0] is node:
                return False
            node = found[0]
        else:
            return False
    return False


def _go(call: Call, names: Names) -> bool:
    function = call.function
    if not isinstance(function, Member) or function.name not in {"New", "NewFromConfig"}:
        return False
    owner = function.owner
    package = [owner, *names.stands_for(owner).nodes]
    return any(
        (isinstance(one, Name) and one.id == SERVICE)
        or (isinstance(one, Constant) and str(one.value).endswith(f"/{SERVICE}"))
        for one in package
    )


def _dotnet(call: Call, names: Names) -> bool:
    del names  # a class has one name
    return call.made and last_name(call.function) == "AmazonAWSMarketplaceCommerceAnalyticsClient"


def _path(node: Node, names: Names) -> str:
    """A dotted name, with what its first part stands for."""
    path = dotted(node)
    first = node
    while isinstance(first, Member):
        first = first.owner
    found = names.stands_for(first).nodes if isinstance(first, Name) else ()
    if len(found) == 1 and isinstance(found[0], Name | Member):
        return ".".join(filter(None, (dotted(found[0]), path.partition(".")[2])))
    return path


def _ruby(call: Call, names: Names) -> bool:
    return _path(call.function, names).endswith("MarketplaceCommerceAnalytics.Client.new")


def _php(call: Call, names: Names) -> bool:
    name = _path(call.function, names).rpartition(".")[2]
    return (call.made and name == "MarketplaceCommerceAnalyticsClient") or name == "createMarketplaceCommerceAnalytics"


def _rust(call: Call, names: Names) -> bool:
    if last_name(call.function) not in {"new", "from_conf"}:
        return False
    return _path(call.function, names).rpartition(".")[0] == f"aws_sdk_{SERVICE}.Client"


SDKS: Final = {
    "python": Sdk(
        Style.CAMEL,
        Style.SNAKE,
        ("AWS_DEFAULT_REGION",),
        "AWS_DEFAULT_REGION or the profile",
        'region_name="us-east-1"',
        _boto3,
        exact=True,
    ),
    "javascript": Sdk(
        Style.CAMEL,
        Style.CAMEL,
        ("AWS_REGION",),
        "AWS_REGION or the profile",
        'region: "us-east-1"',
        _javascript,
        exact=True,
    ),
    "java": Sdk(
        Style.CAMEL,
        Style.CAMEL,
        ("AWS_REGION", "aws.region"),
        "aws.region, AWS_REGION or the profile",
        ".region(Region.US_EAST_1)",
        _java,
    ),
    "go": Sdk(
        Style.PASCAL,
        Style.PASCAL,
        ("AWS_REGION", "AWS_DEFAULT_REGION"),
        "AWS_REGION or the profile",
        'config.WithRegion("us-east-1")',
        _go,
    ),
    "csharp": Sdk(
        Style.PASCAL,
        Style.PASCAL,
        ("AWS_REGION",),
        "AWS_REGION or the profile",
        "RegionEndpoint.USEast1",
        _dotnet,
    ),
    "ruby": Sdk(
        Style.SNAKE,
        Style.SNAKE,
        ("AWS_REGION", "AWS_DEFAULT_REGION"),
        "AWS_REGION or the profile",
        'region: "us-east-1"',
        _ruby,
        exact=True,
    ),
    "php": Sdk(
        Style.CAMEL,
        Style.CAMEL,
        ("AWS_REGION",),
        "AWS_REGION or the profile",
        "'region' => 'us-east-1'",
        _php,
        exact=True,
    ),
    "rust": Sdk(
        Style.SNAKE,
        Style.SNAKE,
        ("AWS_REGION", "AWS_DEFAULT_REGION"),
        "AWS_REGION or the profile",
        '.region(Region::new("us-east-1"))',
        _rust,
    ),
}
"""The SDKs, by the language of the reader."""
