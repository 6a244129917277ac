"""The provider's own arguments (`aws.Provider(...)` or `aws:` configuration), closed like a resource's inputs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sandbox.provider.check import Failure
from sandbox.provider.schema import UNKNOWN, Properties

_STRINGS = frozenset({"region", "profile", "accessKey", "secretKey", "token"})
_SWITCHES = frozenset(
    {
        "skipCredentialsValidation",
        "skipMetadataApiCheck",
        "skipRegionValidation",
        "skipRequestingAccountId",
        "s3UsePathStyle",
    }
)
_LISTS = frozenset({"allowedAccountIds", "forbiddenAccountIds"})
_OF_THE_ENGINE = frozenset({"version", "pluginDownloadURL"})
_ENDPOINTS = "the sandbox's aws provider takes its endpoint from the environment: set AWS_ENDPOINT_URL instead"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the provider reaches AWS.

    Attributes:
        region: Default region of every resource; None: what the environment or the profile says.
        profile: Named profile of the shared configuration files.
        access_key: Static credentials; without them the environment's usual chain.
        secret_key: The same.
        token: The same; for temporary credentials only.
        allowed: Account ids that may be touched; empty: any.
        forbidden: Account ids that may not.
        validate: Ask STS who we are before anything else.
        path_style: Address buckets as `host/bucket`.
        default_tags: Tags that every taggable resource gets.
    """

    region: str | None = None
    profile: str | None = None
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    validate: bool = True
    path_style: bool = False
    default_tags: Mapping[str, str] = field(default_factory=dict)


def decoded(arguments: Mapping[str, object]) -> Properties:
    """Undo the SDK's habit of sending every argument that is no string as JSON text."""
    return {name: _decoded(name, value) for name, value in arguments.items() if value is not None}


def _decoded(name: str, value: object) -> object:
    if name in _STRINGS or not isinstance(value, str) or value == UNKNOWN:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def setting_failures(arguments: Mapping[str, object]) -> Iterator[Failure]:
    """Yield what is wrong with the provider's arguments; an argument that is not implemented is wrong."""
    for name, value in decoded(arguments).items():
        if name in _OF_THE_ENGINE or name.startswith("__") or value == UNKNOWN:
            continue
        if problem := _problem(name, value):
            yield name, problem
    for given, missing in (("accessKey", "secretKey"), ("secretKey", "accessKey")):
        if arguments.get(given) and not arguments.get(missing):
            yield missing, f"the provider argument {given!r} is given, so {missing!r} is required"


def _problem(name: str, value: object) -> str:
    if name == "endpoints":
        return _ENDPOINTS if value else ""
    if name == "defaultTags":
        right = isinstance(value, dict) and not set(value) - {"tags"} and isinstance(value.get("tags", {}), dict)
        return "" if right else "expected an object with the one member 'tags', a map of strings"
    if name not in _STRINGS | _SWITCHES | _LISTS:
        return f"the sandbox's aws provider does not implement the provider argument {name!r}"
    expected = str if name in _STRINGS else bool if name in _SWITCHES else list
    return "" if isinstance(value, expected) else f"has a value of the wrong type: {value!r}"


def settings_from(arguments: Mapping[str, object]) -> Settings:
    """Build the settings from arguments that `setting_failures` found nothing wrong with."""
    given = decoded(arguments)
    tags = given.get("defaultTags") or {}
    return Settings(
        region=given.get("region"),
        profile=given.get("profile"),
        access_key=given.get("accessKey"),
        secret_key=given.get("secretKey"),
        token=given.get("token"),
        allowed=tuple(str(account) for account in given.get("allowedAccountIds", ())),
        forbidden=tuple(str(account) for account in given.get("forbiddenAccountIds", ())),
        validate=not given.get("skipCredentialsValidation", False),
        path_style=bool(given.get("s3UsePathStyle", False)),
        default_tags=dict(tags.get("tags") or {}),
    )
