"""Ask for a data set and see it arrive: the only proof that a seller's account is set up.

The request id that the service answers proves that the caller may call, and nothing about delivery.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from typing import Any, Final, cast
from uuid import uuid4

from boto3 import Session
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

from checks.audit.delivery import judge_delivery
from checks.audit.role import error_code, read_role
from checks.result import Status
from checks.smoke.calendar import SERVICE, newest_expected
from checks.smoke.queue import Listener, listening
from checks.smoke.verdict import SmokeResult, Verdict
from policies.callers import SERVICE_REGION
from policies.destination import Destination
from policies.errors import ArgumentError

DEFAULT_TYPE: Final = "customer_subscriber_hourly_monthly_subscriptions"
"""The type that the service guide's own verification asks for; published daily."""
DEFAULT_TIMEOUT: Final = 600.0
"""How long to wait for a delivery, in seconds; the service names no limit [inferred]."""

_DENIED: Final = frozenset({"AccessDeniedException", "AccessDenied", "UnrecognizedClientException"})
_NOT_FOUND: Final = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True, slots=True)
class SmokeTest:
    """What to try.

    Attributes:
        destination: Where the delivery is to go; below a prefix of the test's own.
        role_arn: The role.
        external_id: The id that the service uses; None if unknown, then silence is explained less well.
        data_set_type: Which set; its newest date that must exist is asked for.
        timeout: Seconds to wait.
    """

    destination: Destination
    role_arn: str
    external_id: str | None = None
    data_set_type: str = DEFAULT_TYPE
    timeout: float = DEFAULT_TIMEOUT


def run_smoke_test(session: Session, test: SmokeTest) -> SmokeResult:
    """Ask for one data set, once, and follow it until it arrives or the time is up.

    Args:
        session: The caller's credentials.
        test: What to try.

    Returns:
        The verdict with its evidence. The temporary queue is gone, whatever happened.

    Raises:
        ArgumentError: The type is unknown, or never had a date that must exist.
        ClientError: The queue could not be made, or a delivered file could not be looked at.
    """
    now = datetime.now(UTC)
    newest = newest_expected(test.data_set_type, now)
    if newest is None:
        remedy = f"use {DEFAULT_TYPE}"
        raise ArgumentError("data_set_type", f"{test.data_set_type} has no date that must exist.", remedy=remedy)
    attempt = _Attempt(session, test, now, datetime.combine(newest, time_of_day(), UTC))
    with listening(session, test.destination.topic_arn, test.timeout) as listener:
        return attempt.follow(listener)


class _Attempt:
    """One call and its aftermath."""

    def __init__(self, session: Session, test: SmokeTest, now: datetime, date: datetime) -> None:
        self._session, self._test, self._now, self._date = session, test, now, date
        self._begun = time.monotonic()
        self._prefix = f"{test.destination.smoke_prefix}/{now:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"
        self._request_id: str | None = None

    def follow(self, listener: Listener) -> SmokeResult:
        """Call, wait, look."""
        try:
            self._request_id = self._ask()
        except EndpointConnectionError as error:
            remedy = f"the service answers in {SERVICE_REGION} only; check AWS_ENDPOINT_URL and the network"
            return self._ends(Verdict.FAILED, f"The service could not be reached: {error}.", remedy)
        except ClientError as error:
            return self._refused(error)
        message = listener.message(self._request_id, self._begun + self._test.timeout)
        if message is None:
            return self._silent()
        if str(message.get("success")).lower() != "true":
            said = message.get("message") or "no reason"
            remedy = "mend the role's policy, or the bucket's or key's, as the message says; see `mca onboard`'s checks"
            return self._ends(Verdict.FAILED, f"The service could not deliver and says: {said}", remedy, message)
        return self._inspect(message)

    def _ask(self) -> str:
        # A repeated request would be a second delivery, so this client never retries.
        client = self._session.client(
            SERVICE, region_name=SERVICE_REGION, config=Config(retries={"total_max_attempts": 1})
        )
        answer = client.generate_data_set(
            dataSetType=cast("Any", self._test.data_set_type),
            dataSetPublicationDate=self._date,
            roleNameArn=self._test.role_arn,
            destinationS3BucketName=self._test.destination.bucket,
            destinationS3Prefix=self._prefix,
            snsTopicArn=self._test.destination.topic_arn,
            customerDefinedValues={"mca": "smoke"},
        )
        return str(answer["dataSetRequestId"])

    def _refused(self, error: ClientError) -> SmokeResult:
        code = error_code(error)
        said = error.response.get("Error", {}).get("Message", "")
        if code in _DENIED:
            remedy = "give the caller policy to whoever calls (`callers` in the seller's configuration)"
            return self._ends(Verdict.DENIED, f"The caller may not ask for data sets: {said}", remedy)
        if code == "SubscriptionRequiredException":
            remedy = "enrol at https://aws.amazon.com/marketplace/management/cas/enroll, or contact AWS Marketplace"
            return self._ends(Verdict.NOT_SUBSCRIBED, f"The account is not enrolled in the service: {said}", remedy)
        return self._ends(Verdict.FAILED, f"The service refused the request ({code}): {said}", "try again later")

    def _silent(self) -> SmokeResult:
        """No message came: a topic that the role cannot use, a role that cannot be assumed, or no data at all."""
        waited = f"{self._test.timeout:.0f} s"
        files = self._files_below_prefix()
        broken = self._broken_hop()
        if broken:
            remedy = "mend that grant; the topic is the only way in which the service could have said so"
            return self._ends(
                Verdict.SILENT,
                f"The request was accepted, but no message came in {waited}: {broken}",
                remedy,
                files=files,
            )
        if files:
            sentence = f"The files arrived, but no message did in {waited}."
            remedy = "check the topic's policy, its key's policy and the role's sns: grants"
            return self._ends(Verdict.SILENT, sentence, remedy, files=files)
        sentence = (
            f"Nothing arrived in {waited}, and every grant is right: the day may hold no data. Nothing is proven."
        )
        return self._ends(Verdict.NO_DATA, sentence, "ask for a type and date for which this seller has data")

    def _broken_hop(self) -> str:
        """Why the live policies would stop the delivery; empty if they would not, or cannot be read."""
        try:
            role = read_role(self._session, self._test.role_arn.rsplit("/", 1)[-1])
        except ClientError:
            return ""  # the caller may not read IAM, which is right for a caller: the verdict then says less
        if role is None:
            return "the role does not exist."
        if self._test.external_id is None:
            return ""
        results = judge_delivery(self._session, role, self._test.destination, self._test.external_id)
        return next((result.sentence for result in results if result.status is Status.FAIL), "")

    def _files_below_prefix(self) -> tuple[tuple[str, int], ...]:
        bucket = self._test.destination.bucket
        try:
            answer = self._session.client("s3").list_objects_v2(Bucket=bucket, Prefix=f"{self._prefix}/")
        except ClientError:
            return ()  # a caller need not be a reader
        return tuple((f"s3://{bucket}/{found['Key']}", found["Size"]) for found in answer.get("Contents", ()))

    def _inspect(self, message: Mapping[str, object]) -> SmokeResult:
        """Look at both files, at the keys that the message names."""
        s3 = self._session.client("s3")
        files = []
        bodies: dict[str, bytes] = {}
        for name in ("dataSetS3Location", "dataSetMetaDataS3Location"):
            place = message.get(name)
            if not isinstance(place, dict) or not {"bucketName", "key"} <= set(place):
                sentence = f"The message says success but has no usable {name}."
                return self._ends(Verdict.FAILED, sentence, "contact AWS Marketplace", message)
            address = f"s3://{place['bucketName']}/{place['key']}"
            try:
                size = s3.head_object(Bucket=place["bucketName"], Key=place["key"])["ContentLength"]
                if name == "dataSetMetaDataS3Location":
                    bodies[name] = s3.get_object(Bucket=place["bucketName"], Key=place["key"])["Body"].read()
            except ClientError as error:
                if error_code(error) in _NOT_FOUND:
                    return self._ends(
                        Verdict.FAILED, f"{address} was announced but is not there.", "try again", message
                    )
                raise
            files.append((address, size))
        return self._compare(message, bodies["dataSetMetaDataS3Location"], tuple(files))

    def _compare(self, message: Mapping[str, object], text: bytes, files: tuple[tuple[str, int], ...]) -> SmokeResult:
        try:
            metadata = json.loads(text)
        except ValueError:
            return self._ends(Verdict.FAILED, "The metadata file is not JSON.", "try again", message, files=files)
        if not isinstance(metadata, dict) or metadata.get("dataSetRequestId") != self._request_id:
            sentence = "The metadata file is another request's."
            return self._ends(Verdict.FAILED, sentence, "try again", message, files=files)
        sentence = f"The report, its metadata and the message for {self._date:%Y-%m-%d} arrived."
        return self._ends(Verdict.DELIVERED, sentence, "", message, metadata, files)

    def _ends(  # noqa: PLR0913, PLR0917  # the evidence, as far as there is any
        self,
        verdict: Verdict,
        sentence: str,
        remedy: str,
        message: Mapping[str, object] | None = None,
        metadata: Mapping[str, object] | None = None,
        files: tuple[tuple[str, int], ...] = (),
    ) -> SmokeResult:
        return SmokeResult(
            verdict=verdict,
            sentence=sentence,
            remedy=remedy,
            data_set_type=self._test.data_set_type,
            publication_date=self._date,
            request_id=self._request_id,
            message=message,
            metadata=metadata,
            files=files,
            asked=self._now,
            seconds=time.monotonic() - self._begun,
        )
