"""The test deliveries' objects: a prefix of its own for each run, and nothing of it afterwards.

The service writes the objects, so they carry no tag: the prefix says whose they are and since when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

KEPT: Final = "-kept"
"""How the prefix ends of a delivery that is to stay."""
OLD: Final = timedelta(days=1)
"""A run's objects are left-overs when they are older: no run waits so long, and few deliveries come so late."""
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_RUN: Final = re.compile(r"([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{8}/")


def run_prefix(smoke_prefix: str, now: datetime, *, keep: bool) -> str:
    """A prefix that no other run has.

    Args:
        smoke_prefix: The destination's prefix of test deliveries.
        now: When the run begins, UTC.
        keep: Whether later runs are to leave the delivery alone.
    """
    return f"{smoke_prefix}/{now:{_STAMP}}-{uuid4().hex[:8]}{KEPT if keep else ''}"


def sizes(s3: Any, bucket: str, prefix: str) -> Iterator[tuple[str, int]]:  # noqa: ANN401  # boto3 makes its client classes at run time
    """The keys below one run's prefix, with their sizes.

    Raises:
        ClientError: S3 refused the listing.
    """
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/"):
        for item in page.get("Contents", ()):
            yield item["Key"], item["Size"]


def remove(s3: Any, bucket: str, prefix: str) -> None:  # noqa: ANN401  # as above
    """Remove every version below one run's prefix.

    Raises:
        ClientError: S3 refused the listing or the deletion.
    """
    _delete(s3, bucket, _versions(s3, bucket, f"{prefix}/"))


def remove_left_overs(s3: Any, bucket: str, smoke_prefix: str, now: datetime) -> None:  # noqa: ANN401  # as above
    """Remove what killed runs, and deliveries that came too late, left behind: by prefix and age.

    Raises:
        ClientError: S3 refused the listing or a deletion.
    """
    head = f"{smoke_prefix}/"
    found = (item for item in _versions(s3, bucket, head) if is_left_over(item["Key"].removeprefix(head), now))
    _delete(s3, bucket, found)


def is_left_over(key: str, now: datetime) -> bool:
    """Whether an object is a past run's, by its key below the prefix of test deliveries."""
    run = _RUN.match(key)
    if run is None:
        return False
    try:
        begun = datetime.strptime(run[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False  # no date, so no run of this test has made it
    return now - begun > OLD


def _versions(s3: Any, bucket: str, prefix: str) -> Iterator[dict[str, str]]:  # noqa: ANN401  # as above
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for kind in ("Versions", "DeleteMarkers"):
            for item in page.get(kind, ()):
                yield {"Key": item["Key"], "VersionId": item["VersionId"]}


def _delete(s3: Any, bucket: str, items: Iterable[dict[str, str]]) -> None:  # noqa: ANN401  # as above
    for item in items:
        # One call each: a test delivery is two objects, and a refusal names its object.
        s3.delete_object(Bucket=bucket, **item)
