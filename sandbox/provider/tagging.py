"""Tag changes for the services that add and remove tags one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws
    from sandbox.provider.schema import Properties


def pairs(tags: Properties, key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    """Spell tags as a list of pairs."""
    return [{key: name, value: tag} for name, tag in tags.items()]


def from_pairs(tags: list[dict[str, str]], key: str = "Key", value: str = "Value") -> Properties:
    """Read tags from a list of pairs."""
    return {tag[key]: tag[value] for tag in tags}


def retag(  # noqa: PLR0913 - what the services spell differently
    aws: Aws,
    old: Properties,
    new: Properties,
    *,
    operations: tuple[str, str] = ("tag_resource", "untag_resource"),
    key: str = "Key",
    value: str = "Value",
    **subject: object,
) -> None:
    """Make the tags of something what `new["tagsAll"]` says.

    Args:
        aws: The service.
        old: The state before.
        new: The complete inputs.
        operations: boto3's names for adding and removing.
        key: What the service calls a tag's key.
        value: What it calls the value.
        **subject: The parameter that names the thing.
    """
    before, after = old.get("tagsAll") or {}, new["tagsAll"]
    changed = {name: tag for name, tag in after.items() if before.get(name) != tag}
    removed = sorted(set(before) - set(after))
    add, remove = operations
    if removed:
        aws(remove, TagKeys=removed, **subject)
    if changed:
        aws(add, Tags=pairs(changed, key, value), **subject)
