"""A resource type: its fields, and five calls to AWS."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from sandbox.provider.schema import REGION, TAGS, Field, Properties

if TYPE_CHECKING:
    from sandbox.provider.aws import Aws


class Resource(ABC):
    """What the plugin needs to know of a type, and do with an instance of it.

    A handler holds no state. Inputs reach it *complete*: defaults filled in, `tagsAll` merged.

    Attributes:
        pulumi_type: Pulumi's type token, `aws:service/file:Class`.
        service: boto3's name of the service.
        fields: All inputs that are implemented, `region` and `tags` included.
        outputs: What the state has besides the inputs.
        autoname: The field that gets a generated name; empty if there is none.
        name_prefix: What a generated name starts with.
    """

    pulumi_type: ClassVar[str]
    service: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    outputs: ClassVar[tuple[str, ...]] = ()
    autoname: ClassVar[str] = ""
    name_prefix: ClassVar[str] = ""

    @property
    def regional(self) -> bool:
        """Whether the type has a `region` of its own."""
        return REGION in self.fields

    @property
    def taggable(self) -> bool:
        """Whether the type has `tags` and `tagsAll`."""
        return TAGS in self.fields

    def derive_name(self, logical: str, suffix: str) -> str:
        """Make a physical name from the logical one and a random suffix."""
        return f"{self.name_prefix}{logical}-{suffix}"

    @abstractmethod
    def create(self, aws: Aws, new: Properties) -> str:
        """Make the thing with one call, and return its id."""

    def settle(self, aws: Aws, identifier: str, new: Properties) -> None:  # noqa: B027 - most types need no more calls
        """Make the calls that creation needs once the thing exists; if one fails, the thing stays in the state."""

    @abstractmethod
    def read(self, aws: Aws, identifier: str) -> Properties | None:
        """Read inputs and outputs from AWS, with the canonical `id`; None if the thing is not there.

        `tags` are left to the caller: `tagsAll` is what AWS has.
        """

    @abstractmethod
    def update(self, aws: Aws, identifier: str, old: Properties, new: Properties) -> None:
        """Make AWS hold `new` where it differs from the state `old`."""

    @abstractmethod
    def delete(self, aws: Aws, identifier: str, state: Properties) -> None:
        """Remove the thing; an error that says it is gone already is not an error."""
