"""A place that reports are delivered to and announced at: the argument that most policies share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policies import arns, names
from policies.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Destination:
    """One bucket and one topic, as a caller of GenerateDataSet names them.

    Attributes:
        bucket: The bucket's plain name.
        topic_arn: The topic's ARN; its partition is the destination's.
        prefix: Reports go below this prefix only; None for anywhere in the bucket. A grant with a prefix refuses the
            delivery of a caller that sends none.
        bucket_key_arn: The customer key of the bucket's default encryption; None for SSE-S3.
        topic_key_arn: The customer key of the topic; None if it has none.

    Raises:
        ArgumentError: A value is wrong.
    """

    bucket: str
    topic_arn: str
    prefix: str | None = None
    bucket_key_arn: str | None = None
    topic_key_arn: str | None = None

    def __post_init__(self) -> None:
        """Refuse wrong values where they enter."""
        names.bucket_name(self.bucket, "bucket")
        arns.topic(self.topic_arn, "topic_arn")
        if self.prefix is not None:
            names.prefix(self.prefix, "prefix")
        for argument in ("bucket_key_arn", "topic_key_arn"):
            if (key := getattr(self, argument)) is not None:
                names.key_arn(key, argument)

    @property
    def partition(self) -> str:
        """The partition of the destination's ARNs."""
        return arns.topic(self.topic_arn).partition

    @property
    def bucket_arn(self) -> str:
        """The bucket's ARN."""
        return arns.bucket(self.bucket, partition=self.partition)

    @property
    def objects_arn(self) -> str:
        """The ARN pattern of the reports."""
        return arns.objects(self.bucket, self.prefix, partition=self.partition)

    @property
    def smoke_prefix(self) -> str:
        """Where test deliveries go: inside the grant, apart from the reports, and named so that people see it."""
        return smoke_prefix(self.prefix)

    @property
    def key_arns(self) -> tuple[str, ...]:
        """The customer keys in use, each once."""
        return unique(key for key in (self.bucket_key_arn, self.topic_key_arn) if key)


def smoke_prefix(prefix: str | None) -> str:
    """The prefix of test deliveries to a destination with this prefix; its objects expire by lifecycle."""
    return f"{prefix}/mca-smoke" if prefix else "mca-smoke"


def required(destinations: tuple[Destination, ...]) -> tuple[Destination, ...]:
    """The destinations, of which there must be one at least: a statement without resources is not a policy.

    Raises:
        ArgumentError: There is none, or they are of different partitions.
    """
    if not destinations:
        raise ArgumentError("destinations", "there is none.", remedy="Name one destination at least.")
    if len({destination.partition for destination in destinations}) > 1:
        raise ArgumentError(
            "destinations", "they are of different partitions.", remedy="One policy serves one partition."
        )
    return destinations


def widest(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns, each once, without those that another one covers; each is a text that ends in its only `*`."""
    found = unique(patterns)
    heads = [pattern.removesuffix("*") for pattern in found]
    return tuple(
        pattern
        for pattern, head in zip(found, heads, strict=True)
        if not any(head.startswith(other) and head != other for other in heads)
    )


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The strings, each once, in order of first appearance."""
    return tuple(dict.fromkeys(values))
