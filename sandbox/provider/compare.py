"""Comparison of what is with what is wanted: by meaning, not by spelling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sandbox.provider.schema import UNKNOWN, Field, Kind

_LISTS_WITHOUT_ORDER = frozenset({"Action", "NotAction", "Resource", "NotResource", "Statement"})
_MAPS_OF_LISTS = frozenset({"Principal", "NotPrincipal"})


class Verb(Enum):
    """How a property differs."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        path: Property path in the engine's notation, `tags.Owner` or `rules[0].status`.
        verb: What the change does to the property.
        replaces: It cannot be made in place.
    """

    path: str
    verb: Verb
    replaces: bool


def same_document(old: str | None, new: str | None) -> bool:
    """Say whether two JSON texts mean the same to AWS.

    Member order, white space, the order of statements and of actions, resources and principals, and one string against
    a list of one make no difference, as in pulumi-aws (its comparison is the awspolicyequivalence library's).
    """
    if not old or not new:
        return (old or "") == (new or "")
    try:
        return bool(_canonical(json.loads(old)) == _canonical(json.loads(new)))
    except ValueError:
        return old == new


def _canonical(value: object, member: str = "") -> object:
    if member in _LISTS_WITHOUT_ORDER:
        items = value if isinstance(value, list) else [value]
        return sorted((_canonical(item) for item in items), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        if member == "Condition":
            return {operator: _conditions(keys) for operator, keys in value.items()}
        inner = "Action" if member in _MAPS_OF_LISTS else ""
        return {key: _canonical(item, inner or key) for key, item in value.items()}
    return [_canonical(item) for item in value] if isinstance(value, list) else value


def _conditions(keys: object) -> object:
    if not isinstance(keys, dict):
        return keys
    listed = {key: values if isinstance(values, list) else [values] for key, values in keys.items()}
    return {key: sorted(_text(value) for value in values) for key, values in listed.items()}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def same(field: Field, old: object, new: object) -> bool:
    """Say whether two values of a field are equal; an unknown new value equals nothing."""
    return not any(changes(field, old, new, field.name))


def changes(field: Field, old: object, new: object, path: str) -> Iterator[Change]:
    """Yield the differences of one field.

    Args:
        field: Its description.
        old: The value in the state.
        new: The value wanted; None means the default, or no wish at all for a computed field.
        path: Where it stands.

    Yields:
        One change a leaf, so that the engine shows the leaf.
    """
    if new is None and field.computed:
        return
    old = field.default if old is None else old
    new = field.default if new is None else new
    if new == UNKNOWN:
        yield Change(path, Verb.UPDATE if old is not None else Verb.ADD, field.replaces)
    elif field.kind is Kind.BLOCK:
        yield from _block_changes(field, old, new, path)
    elif field.kind is Kind.BLOCKS:
        yield from _list_changes(field, old, new, path)
    elif field.kind is Kind.TAGS:
        yield from map_changes(_mapping(old), _mapping(new), path, replaces=field.replaces)
    elif not _same_leaf(field, old, new):
        yield Change(path, _verb(old, new), field.replaces)


def map_changes(
    old: Mapping[str, object], new: Mapping[str, object], path: str, *, replaces: bool = False
) -> Iterator[Change]:
    """Yield the differences of two maps of strings, one a key."""
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            member = f"{path}.{key}" if key.isidentifier() else f"{path}[{json.dumps(key)}]"
            yield Change(member, _verb(old.get(key), new.get(key)), replaces)


def _block_changes(field: Field, old: object, new: object, path: str) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            yield Change(path, _verb(old, new), field.replaces)
        return
    for inner in field.fields:
        yield from changes(inner, _mapping(old).get(inner.name), _mapping(new).get(inner.name), f"{path}.{inner.name}")


def _list_changes(field: Field, old: object, new: object, path: str) -> Iterator[Change]:
    olds, news = _list(old), _list(new)
    for position in range(max(len(olds), len(news))):
        member = f"{path}[{position}]"
        if position >= len(olds) or position >= len(news):
            yield Change(member, Verb.ADD if position >= len(olds) else Verb.DELETE, field.replaces)
        elif news[position] == UNKNOWN:
            yield Change(member, Verb.UPDATE, field.replaces)
        else:
            yield from _block_changes(field, olds[position], news[position], member)


def _same_leaf(field: Field, old: object, new: object) -> bool:
    if field.kind is Kind.JSON:
        return same_document(_string(old), _string(new))
    if field.kind is Kind.KEY:
        return _string(old).rpartition("key/")[2] == _string(new).rpartition("key/")[2]
    return old == new


def _verb(old: object, new: object) -> Verb:
    if old is None:
        return Verb.ADD
    return Verb.DELETE if new is None else Verb.UPDATE


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
