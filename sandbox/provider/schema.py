"""Fields: what a resource type accepts, how a value is compared, and how AWS calls it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Properties: TypeAlias = dict[str, Any]
"""A resource's inputs or state as plain Python values, keyed by Pulumi's camelCase names."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for a value that a preview does not know yet (`pulumi.runtime.rpc.UNKNOWN`, part of the protocol)."""

DEFAULTS = "__defaults"
"""The input that lists which other inputs this provider filled in, as pulumi-aws has it."""


class Kind(StrEnum):
    """What sort of value a field holds."""

    STRING = "a string"
    BOOL = "a boolean"
    INT = "a whole number"
    JSON = "a JSON document"
    KEY = "a KMS key's id or ARN"
    TAGS = "a map of strings"
    BLOCK = "an object"
    BLOCKS = "a list of objects"


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a resource type or of a nested block.

    Attributes:
        name: Pulumi's name, camelCase.
        kind: The sort of value, which decides validation and comparison.
        required: Absence is a check failure.
        replaces: A change cannot be made in place.
        default: What absence means, unless `computed`.
        computed: Absence means "whatever AWS has": no difference.
        local: AWS does not store it; it lives in the state alone.
        fields: The members of a block.
        choices: The only strings allowed; empty: any.
        aws: AWS's name for it; empty: the Pulumi name with its first letter raised.
    """

    name: str
    kind: Kind = Kind.STRING
    required: bool = False
    replaces: bool = False
    default: str | int | bool | None = None
    computed: bool = False
    local: bool = False
    fields: tuple[Field, ...] = ()
    choices: tuple[str, ...] = ()
    aws: str = ""

    @property
    def aws_name(self) -> str:
        """The member's name in the AWS API."""
        return self.aws or self.name[0].upper() + self.name[1:]


REGION = Field("region", computed=True, replaces=True)
"""The region of its own that every regional resource of pulumi-aws 7 has."""

TAGS = Field("tags", Kind.TAGS)
"""The tags that a program gives; `tagsAll` is them over the provider's `defaultTags`."""
