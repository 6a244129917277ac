"""From inputs and answers to states: defaults, tags, and spelling kept where the meaning is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.provider.compare import Change, changes, map_changes, same
from sandbox.provider.schema import DEFAULTS, REGION, TAGS, UNKNOWN, Kind, Properties

if TYPE_CHECKING:
    from sandbox.provider.resource import Resource


@dataclass(frozen=True, slots=True)
class Scope:
    """What the provider's configuration adds to a resource.

    Attributes:
        region: The region of a resource that names none.
        default_tags: The tags of every taggable resource.
    """

    region: str
    default_tags: Mapping[str, str]


def merged_tags(defaults: Mapping[str, str], tags: object) -> Properties | str:
    """Lay a resource's tags over the provider's; unknown if the tags are."""
    return UNKNOWN if tags == UNKNOWN else {**defaults, **(tags if isinstance(tags, dict) else {})}


def complete(
    resource: Resource,
    inputs: Properties,
    old: Properties,
    scope: Scope,
    ignored: Sequence[str] = (),
) -> Properties:
    """Fill in what inputs leave out: defaults, what AWS chose before, what a change must not touch, and `tagsAll`."""
    new: Properties = {}
    for field in resource.fields:
        value = inputs.get(field.name)
        if field.name in ignored or (value is None and field.computed):
            value = old.get(field.name)
        new[field.name] = field.default if value is None else value
    if resource.taggable:
        new["tagsAll"] = merged_tags(scope.default_tags, new["tags"])
    return new


def previewed(resource: Resource, new: Properties, scope: Scope) -> Properties:
    """Say what a state will look like before the thing exists: what AWS chooses is unknown."""
    state: Properties = dict.fromkeys(resource.outputs, UNKNOWN)
    for field in resource.fields:
        state[field.name] = UNKNOWN if new[field.name] is None and field.computed else new[field.name]
    if resource.regional:
        state[REGION.name] = new[REGION.name] or scope.region
    if resource.taggable:
        state["tagsAll"] = new["tagsAll"]
    return state


def differences(
    resource: Resource,
    old: Properties,
    inputs: Properties,
    scope: Scope,
    ignored: Sequence[str],
) -> list[Change]:
    """List what an update would change, without the paths that the program ignores."""
    found: list[Change] = []
    for field in resource.fields:
        wanted = inputs.get(field.name)
        if field is REGION:
            wanted = wanted or scope.region
        found += changes(field, old.get(field.name), wanted, field.name)
    if resource.taggable and not any(change.path.startswith("tags") for change in found):
        wanted = merged_tags(scope.default_tags, inputs.get("tags"))
        if isinstance(wanted, dict):
            found += map_changes(old.get("tagsAll") or {}, wanted, "tagsAll")
    return [change for change in found if not any(_covers(path, change.path) for path in ignored)]


def _covers(ignored: str, path: str) -> bool:
    if ignored == TAGS.name and path.startswith("tagsAll"):
        return True
    return path == ignored or path.startswith((f"{ignored}.", f"{ignored}["))


def merged(resource: Resource, answer: Properties, known: Properties, scope: Scope) -> Properties:
    """Turn what AWS answers into a state.

    Args:
        resource: The type.
        answer: What `Resource.read` returned.
        known: The inputs that were applied, or the state before a refresh: the source of what AWS does not store, and
            of the spelling of values that mean the same.
        scope: The region that was read, and the tags that are no tags of the resource's own.
    """
    state = dict(answer)
    if resource.regional:
        state[REGION.name] = scope.region
    if resource.taggable:
        state["tags"] = _own_tags(state.get("tagsAll") or {}, known.get("tags") or {}, scope.default_tags)
    for field in resource.fields:
        if field.local and state.get(field.name) is None:
            state[field.name] = field.default if known.get(field.name) is None else known[field.name]
        spelled = known.get(field.name)
        if spelled is not None and field.kind is not Kind.TAGS and same(field, state.get(field.name), spelled):
            state[field.name] = spelled
    return state


def _own_tags(remote: Mapping[str, str], known: Mapping[str, str], default_tags: Mapping[str, str]) -> Properties:
    return {key: value for key, value in remote.items() if key in known or default_tags.get(key) != value}


def identity(resource: Resource, identifier: str, new: Properties, scope: Scope) -> Properties:
    """Say the least that is true of a thing just made: what an update cannot change, so that it will apply the rest."""
    sure = {field.name: new[field.name] for field in resource.fields if field.replaces or field.local}
    region = {REGION.name: scope.region} if resource.regional else {}
    return {"id": identifier} | {name: value for name, value in sure.items() if value is not None} | region


def inputs_from(resource: Resource, state: Properties, old: Properties, scope: Scope) -> Properties:
    """Derive inputs from a state that was read.

    On a refresh, only what the program gave before is given again, with its present value. On an import (no old inputs)
    everything that is not the default is given.
    """
    if old:
        kept = {field.name: state.get(field.name) for field in resource.fields if field.name in old}
        return kept | ({DEFAULTS: old[DEFAULTS]} if DEFAULTS in old else {})
    given = {
        field.name: state.get(field.name) for field in resource.fields if not same(field, None, state.get(field.name))
    }
    if given.get(REGION.name) == scope.region:
        del given[REGION.name]
    return given
