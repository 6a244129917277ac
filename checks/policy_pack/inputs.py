"""Which inputs of which resources are policy documents, and what is known of them before a deployment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from checks.documents.policy import Holder, Kind

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key of an object that is more than its members say."""
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # the mark of one
"""The signature of a secret, which stands under `value`."""
UNKNOWN: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What stands for a boolean, number, string, list, asset, archive or object that is not known yet.

These marks and the two above are the engine's (Pulumi, "Resource property wire format").
"""


class Slot(NamedTuple):
    """An input that holds a document.

    Attributes:
        path: The input's name, and below it the names that lead to the document; `*` is each item of a list.
        kind: What the document is for; None to tell by what it says.
        holder: What it is attached to, if that decides how long it may be.
    """

    path: tuple[str, ...]
    kind: Kind | None = None
    holder: Holder | None = None


_POLICY: Final = ("policy",)
_SLOTS: Final[Mapping[str, tuple[Slot, ...]]] = {
    "aws:iam/groupPolicy:GroupPolicy": (Slot(_POLICY, None, Holder.GROUP),),
    "aws:iam/policy:Policy": (Slot(_POLICY, None, Holder.MANAGED),),
    "aws:iam/role:Role": (
        Slot(("assumeRolePolicy",), Kind.TRUST),
        Slot(("inlinePolicies", "*", "policy"), None, Holder.ROLE),
    ),
    "aws:iam/rolePolicy:RolePolicy": (Slot(_POLICY, None, Holder.ROLE),),
    "aws:iam/userPolicy:UserPolicy": (Slot(_POLICY, None, Holder.USER),),
    "aws:kms/externalKey:ExternalKey": (Slot(_POLICY, Kind.KEY),),
    "aws:kms/key:Key": (Slot(_POLICY, Kind.KEY),),
    "aws:kms/keyPolicy:KeyPolicy": (Slot(_POLICY, Kind.KEY),),
    "aws:kms/replicaKey:ReplicaKey": (Slot(_POLICY, Kind.KEY),),
    "aws:organizations/policy:Policy": (Slot(("content",), Kind.BOUNDARY, Holder.SCP),),
    "aws:s3/bucket:Bucket": (Slot(_POLICY, Kind.BUCKET),),
    "aws:s3/bucketPolicy:BucketPolicy": (Slot(_POLICY, Kind.BUCKET),),
    "aws:s3/bucketV2:BucketV2": (Slot(_POLICY, Kind.BUCKET),),
    "aws:sns/topic:Topic": (Slot(_POLICY, Kind.TOPIC),),
    "aws:sns/topicPolicy:TopicPolicy": (Slot(_POLICY, Kind.TOPIC),),
    "aws:sqs/queue:Queue": (Slot(_POLICY, Kind.RESOURCE),),
    "aws:sqs/queuePolicy:QueuePolicy": (Slot(_POLICY, Kind.RESOURCE),),
}
"""The types of pulumi-aws, by token; the inputs are named as in its schema."""
_CONTROL: Final = "SERVICE_CONTROL_POLICY"


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
    slots = _SLOTS.get(resource_type, ())
    if resource_type == "aws:organizations/policy:Policy" and inputs.get("type", _CONTROL) != _CONTROL:
        slots = ()  # policies on tags, backups and other things have grammars of their own
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
