"""What the seller's own people and programs may do: ask for data sets, and read what was delivered."""

from __future__ import annotations

from typing import Final

from policies.destination import Destination, required, unique, widest
from policies.document import Condition, Effect, PolicyDocument, Statement, document

SERVICE_REGION: Final = "us-east-1"
"""The only region in which the service answers (service guide, "Troubleshooting")."""

CALL_ACTION: Final = "marketplacecommerceanalytics:GenerateDataSet"


def caller_policy() -> PolicyDocument:
    """Permission to ask for data sets, pinned to the service's region.

    The action has no resource types, so a narrower resource than `*` would grant nothing (service authorization
    reference, "AWS Marketplace Commerce Analytics Service").
    """
    return document(
        Statement(
            effect=Effect.ALLOW,
            sid="RequestDataSets",
            actions=(CALL_ACTION,),
            resources=("*",),
            conditions=(Condition("StringEquals", "aws:RequestedRegion", (SERVICE_REGION,)),),
        )
    )


def reader_policy(*destinations: Destination) -> PolicyDocument:
    """Permission to list and get the delivered reports, and to decrypt them where the bucket has a customer key.

    Args:
        destinations: The destinations to read; a prefix narrows both the listing and the objects.

    Raises:
        ArgumentError: No destination, or mixed partitions.
    """
    places = required(destinations)
    buckets = unique(place.bucket_arn for place in places)
    statements = [
        Statement(
            effect=Effect.ALLOW,
            sid=f"ListReports{number}",
            actions=("s3:ListBucket",),
            resources=(bucket,),
            conditions=_below(tuple(place.prefix for place in places if place.bucket_arn == bucket)),
        )
        for number, bucket in enumerate(buckets, start=1)
    ]
    objects = widest(place.objects_arn for place in places)
    statements.append(Statement(effect=Effect.ALLOW, sid="GetReports", actions=("s3:GetObject",), resources=objects))
    if keys := unique(place.bucket_key_arn for place in places if place.bucket_key_arn):
        statements.append(Statement(effect=Effect.ALLOW, sid="Decrypt", actions=("kms:Decrypt",), resources=keys))
    return document(*statements)


def _below(prefixes: tuple[str | None, ...]) -> tuple[Condition, ...]:
    """The listing narrowed to the prefixes of one bucket; not at all if a destination has none."""
    named = [prefix for prefix in prefixes if prefix]
    if len(named) < len(prefixes):
        return ()
    below = widest(f"{prefix}/*" for prefix in named)
    values = tuple(value for pattern in below for value in (pattern.removesuffix("/*"), pattern))
    return (Condition("StringLike", "s3:prefix", values),)
