"""Which inputs of which resources are policy documents, and what is known of them before a deployment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from checks.documents.containers.surroundings.pulumi import SIGNATURE, UNKNOWN, slots_of
from checks.documents.containers.surroundings.setting import Slot

SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # the mark of one
"""The signature of a secret, which stands under `value`."""


class Held(NamedTuple):
    """A document that a resource is to hold.

    Attributes:
        slot: Which of the resource's inputs it is.
        place: The input in full, such as `inlinePolicies[0].policy`.
        name: What the resource calls the policy; empty if it has no name that is known.
        text: The document as JSON; None if something in it is not known yet.
        secret: Whether it is marked as a secret, or something in it or around it is.
    """

    slot: Slot
    place: str = ""
    name: str = ""
    text: str | None = None
    secret: bool = False


def held(resource_type: str, inputs: Mapping[str, object]) -> tuple[Held, ...]:
    """The documents among a resource's inputs; none where an optional one is not given.

    Args:
        resource_type: The resource's type, as its token.
        inputs: Its inputs as the engine sends them, with its marks of secrets and unknown values.
    """
    kind = inputs.get("type")
    slots = slots_of(resource_type, kind) if isinstance(kind, str) else slots_of(resource_type)
    return tuple(found for slot in slots for found in _follow(slot.path, inputs, Held(slot)))


def _follow(path: tuple[str, ...], value: object, above: Held) -> Iterator[Held]:
    """Follow the rest of a slot's path; what is not known on the way is not known at its end."""
    value, marked = _unmarked(value)
    here = above._replace(secret=above.secret or marked)
    if value is None or value == "":
        return
    if not path or isinstance(value, str):
        plain, known, inner = _plain(value)
        text = None if not known else plain if isinstance(plain, str) else json.dumps(plain, indent=2)
        yield here._replace(text=text, secret=here.secret or inner)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _follow(path[1:], item, here._replace(place=f"{here.place}[{number}]"))
    elif isinstance(value, Mapping):
        name, _ = _unmarked(value.get("name"))
        place = f"{here.place}.{path[0]}" if here.place else path[0]
        known_name = name if isinstance(name, str) and name not in UNKNOWN else ""
        yield from _follow(path[1:], value.get(path[0]), here._replace(place=place, name=known_name))


def _unmarked(value: object) -> tuple[object, bool]:
    """A value without the mark of a secret, and whether it had one."""
    marked = False
    while isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET:
        value, marked = value.get("value"), True
    return value, marked


def _plain(value: object) -> tuple[object, bool, bool]:
    """A value without any marks, whether all of it is known, and whether some of it is secret."""
    value, secret = _unmarked(value)
    if isinstance(value, Mapping):
        members = {key: _plain(item) for key, item in value.items()}
        return (
            {key: plain for key, (plain, _, _) in members.items()},
            all(known for _, known, _ in members.values()),
            secret or any(inner for _, _, inner in members.values()),
        )
    if isinstance(value, list):
        items = [_plain(item) for item in value]
        return (
            [plain for plain, _, _ in items],
            all(known for _, known, _ in items),
            secret or any(inner for _, _, inner in items),
        )
    # The protocol knows one type of numbers.
    plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain, not (isinstance(value, str) and value in UNKNOWN), secret
