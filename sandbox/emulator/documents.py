"""The JSON documents of a delivery: the metadata file and the message on the topic, shaped as in the service guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from checks.smoke.calendar import Coverage
    from sandbox.emulator.validation import DataSetRequest


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a delivery's two objects are."""

    data: str
    metadata: str


def keys(request: DataSetRequest, publication: date) -> Keys:
    """``{prefix}/{type}_YYYY-MM-DD`` with ``.csv`` and ``.meta.json`` (botocore model, service guide).

    The date is the found publication's, not the requested one [inferred]; no second slash is put after a prefix that
    ends in one [inferred].
    """
    prefix = request.prefix or ""
    stem = f"{prefix}{'/' if prefix and not prefix.endswith('/') else ''}{request.data_set_type}_{publication}"
    return Keys(f"{stem}.csv", f"{stem}.meta.json")


def stamp(when: datetime) -> str:
    """A time as the service writes it: UTC, milliseconds, ``Z``."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def metadata(request: DataSetRequest, request_id: str, covered: Coverage, where: Keys) -> dict[str, object]:
    """The metadata file; optional parameters are left out when they were not given [inferred]."""
    parameters: dict[str, object] = {
        "sellerAccountId": request.account,
        "dataSetType": request.data_set_type,
        "dataSetPublicationDate": stamp(request.publication_date),
        "roleNameArn": request.role_arn,
        "destinationS3BucketName": request.bucket,
    }
    if request.prefix is not None:
        parameters["destinationS3Prefix"] = request.prefix
    parameters["snsTopicArn"] = request.topic_arn
    if request.values:
        parameters["customerDefinedValues"] = dict(request.values)
    return {
        "dataSetRequestId": request_id,
        "dataSetCoverageRange": {"startDateTime": stamp(covered.start), "endDateTime": stamp(covered.end)},
        "dataSetRequestParameters": parameters,
        **_locations(request.bucket, where),
    }


def success(request: DataSetRequest, request_id: str, where: Keys) -> dict[str, object]:
    """The message of a delivery that succeeded."""
    return {
        **_locations(request.bucket, where),
        "dataSetRequestId": request_id,
        "success": True,
        **_values(request),
    }


def failure(request: DataSetRequest, request_id: str, why: str) -> dict[str, object]:
    """The message of a delivery that failed; it names no locations [inferred]."""
    return {"dataSetRequestId": request_id, "success": False, "message": why, **_values(request)}


def _locations(bucket: str, where: Keys) -> dict[str, object]:
    return {
        "dataSetS3Location": {"bucketName": bucket, "key": where.data},
        "dataSetMetaDataS3Location": {"bucketName": bucket, "key": where.metadata},
    }


def _values(request: DataSetRequest) -> dict[str, object]:
    """The caller's own pairs under the request's own name for them [the name is inferred]."""
    return {"customerDefinedValues": dict(request.values)} if request.values else {}
