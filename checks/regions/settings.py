"""Which setting decides where a client of the service calls: the environment's, or one of a profile's.

The order is botocore's own (botocore, `configprovider`): measured, it reads `AWS_DEFAULT_REGION` and not `AWS_REGION`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from checks.regions.config_files import FileSetting
from checks.regions.places import Place, listing

ENVIRONMENT: Final = "environment"
"""What the listing of environment variables is called."""
SERVICE_ENDPOINT: Final = "AWS_ENDPOINT_URL_MARKETPLACE_COMMERCE_ANALYTICS"
SERVICE_GROUP: Final = "marketplace_commerce_analytics"
"""What a `services` section of the configuration file calls the service."""
VARIABLES: Final = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    SERVICE_ENDPOINT,
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
)
"""The variables that have to do with where a call goes."""


class Setting(NamedTuple):
    """A setting that is made.

    Attributes:
        name: What a person would look for, such as `AWS_REGION`, or `region of the profile acme`.
        value: Its value.
        place: Where it stands.
    """

    name: str
    value: str
    place: Place

    @property
    def is_on(self) -> bool:
        """Whether it switches something on, as botocore reads switches."""
        return self.value.lower() == "true"


@dataclass(frozen=True)
class Settings:
    """All settings that may decide.

    Attributes:
        environ: The environment; only `VARIABLES` are looked at.
        files: The settings of the configuration file, and then of the credentials file.
        asked: The profile that was asked for; None for the environment's.
    """

    environ: Mapping[str, str]
    files: tuple[FileSetting, ...] = ()
    asked: str | None = None

    @cached_property
    def _variables(self) -> Mapping[str, Setting]:
        names = [name for name in VARIABLES if name in self.environ]
        places = listing(ENVIRONMENT, (f"{name}={self.environ[name]}" for name in names))
        pairs = zip(names, places, strict=True)
        return {name: Setting(name, self.environ[name], place) for name, place in pairs}

    @property
    def profile(self) -> str:
        """The profile's name."""
        chosen = self.asked or self.environ.get("AWS_DEFAULT_PROFILE") or self.environ.get("AWS_PROFILE")
        return chosen or "default"

    def variable(self, name: str) -> Setting | None:
        """An environment variable, if it is set, be it to nothing."""
        return self._variables.get(name)

    def of_profile(self, key: str) -> Setting | None:
        """A setting of the profile: the last one in the files counts."""
        found = [one for one in self._of("profile", self.profile) if one.key == key and not one.group]
        return _named(f"{key} of the profile {self.profile}", found)

    def _of(self, kind: str, name: str) -> Iterable[FileSetting]:
        return (one for one in self.files if one.section == (kind, name))

    @property
    def region(self) -> Setting | None:
        """What gives a client of boto3 its region, if its program names none."""
        return self.variable("AWS_DEFAULT_REGION") or self.of_profile("region")

    @property
    def region_elsewhere(self) -> Setting | None:
        """What gives clients of most other SDKs, and the AWS CLI, their region."""
        return _set(self.variable("AWS_REGION")) or self.of_profile("region")

    @property
    def ignoring(self) -> Setting | None:
        """What keeps addresses of the environment and of files from counting, if anything does."""
        found = self.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") or self.of_profile(
            "ignore_configured_endpoint_urls"
        )
        return found if found and found.is_on else None

    @property
    def endpoint(self) -> Setting | None:
        """The address that is set, whether or not it is ignored."""
        return (
            _set(self.variable(SERVICE_ENDPOINT))
            or _set(self.variable("AWS_ENDPOINT_URL"))
            or self._service_endpoint()
            or self.of_profile("endpoint_url")
        )

    def _service_endpoint(self) -> Setting | None:
        services = self.of_profile("services")
        if services is None:
            return None
        in_group = [
            one
            for one in self._of("services", services.value)
            if (one.group, one.key) == (SERVICE_GROUP, "endpoint_url")
        ]
        return _named(f"endpoint_url of the services {services.value}", in_group)

    @property
    def variants(self) -> tuple[Setting, ...]:
        """What asks for another kind of address: FIPS, dual stack."""
        pairs = (
            ("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
        )
        found = (self.variable(name) or self.of_profile(key) for name, key in pairs)
        return tuple(one for one in found if one and one.is_on)


def _set(setting: Setting | None) -> Setting | None:
    """A setting that says something: an empty address or AWS_REGION counts as none."""
    return setting if setting and setting.value else None


def _named(name: str, settings: list[FileSetting]) -> Setting | None:
    return Setting(name, settings[-1].value, settings[-1].place) if settings else None
