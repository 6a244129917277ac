"""Whether a client of the service calls us-east-1 under a profile and an environment, and which setting decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.findings import Finding, Severity
from checks.regions.callers.naming import ENDPOINT
from checks.regions.endpoints import Endpoint
from checks.regions.places import Place, found, listing
from checks.regions.settings import Setting, Settings
from checks.result import Status
from policies.callers import SERVICE_REGION

_PIN: Final = f'Pin it where the client is made: region_name="{SERVICE_REGION}".'


@dataclass(frozen=True, slots=True)
class Clients:
    """What two programs get, under the same settings.

    Attributes:
        plain: The client of a program that names no region.
        pinned: The client of a program that names us-east-1.
        stand_in: The address that is meant to be called instead of the service's, as in the sandbox; may be empty.
    """

    plain: Endpoint
    pinned: Endpoint
    stand_in: str = ""


def judge_client(settings: Settings, clients: Clients) -> tuple[Finding, ...]:
    """Judge the settings of a profile and an environment by the clients that they lead to.

    Args:
        settings: All settings, each with its place.
        clients: What boto3 makes of them.

    Returns:
        One finding for the address, one for each variant that is asked for, one for the region of programs in Python,
        and one for that of programs in other languages.
    """
    return (
        *_address(settings, clients),
        *_variants(settings, clients.pinned),
        _region(settings, clients.plain),
        _elsewhere(settings),
    )


def _nowhere(settings: Settings) -> Place:
    """The place of what is checked although nothing is set."""
    return listing(f"profile {settings.profile}", ["(no such setting)"])[0]


def _address(settings: Settings, clients: Clients) -> Iterator[Finding]:
    """Whether a pinned client calls the service's own address."""
    rule, pinned, setting = "client-endpoint-overridden", clients.pinned, settings.endpoint
    ignored = setting is not None and settings.ignoring is not None
    place = setting.place if setting else _nowhere(settings)
    if pinned.problem:
        remedy = f"Take {setting.name} away." if setting else "Mend what the message names."
        sentence = f"boto3 makes no client, even if it is pinned to {SERVICE_REGION}: {pinned.problem}"
        yield found(rule, Status.FAIL, place, sentence, remedy, severity=Severity.ERROR)
    elif clients.stand_in and _same(pinned.url, clients.stand_in):
        yield found(rule, Status.PASS, place, f"A client calls the stand-in at {pinned.url}, as is meant here.")
    elif setting is None or ignored or _same(pinned.url, ENDPOINT):
        if settings.variants and not _same(pinned.url, ENDPOINT):
            return
        sentence = f"A client that is pinned to {SERVICE_REGION} calls {pinned.url}."
        if setting and ignored and settings.ignoring:
            sentence += f" {setting.name} is set, and {settings.ignoring.name} keeps it from counting."
        elif setting:
            sentence += f" {setting.name} says the same."
        yield found(rule, Status.PASS, place, sentence)
    else:
        sentence = (
            f"Every client calls {pinned.url}, whatever its region: {setting.name} decides, and that is not the"
            f" service's address, {ENDPOINT}."
        )
        yield found(rule, Status.FAIL, place, sentence, f"Take {setting.name} away where the service is called.")


def _same(url: str, other: str) -> bool:
    return url.rstrip("/").lower() == other.rstrip("/").lower()


def _variants(settings: Settings, pinned: Endpoint) -> Iterator[Finding]:
    """The settings that ask for an address that the service does not have."""
    overridden = settings.endpoint is not None and settings.ignoring is None
    for setting in settings.variants:
        if overridden:
            sentence = f"{setting.name} asks for another kind of address, and an address that is set goes before it."
            yield found("client-endpoint-variant", Status.PASS, setting.place, sentence)
        else:
            called = f" boto3 calls {pinned.url}." if pinned.url else ""
            sentence = f"{setting.name} asks for a kind of address that the service does not have.{called}"
            remedy = f"Switch {setting.name} off where the service is called, or give this client a configuration."
            yield found("client-endpoint-variant", Status.FAIL, setting.place, sentence, remedy)


def _region(settings: Settings, plain: Endpoint) -> Finding:
    """The region of a Python program that names none."""
    setting = settings.region
    if setting is None or not setting.value:
        place = setting.place if setting else _nowhere(settings)
        unread = settings.variable("AWS_REGION")
        hint = f" AWS_REGION is {unread.value}, but boto3 does not read it." if unread and unread.value else ""
        sentence = f"A program in Python that names no region has none, and stops before it calls.{hint}"
        return found("client-region-missing", Status.FAIL, place, sentence, _PIN)
    if plain.problem and not plain.url:
        sentence = f"A program in Python that names no region makes no client of {setting.name}: {plain.problem}"
        return found("client-region", Status.FAIL, setting.place, sentence, _PIN)
    if plain.region == SERVICE_REGION and setting.value == SERVICE_REGION:
        sentence = f"A program in Python that names no region is one of {SERVICE_REGION}: {setting.name} decides."
        return found("client-region", Status.PASS, setting.place, sentence)
    if plain.region == SERVICE_REGION:
        # A name such as fips-us-east-1 asks for the region, and for a kind of address, at once.
        sentence = f"{setting.name} is {setting.value}: boto3 calls {plain.url}, a kind of address that is not there."
        return found("client-endpoint-variant", Status.FAIL, setting.place, sentence, f"Write {SERVICE_REGION}.")
    if plain.partition != "aws":
        sentence = (
            f"{setting.name} is {setting.value}, which is in the partition {plain.partition}: a program in Python that"
            f" names no region calls {plain.url}, and credentials of that partition are not valid for the service."
        )
        remedy = "Use a profile of the seller's commercial account."
        return found("client-other-partition", Status.FAIL, setting.place, sentence, remedy)
    sentence = f"A program in Python that names no region calls {plain.url}: {setting.name} decides."
    return found("client-region", Status.FAIL, setting.place, sentence, _PIN)


def _elsewhere(settings: Settings) -> Finding:
    """The region of a program in another language that names none."""
    rule, setting = "client-region-elsewhere", settings.region_elsewhere
    who = "A program in another language that names no region"
    if setting is None or not setting.value:
        return _without(settings, setting, who)
    if setting.value == SERVICE_REGION:
        return found(rule, Status.PASS, setting.place, f"{who} is one of {SERVICE_REGION}: {setting.name} decides.")
    sentence = f"{who} calls {setting.value}: {setting.name} decides."
    remedy = f"Pin it where the client is made, or start it with AWS_REGION={SERVICE_REGION}."
    return found(rule, Status.FAIL, setting.place, sentence, remedy)


def _without(settings: Settings, setting: Setting | None, who: str) -> Finding:
    place = setting.place if setting else _nowhere(settings)
    unread = settings.variable("AWS_DEFAULT_REGION")
    hint = " AWS_DEFAULT_REGION is set, but most other SDKs do not read it." if unread and unread.value else ""
    sentence = f"{who} finds none in AWS_REGION or the profile.{hint}"
    remedy = "Pin it where the client is made."
    return found("client-region-elsewhere", Status.FAIL, place, sentence, remedy, severity=Severity.NOTE)
